/** Sheets for the tests of this folder, and what can be seen of one. */
import fc from 'fast-check'
import * as Y from 'yjs'
import type { PlainRow } from '../../../shared/sheet/blocks.ts'
import { ROW_EXISTS, ROW_ORDER, type Scalar } from '../../../shared/sheet/cell.ts'
import { orderBetween } from '../../../shared/sheet/order.ts'
import { type SheetChange, SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { appendRows, createSheet, finishFold, openGeneration } from '../../../shared/sheet/writeBase.ts'

/** A sheet with these rows in its base and generation 1 open. */
export function sheetWith(rows: readonly (string | PlainRow)[] = []): SheetDocument {
  const sheet = new SheetDocument(new Y.Doc())
  sheet.doc.transact(() => {
    createSheet(sheet)
    appendRows(
      sheet,
      rows.map(row => (typeof row === 'string' ? { id: row, cells: { item: `item of ${row}` } } : row)),
    )
  })
  return sheet
}

/** A replica that has everything of `sheet` so far. */
export function replicaOf(sheet: SheetDocument): SheetDocument {
  const replica = new SheetDocument(new Y.Doc())
  catchUp(replica, sheet)
  return replica
}

/** Brings `sheet` everything `from` has. */
export function catchUp(sheet: SheetDocument, from: SheetDocument): void {
  Y.applyUpdate(sheet.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(sheet.doc)))
}

/** Both get what the other has. */
export function exchange(a: SheetDocument, b: SheetDocument): void {
  catchUp(a, b)
  catchUp(b, a)
}

export const write = (sheet: SheetDocument, row: string, column: string, value: Scalar): void =>
  sheet.edit([{ row, column, value }])

/** As the page does it: a row with its cells, right behind another. */
export function addRow(sheet: SheetDocument, row: string, cells: Record<string, Scalar> = {}, after?: string): void {
  const rows = sheet.rows()
  const at = after === undefined ? rows.length - 1 : rows.indexOf(after)
  const keyOf = (id: string | undefined): string | null => (id === undefined ? null : sheet.order(id))
  sheet.edit([
    { row, column: ROW_EXISTS, value: true },
    { row, column: ROW_ORDER, value: orderBetween(keyOf(rows[at]), keyOf(rows[at + 1])) },
    ...Object.entries(cells).map(([column, value]) => ({ row, column, value })),
  ])
}

/** Opens the next generation and takes the older ones in, each step in a transaction of its own. */
export function fold(sheet: SheetDocument): void {
  sheet.doc.transact(() => openGeneration(sheet))
  while (sheet.living.length > 1) sheet.doc.transact(() => finishFold(sheet))
}

/** Everything a person can see: rows in order, their cells; and what deleted rows would show again. */
export const view = (sheet: SheetDocument) => ({
  rows: [...sheet.rows()],
  cells: Object.fromEntries(sheet.rows().map(row => [row, sheet.cells(row)])),
  deleted: Object.fromEntries(
    [...sheet.allRows()]
      .filter(row => sheet.isDeleted(row))
      .sort()
      .map(row => [row, { cells: sheet.cells(row), order: sheet.order(row) }]),
  ),
})

/** The changes told from now on that name anything, in the shape tests compare. */
export function changesOf(sheet: SheetDocument) {
  const changes: { added: string[]; removed: string[]; updated: Record<string, string[]>; reordered: boolean }[] = []
  sheet.onChange(({ added, removed, updated, reordered }: SheetChange) => {
    if (added.length + removed.length + updated.size === 0 && !reordered) return
    changes.push({
      added: [...added].sort(),
      removed: [...removed].sort(),
      updated: Object.fromEntries([...updated].map(([row, columns]) => [row, [...columns].sort()])),
      reordered,
    })
  })
  return changes
}

export const scalars: fc.Arbitrary<Scalar> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '口罩', '−0', '__proto__', 'a'.repeat(300)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(number => (number === 0 ? 0 : number)),
  fc.boolean(),
  fc.constant(null),
)
