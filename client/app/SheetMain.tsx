import { ArchivedNotice } from '../columns/ArchivedNotice.tsx'
import { ContextMenu } from '../commands/ContextMenu.tsx'
import { ConfidentialNotice } from '../confidential/ConfidentialNotice.tsx'
import { StrayNotice } from '../contacts/StrayNotice.tsx'
import { FindBar } from '../find/FindBar.tsx'
import { EmptySheet } from '../grid/EmptySheet.tsx'
import type { CellPlace } from '../grid/RowRef.ts'
import { SheetGrid } from '../grid/SheetGrid.tsx'
import { StatusLine } from '../grid/StatusLine.tsx'
import { Toolbar } from '../grid/Toolbar.tsx'
import { SuggestionCount } from '../guard/SuggestionCount.tsx'
import { ClosedNotice } from '../members/ClosedNotice.tsx'
import { useRowMarks } from '../notes/rowMarks.ts'
import { ConflictCount } from '../time/ConflictCount.tsx'
import { ViewBar } from '../views/ViewBar.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import type { OpenSheet } from './openSheet.ts'
import { mayI } from './rights.ts'
import { SidePanel } from './SheetPanel.tsx'

/** Below the header: the tools, the rows, what is beside them, and how many there are. */
export function SheetMain({ open }: { readonly open: OpenSheet }) {
  const { me, operation, sheet, view, shown, actions, zone, show } = open
  useRowMarks(sheet.id)
  const settingName = `columns.${me.member.id}.${sheet.id}`
  const mayImport = !view.session.readOnly && mayI(me, 'sheet.import', operation.id)
  const given = { view, columns: shown, actions, settingName }
  const openRow = (place: CellPlace): void => {
    view.enter(place)
    show('row')
  }
  const onImport = () => show('import')
  return (
    <main className="sheet-main">
      <h1 className="visually-hidden">{`${sheet.title} · ${operation.name}`}</h1>
      <Toolbar
        open={open}
        settingName={settingName}
        may={{
          import: mayImport,
          export: mayI(me, 'sheet.export', operation.id),
          details: mayI(me, 'contact.export', operation.id),
        }}
      />
      <ViewBar open={open} />
      <ClosedNotice open={open} />
      <ArchivedNotice open={open} />
      <ConfidentialNotice open={open} />
      <StrayNotice open={open} onOpen={openRow} />
      <FindBar open={open} />
      <div className="sheet-area">
        <ErrorBoundary>
          <div className="grid-place">
            <SheetGrid {...given} zone={zone} title={sheet.title} sheetId={sheet.id} />
            <EmptySheet view={view} kind={sheet.kind} actions={actions} onImport={mayImport ? onImport : undefined} />
          </div>
          <SidePanel open={open} />
        </ErrorBoundary>
      </div>
      <ContextMenu open={open} />
      <StatusLine view={view}>
        <SuggestionCount open={open} />
        <ConflictCount open={open} />
      </StatusLine>
    </main>
  )
}
