import type { InputRef } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { columnsOf } from '../../shared/schema/schemas.ts'
import { EmptySheet } from '../grid/EmptySheet.tsx'
import { SheetGrid } from '../grid/SheetGrid.tsx'
import type { SheetView } from '../grid/SheetView.ts'
import { StatusLine } from '../grid/StatusLine.tsx'
import { Toolbar } from '../grid/Toolbar.tsx'
import { HistoryPanel } from '../history/HistoryPanel.tsx'
import { ImportDialog } from '../transfer/ImportDialog.tsx'
import { writeSetting } from '../ui/localSetting.ts'
import { useHeld } from '../ui/useSession.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Frame } from './Frame.tsx'
import { HeldEdits } from './HeldEdits.tsx'
import { mayI } from './rights.ts'
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

type Panel = 'none' | 'history' | 'held' | 'import'

function OpenSheet({
  me,
  operation,
  sheet,
  sheets,
  view,
  reopen,
}: Props & { readonly view: SheetView; readonly reopen: () => void }) {
  const columns = columnsOf(sheet.kind)
  const zone = operation.timeZone
  const settingName = `columns.${me.member.id}.${sheet.id}`
  const actions = useSheetActions(view, columns)
  const held = useHeld(view.session).length
  const [panel, setPanel] = useState<Panel>('none')
  const [words, setWords] = useState('')
  const field = useRef<InputRef>(null)
  const close = useCallback(() => setPanel('none'), [])
  const onHistory = useCallback(() => setPanel(open => (open === 'history' ? 'none' : 'history')), [])
  const find = useCallback(
    (text: string) => {
      setWords(text)
      view.find(text)
    },
    [view],
  )
  useSheetKeys({
    view,
    actions,
    active: panel !== 'import',
    onFind: () => field.current?.focus({ cursor: 'all' }),
    onHistory,
  })
  const mayImport = !view.session.readOnly && mayI(me, 'sheet.import', operation.id)
  return (
    <Frame
      me={me}
      operation={operation}
      sheets={sheets}
      held={held}
      tools={
        <SheetTools
          view={view}
          me={me.member}
          columns={columns}
          zone={zone}
          field={field}
          words={words}
          onWords={find}
          onHeld={() => setPanel('held')}
          onReopen={reopen}
        />
      }
    >
      <Toolbar
        view={view}
        actions={actions}
        columns={columns}
        settingName={settingName}
        sheetId={sheet.id}
        may={{ import: mayImport, export: mayI(me, 'sheet.export', operation.id) }}
        historyOpen={panel === 'history'}
        onHistory={onHistory}
        onImport={() => setPanel('import')}
        onClearFilters={() => {
          setWords('')
          view.clearFilters()
        }}
      />
      <main className="sheet-area">
        <ErrorBoundary>
          <div className="grid-place">
            <SheetGrid
              view={view}
              columns={columns}
              actions={actions}
              zone={zone}
              title={sheet.title}
              settingName={settingName}
            />
            <EmptySheet
              view={view}
              kind={sheet.kind}
              actions={actions}
              onImport={mayImport ? () => setPanel('import') : undefined}
            />
          </div>
          {panel === 'history' ? (
            <HistoryPanel
              view={view}
              sheetId={sheet.id}
              columns={columns}
              zone={zone}
              actions={actions}
              onClose={close}
            />
          ) : null}
        </ErrorBoundary>
      </main>
      <StatusLine view={view} />
      <HeldEdits view={view} columns={columns} zone={zone} open={panel === 'held'} onClose={close} />
      {panel === 'import' ? <ImportDialog sheet={sheet} columns={columns} zone={zone} onClose={close} /> : null}
    </Frame>
  )
}
