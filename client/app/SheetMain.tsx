import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import { EmptySheet } from '../grid/EmptySheet.tsx'
import { SheetGrid } from '../grid/SheetGrid.tsx'
import type { SheetView } from '../grid/SheetView.ts'
import { StatusLine } from '../grid/StatusLine.tsx'
import type { SheetActions } from '../grid/sheetActions.ts'
import { Toolbar } from '../grid/Toolbar.tsx'
import { HistoryPanel } from '../history/HistoryPanel.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { mayI } from './rights.ts'

/** What stands beside or over the sheet. */
export type Panel = 'none' | 'history' | 'held' | 'import'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheet: SheetInfo
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly actions: SheetActions
  readonly panel: Panel
  readonly onHistory: () => void
  readonly onImport: () => void
  readonly onClearFilters: () => void
}

/** Below the header: the tools, the rows, what is beside them, and how many there are. */
export function SheetMain(props: Props) {
  const { me, operation, sheet, view, columns, actions, panel, onHistory, onImport, onClearFilters } = props
  const settingName = `columns.${me.member.id}.${sheet.id}`
  const zone = operation.timeZone
  const mayImport = !view.session.readOnly && mayI(me, 'sheet.import', operation.id)
  const given = { view, columns, actions, settingName }
  return (
    <main className="sheet-main">
      <h1 className="visually-hidden">{`${sheet.title} · ${operation.name}`}</h1>
      <Toolbar
        {...given}
        sheetId={sheet.id}
        may={{ import: mayImport, export: mayI(me, 'sheet.export', operation.id) }}
        historyOpen={panel === 'history'}
        onHistory={onHistory}
        onImport={onImport}
        onClearFilters={onClearFilters}
      />
      <div className="sheet-area">
        <ErrorBoundary>
          <div className="grid-place">
            <SheetGrid {...given} zone={zone} title={sheet.title} />
            <EmptySheet view={view} kind={sheet.kind} actions={actions} onImport={mayImport ? onImport : undefined} />
          </div>
          {panel === 'history' ? (
            <HistoryPanel
              view={view}
              sheetId={sheet.id}
              columns={columns}
              zone={zone}
              actions={actions}
              onClose={onHistory}
            />
          ) : null}
        </ErrorBoundary>
      </div>
      <StatusLine view={view} />
    </main>
  )
}
