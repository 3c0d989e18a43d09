import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { ColumnsPanel } from '../columns/ColumnsPanel.tsx'
import { HelpSheet } from '../commands/HelpSheet.tsx'
import { Palette } from '../commands/Palette.tsx'
import { ConfideDialog } from '../confidential/ConfideDialog.tsx'
import { ColumnWidth } from '../grid/ColumnWidth.tsx'
import { returnToCell } from '../grid/cellFocus.ts'
import { NotPastedPanel } from '../grid/clipboard/NotPastedPanel.tsx'
import { SuggestionsPanel } from '../guard/SuggestionsPanel.tsx'
import { HistoryPanel } from '../history/HistoryPanel.tsx'
import { RowDrawer } from '../row/RowDrawer.tsx'
import { ConflictPanel } from '../time/ConflictPanel.tsx'
import { DeletedRows } from '../time/DeletedRows.tsx'
import { ContactExportDialog } from '../transfer/ContactExportDialog.tsx'
import { ImportDialog } from '../transfer/ImportDialog.tsx'
import { RemoteEditsRegion } from '../ui/RemoteEditsRegion.tsx'
import { VerifyRows } from '../verify/VerifyRows.tsx'
import { HeldEdits } from './HeldEdits.tsx'
import type { OpenSheet } from './openSheet.ts'

// It brings a grid along, which a phone does not load.
const PeopleDrawer = lazy(async () => ({ default: (await import('../people/PeopleDrawer.tsx')).PeopleDrawer }))
const TimeView = lazy(async () => ({ default: (await import('../time/TimeView.tsx')).TimeView }))

/** What stands beside the rows; nothing while no such panel is open. */
export function SidePanel({ open }: { readonly open: OpenSheet }): ReactNode {
  const { view, sheet, columns, zone, actions, show } = open
  const close = () => show('none')
  switch (open.panel) {
    case 'history':
      return (
        <HistoryPanel
          view={view}
          sheetId={sheet.id}
          columns={columns}
          zone={zone}
          actions={actions}
          onClose={close}
          onOpen={show}
        />
      )
    case 'row':
    case 'rowNote':
    case 'rowComments':
    case 'rowHistory':
    case 'rowVerification':
      return <RowDrawer open={open} onClose={close} />
    case 'deleted':
      return <DeletedRows open={open} onClose={close} />
    case 'conflicts':
      return <ConflictPanel open={open} onClose={close} />
    case 'notPasted':
      return <NotPastedPanel view={view} columns={columns} zone={zone} onClose={close} />
    case 'columns':
      return <ColumnsPanel open={open} onClose={close} />
    case 'suggestions':
      return <SuggestionsPanel open={open} onClose={close} />
    default:
      return null
  }
}

/** What lies over the sheet. */
export function Overlays({ open }: { readonly open: OpenSheet }): ReactNode {
  const { view, sheet, columns, zone, panel, show } = open
  const close = () => show('none')
  useKeyboardBack(open)
  return (
    <>
      <RemoteEditsRegion session={view.session} />
      <HeldEdits view={view} columns={columns} zone={zone} open={panel === 'held'} onClose={close} />
      {panel === 'columnWidth' ? <ColumnWidth open={open} onClose={close} /> : null}
      {panel === 'confide' ? <ConfideDialog open={open} onClose={close} /> : null}
      {panel === 'verify' ? <VerifyRows open={open} onClose={close} /> : null}
      {panel === 'palette' ? <Palette open={open} onClose={close} /> : null}
      {panel === 'help' ? <HelpSheet open={open} onClose={close} /> : null}
      {panel === 'time' ? (
        <Suspense>
          <TimeView open={open} onClose={close} />
        </Suspense>
      ) : null}
      {panel === 'people' ? (
        <Suspense>
          <PeopleDrawer open={open} onClose={close} />
        </Suspense>
      ) : null}
      {panel === 'contactExport' ? <ContactExportDialog sheet={sheet} onClose={close} /> : null}
      {panel === 'import' ? <ImportDialog sheet={sheet} columns={columns} zone={zone} onClose={close} /> : null}
    </>
  )
}

/** When what stood beside or over the sheet goes away with the keyboard in it, the keyboard is back in the cell the person is in (KEY-4). */
function useKeyboardBack({ view, panel }: OpenSheet): void {
  useEffect(() => {
    if (panel === 'none') return undefined
    return () => {
      if (document.activeElement === document.body) returnToCell(view.grid.get(), view.cell.get())
    }
  }, [view, panel])
}
