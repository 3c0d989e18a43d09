/**
 * What only the server writes: the empty document, imported rows, and the fold (docs/SPEC.md SHEET-7, SHEET-8).
 * Every function here writes inside the transaction its caller has opened.
 */
import * as Y from 'yjs'
import { BLOCK_ROWS, encodeBlock, type PlainRow } from './blocks.ts'
import { cellKey, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar, splitCellKey } from './cell.ts'
import { orderBehind, placeBehind, placeKey, placeOf } from './order.ts'
import type { Generation, SheetDocument } from './SheetDocument.ts'

/** Opens generation 1, so that members can write. Does nothing when there is one already. */
export function createSheet(sheet: SheetDocument): void {
  if (sheet.generations.size === 0) sheet.generations.set('1', new Y.Map<Scalar>())
}

/** Appends rows behind the last one, in blocks. The caller has left out ids that are in the sheet. */
export function appendRows(sheet: SheetDocument, rows: readonly PlainRow[]): void {
  const { place, last } = behindAll(sheet)
  const placed = last === undefined ? rows : rows.map((row, n) => withOrder(row, orderBehind(last, n)))
  for (let i = 0; i < placed.length; i += BLOCK_ROWS)
    sheet.base.set(placeKey(place + i), encodeBlock(placed.slice(i, i + BLOCK_ROWS)))
}

/**
 * A place behind every block and every row that has one: block names and implied order keys never collide. `last` is the highest key that has no
 * places behind it, if there is one: a member's client may have written any, or none.
 */
function behindAll(sheet: SheetDocument): { readonly place: number; readonly last: string | undefined } {
  let place = 1
  let last: string | undefined
  for (const row of sheet.allRows()) {
    const key = sheet.order(row)
    const behind = placeBehind(key)
    if (behind !== undefined) place = Math.max(place, behind)
    else if (last === undefined || key > last) last = key
  }
  for (const [id] of sheet.base.entries()) {
    const first = placeOf(id)
    if (first !== undefined) place = Math.max(place, first + [...sheet.blockRows(id)].length)
  }
  return { place, last }
}

const withOrder = (row: PlainRow, order: string): PlainRow => ({
  id: row.id,
  cells: { [ROW_ORDER]: order, ...row.cells },
})

/*
 * A fold takes the oldest generation into the base blocks, in slices, so that its history collapses and the document stays small.
 * Order of calls, each in a transaction of its own: `openGeneration` (members write into the new one from now on), `foldBlocks` for
 * everything `blocksToFold` names, a few at a time, `finishFold`. What members still write into the old generation meanwhile is taken along by
 * `finishFold`. A fold cut short anywhere is simply begun again.
 */

/** Opens the next generation; after a fold that was cut short there is one already. */
export function openGeneration(sheet: SheetDocument): void {
  if (sheet.living.length === 1) sheet.generations.set(String(sheet.generation + 1), new Y.Map<Scalar>())
}

/** The blocks whose rows the old generation changes. Writes nothing. */
export function blocksToFold(sheet: SheetDocument): readonly string[] {
  const blocks = new Set<string>()
  for (const [key, value] of oldGeneration(sheet).cells.entries()) {
    const cell = splitCellKey(key)
    if (cell === undefined || cell.column === ROW_EXISTS) continue
    const block = sheet.blockOf(cell.row)
    if (block !== undefined && sheet.baseValue(cell.row, cell.column) !== kept(cell.column, value)) blocks.add(block)
  }
  return [...blocks]
}

/** Rewrites these blocks with what the old generation says about their rows. */
export function foldBlocks(sheet: SheetDocument, blocks: readonly string[]): void {
  const { cells } = oldGeneration(sheet)
  for (const block of blocks)
    sheet.base.set(
      block,
      encodeBlock([...sheet.blockRows(block)].map(id => ({ id, cells: foldedRow(sheet, id, cells) }))),
    )
}

/** Rewrites what has changed since, gives the rows members added blocks of their own, and deletes the old generation. */
export function finishFold(sheet: SheetDocument): void {
  const old = oldGeneration(sheet)
  foldBlocks(sheet, blocksToFold(sheet))
  appendRows(sheet, addedRows(sheet, old.cells))
  sheet.generations.delete(String(old.number))
}

function oldGeneration(sheet: SheetDocument): { readonly number: number; readonly cells: Generation } {
  const oldest = sheet.living.at(-1)
  if (oldest === undefined || sheet.living.length < 2) throw new Error('a fold needs a newer generation to be open')
  return oldest
}

/** The rows this generation says something about and no block holds, in their order and with their order keys. */
function addedRows(sheet: SheetDocument, old: Generation): readonly PlainRow[] {
  const orders = new Map<string, string>()
  for (const key of old.keys()) {
    const row = splitCellKey(key)?.row
    if (row !== undefined && sheet.blockOf(row) === undefined && sheet.has(row)) orders.set(row, sheet.order(row))
  }
  const rows = [...orders].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
  return rows.map(([id, order]) => ({ id, cells: { ...foldedRow(sheet, id, old), [ROW_ORDER]: order } }))
}

/** A row as the base will hold it: its base cells under those of the old generation. Newer generations stay an overlay. */
function foldedRow(sheet: SheetDocument, row: string, old: Generation): Record<string, Scalar> {
  const cells: Record<string, Scalar> = {}
  for (const column of sheet.columnsOf(row)) {
    const edited = old.get(cellKey(row, column))
    const value = kept(column, edited === undefined ? sheet.baseValue(row, column) : edited)
    if (value !== null) cells[column] = value
  }
  return cells
}

/** How the base keeps a value: a row of the base exists by being there, and one that is not gone needs no mark. */
function kept(column: string, value: Scalar): Scalar {
  if (column === ROW_EXISTS) return null
  if (column === ROW_GONE && value !== true) return null
  return value
}
