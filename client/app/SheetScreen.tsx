import { useCallback, useEffect } from 'react'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { useNotPasted } from '../grid/clipboard/useNotPasted.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useRowLink } from '../row/useRowLink.ts'
import { writeSetting } from '../ui/localSetting.ts'
import { useHeld } from '../ui/useSession.ts'
import { Frame } from './Frame.tsx'
import { SheetMain } from './SheetMain.tsx'
import { Overlays } from './SheetPanel.tsx'
import { SheetTools } from './SheetTools.tsx'
import { ShellMessage } from './ShellMessage.tsx'
import { useOpenSheet } from './useOpenSheet.ts'
import { usePageTitle } from './usePageTitle.ts'
import { useSheetKeys } from './useSheetKeys.ts'
import { useSheetOnScreen } from './useSheetOnScreen.ts'

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
  return <OpenSheetScreen {...props} view={view} reopen={reopen} />
}

type OpenProps = Props & { readonly view: SheetView; readonly reopen: () => void }

function OpenSheetScreen({ me, operation, sheet, sheets, view, reopen }: OpenProps) {
  const open = useSheetOnScreen({ me, operation, sheet, view })
  const { columns, zone, show, finder } = open
  const held = useHeld(view.session).length
  useSheetKeys(open)
  useNotPasted(
    view,
    useCallback(() => show('notPasted'), [show]),
  )
  useRowLink(open)
  const tools = (
    <SheetTools
      view={view}
      me={me.member}
      columns={columns}
      zone={zone}
      onFind={() => finder.open('find')}
      onHeld={() => show('held')}
      onReopen={reopen}
    />
  )
  return (
    <Frame me={me} operation={operation} sheets={sheets} held={held} tools={tools}>
      <SheetMain open={open} />
      <Overlays open={open} />
    </Frame>
  )
}
