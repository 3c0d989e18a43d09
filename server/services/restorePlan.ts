/** What going back to a moment has to write, forward, into the sheet of now (docs/SPEC.md TIME-6 … TIME-9). */
import { ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { isOrderKey } from '../../shared/sheet/order.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { CellWish } from '../sync/SheetRooms.ts'

/** The values of a moment, as `Store.valuesAt` gives them: only of cells changed since. */
export type PastValues = ReadonlyMap<string, ReadonlyMap<string, Scalar>>

/** A cell to write; it is written only where it still holds what the plan saw. */
export type PlannedCell = CellWish & { readonly expected: Scalar }

/**
 * The cells that differ. A row made later is deleted and keeps its cells, a row deleted later comes back with those of then; nothing is ever
 * taken out of the document.
 */
export function planRestore(sheet: SheetDocument, past: PastValues): readonly PlannedCell[] {
  const plan: PlannedCell[] = []
  for (const [row, values] of past) {
    if (!sheet.has(row)) continue
    if (values.has(ROW_EXISTS) && values.get(ROW_EXISTS) !== true) {
      if (!sheet.isDeleted(row)) plan.push({ row, column: ROW_GONE, value: true, expected: sheet.value(row, ROW_GONE) })
      continue
    }
    for (const [column, value] of values) {
      const expected = sheet.value(row, column)
      if (column === ROW_EXISTS || value === expected) continue
      if (column === ROW_GONE && (value === true) === (expected === true)) continue
      // A place that was never written is the one the base implies, which nobody can have taken away.
      if (column === ROW_ORDER && value !== null && !isOrderKey(value)) continue
      plan.push({ row, column, value, expected })
    }
  }
  return plan
}
