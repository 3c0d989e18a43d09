import type { CustomTooltipProps } from 'ag-grid-react'
import { countingColumns, standingOf } from '../../shared/domain/verification.ts'
import type { Column } from '../../shared/schema/column.ts'
import { deskColumn } from '../../shared/schema/deskColumns.ts'
import type { RowRef } from '../grid/RowRef.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useRowVerification } from './queries.ts'
import { useWording } from './useWording.ts'
import { changeByText, changeText, decidedText } from './words.ts'

/** What the mark of a row says on hover: who verified it how and when; what has changed since, by whom (VERIFY-14). */
export function StandingTooltip({
  data,
  view,
  sheet,
  columns: shown,
  zone,
}: CustomTooltipProps<RowRef> & {
  readonly view: SheetView
  readonly sheet: string
  readonly columns: readonly Column[]
  readonly zone: string
}) {
  const row = data?.id ?? ''
  const columns = shown.filter(({ id }) => deskColumn(id) === undefined)
  const wording = useWording(columns, zone)
  const entry = view.desk.get('verification', row)
  const standing = standingOf(entry, countingColumns(columns), column => view.session.sheet.value(row, column))
  const told = useRowVerification(sheet, row, standing.state === 'stale')
  if (entry === undefined) return null
  const at = new Date(entry.at).toISOString()
  return (
    <div className="standing-tooltip">
      <p>{decidedText({ by: entry.by, method: entry.method, at }, wording)}</p>
      {entry.reason === undefined ? null : <p>{entry.reason}</p>}
      {standing.state === 'stale'
        ? standing.changed.map(change => {
            const by = told.data?.changed.find(({ column, is }) => column === change.column && is === change.is)
            return (
              <p key={change.column}>{by === undefined ? changeText(change, wording) : changeByText(by, wording)}</p>
            )
          })
        : null}
    </div>
  )
}
