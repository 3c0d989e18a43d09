import type { InputRef } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { columnsOf } from '../../shared/schema/schemas.ts'
import { arranged } from '../grid/columns.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { ImportDialog } from '../transfer/ImportDialog.tsx'
import { writeSetting } from '../ui/localSetting.ts'
import { useHeld } from '../ui/useSession.ts'
import { Frame } from './Frame.tsx'
import { HeldEdits } from './HeldEdits.tsx'
import { type Panel, SheetMain } from './SheetMain.tsx'
import { SheetTools } from './SheetTools.tsx'
import { ShellMessage } from './ShellMessage.tsx'
import { useOpenSheet } from './useOpenSheet.ts'
import { usePageTitle } from './usePageTitle.ts'
import { useSheetActions } from './useSheetActions.tsx'
import { useSheetKeys } from './useSheetKeys.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheet: SheetInfo
  readonly sheets: readonly SheetInfo[]
}

/** One sheet and everything around it. */
export function SheetScreen(props: Props) {
  const { me, operation, sheet, sheets } = props
  const { view, reopen } = useOpenSheet(sheet, me)
  usePageTitle(`${sheet.title} · ${operation.name}`)
  useEffect(() => writeSetting('lastSheet', sheet.id), [sheet.id])
  if (view === undefined)
    return (
      <Frame me={me} operation={operation} sheets={sheets}>
        <ShellMessage kind="loading" />
      </Frame>
    )
  return <OpenSheet {...props} view={view} reopen={reopen} />
}

type OpenProps = Props & { readonly view: SheetView; readonly reopen: () => void }

function OpenSheet({ me, operation, sheet, sheets, view, reopen }: OpenProps) {
  const columns = useMemo(() => arranged(columnsOf(sheet.kind)), [sheet.kind])
  const zone = operation.timeZone
  const actions = useSheetActions(view, columns)
  const held = useHeld(view.session).length
  const { panel, show, close, toggleHistory } = usePanel()
  const { words, find } = useFind(view)
  const field = useRef<InputRef>(null)
  useSheetKeys({
    view,
    actions,
    active: panel !== 'import',
    onFind: () => field.current?.focus({ cursor: 'all' }),
    onHistory: toggleHistory,
  })
  const tools = (
    <SheetTools
      view={view}
      me={me.member}
      columns={columns}
      zone={zone}
      field={field}
      words={words}
      onWords={find}
      onHeld={() => show('held')}
      onReopen={reopen}
    />
  )
  return (
    <Frame me={me} operation={operation} sheets={sheets} held={held} tools={tools}>
      <SheetMain
        me={me}
        operation={operation}
        sheet={sheet}
        view={view}
        columns={columns}
        actions={actions}
        panel={panel}
        onHistory={toggleHistory}
        onImport={() => show('import')}
        onClearFilters={() => {
          find('')
          view.clearFilters()
        }}
      />
      <HeldEdits view={view} columns={columns} zone={zone} open={panel === 'held'} onClose={close} />
      {panel === 'import' ? <ImportDialog sheet={sheet} columns={columns} zone={zone} onClose={close} /> : null}
    </Frame>
  )
}

/** What is being looked for, here and in the grid. */
function useFind(view: SheetView) {
  const [words, setWords] = useState('')
  const find = useCallback(
    (text: string) => {
      setWords(text)
      view.find(text)
    },
    [view],
  )
  return { words, find }
}

/** At most one thing stands beside or over the sheet. */
function usePanel() {
  const [panel, show] = useState<Panel>('none')
  const close = useCallback(() => show('none'), [])
  const toggleHistory = useCallback(() => show(open => (open === 'history' ? 'none' : 'history')), [])
  return { panel, show, close, toggleHistory }
}
