/**
 * What only the server writes: the empty document, imported rows, and the fold (docs/SPEC.md SHEET-7, SHEET-8).
 * Every function here writes inside the transaction its caller has opened.
 */
import * as Y from 'yjs'
import { BLOCK_ROWS, encodeBlock, type PlainRow } from './blocks.ts'
import { cellKey, cellOfKey, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from './cell.ts'
import { orderBehind, placeBehind, placeKey, placeOf } from './order.ts'
import type { Generation, LivingGeneration, SheetDocument } from './SheetDocument.ts'

/** Opens generation 1, so that members can write. Does nothing when there is one already. */
export function createSheet(sheet: SheetDocument): void {
  if (sheet.generations.size === 0) sheet.generations.set('1', new Y.Map<Scalar>())
}

/** Appends rows behind the last one, in blocks. The caller has left out ids that are in the sheet. */
export const appendRows = (sheet: SheetDocument, rows: readonly PlainRow[]): void => rowAppender(sheet)(rows)

/** The same in several calls, each in a transaction of its own; nobody else may write to the sheet in between. */
export function rowAppender(sheet: SheetDocument): (rows: readonly PlainRow[]) => void {
  const { place, last } = behindAll(sheet)
  let before = 0
  return rows => {
    const placed = last === undefined ? rows : rows.map((row, n) => withOrder(row, orderBehind(last, before + n)))
    for (let i = 0; i < placed.length; i += BLOCK_ROWS)
      sheet.base.set(placeKey(place + before + i), encodeBlock(placed.slice(i, i + BLOCK_ROWS)))
    before += rows.length
  }
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
    if (first !== undefined) place = Math.max(place, first + sheet.blockRows(id).length)
  }
  return { place, last }
}

const withOrder = (row: PlainRow, order: string): PlainRow => ({
  id: row.id,
  cells: { [ROW_ORDER]: order, ...row.cells },
})

/**
 * Writes the sheet as it is into an empty document, without these rows: nothing of them is in it, not even that they were deleted. Every other value,
 * row and place stays.
 */
export function copySheet(sheet: SheetDocument, doc: Y.Doc, without: ReadonlySet<string> = new Set()): void {
  const base = doc.getMap<string>('base')
  for (const [block, text] of sheet.base.entries()) {
    const rows = sheet.blockRows(block)
    const rest = rows.filter(row => !without.has(row))
    if (rest.length === rows.length) base.set(block, text)
    else if (rest.length > 0) base.set(block, encodeBlock(rest.map(id => ({ id, cells: baseCells(sheet, id) }))))
  }
  const generations = doc.getMap<Generation>('gens')
  for (const { number, cells } of sheet.living) {
    const copy = new Y.Map<Scalar>()
    for (const [key, value] of cells.entries()) if (!without.has(cellOfKey(key).row)) copy.set(key, value)
    generations.set(String(number), copy)
  }
}

/** What the base holds of a row. Its place is said in words: others of its block may go. */
function baseCells(sheet: SheetDocument, row: string): Record<string, Scalar> {
  const cells: Record<string, Scalar> = {}
  for (const column of sheet.columnsOf(row)) cells[column] = sheet.baseValue(row, column)
  return { ...cells, [ROW_ORDER]: sheet.order(row) }
}

/*
 * A fold takes every generation but the newest into the base blocks, in slices, so that their history collapses and the document stays small.
 * Order of calls, each in a transaction of its own: `openGeneration` (members write into the new one from now on), `foldBlocks` for everything
 * `blocksToFold` names, a few at a time, then `finishFold` until one generation is left. What members still write into an old generation
 * meanwhile is taken along by `finishFold`. A fold cut short anywhere is simply begun again. No call costs more than its generation is large:
 * a new one is opened every few thousand edits, whether a fold is due or not.
 */

/** Opens the next generation. */
export function openGeneration(sheet: SheetDocument): void {
  sheet.generations.set(String(sheet.generation + 1), new Y.Map<Scalar>())
}

/** The blocks whose rows this old generation changes; the oldest where none is named. Writes nothing. */
export function blocksToFold(sheet: SheetDocument, generation = oldGenerations(sheet).at(-1)): readonly string[] {
  const old = oldGenerations(sheet)
  const blocks = new Set<string>()
  for (const key of generation?.cells.keys() ?? []) {
    const { row, column } = cellOfKey(key)
    const block = sheet.blockOf(row)
    if (block === undefined || blocks.has(block) || column === ROW_EXISTS) continue
    if (sheet.baseValue(row, column) !== kept(column, valueIn(old, key) ?? null)) blocks.add(block)
  }
  return [...blocks]
}

/** Rewrites these blocks with what the old generations say about their rows. */
export function foldBlocks(sheet: SheetDocument, blocks: readonly string[]): void {
  const old = oldGenerations(sheet)
  for (const block of blocks)
    sheet.base.set(block, encodeBlock(sheet.blockRows(block).map(id => ({ id, cells: foldedRow(sheet, id, old) }))))
}

/** Rewrites what has changed since in the oldest generation, gives the rows members added in it blocks of their own, and deletes it. */
export function finishFold(sheet: SheetDocument): void {
  const old = oldGenerations(sheet)
  const oldest = old.at(-1)
  if (oldest === undefined) return
  foldBlocks(sheet, blocksToFold(sheet, oldest))
  const added = addedRows(sheet, oldest.cells, old)
  if (added.length > 0) appendRows(sheet, added)
  sheet.generations.delete(String(oldest.number))
}

/** All but the newest, newest first. */
function oldGenerations(sheet: SheetDocument): readonly LivingGeneration[] {
  const old = sheet.living.slice(1)
  if (old.length === 0) throw new Error('a fold needs a newer generation to be open')
  return old
}

/** What the newest of these generations that has the key says. */
function valueIn(generations: readonly LivingGeneration[], key: string): Scalar | undefined {
  for (const { cells } of generations) {
    const value = cells.get(key)
    if (value !== undefined) return value
  }
  return undefined
}

/** The rows this generation says something about and no block holds, in their order and with their order keys. */
function addedRows(sheet: SheetDocument, oldest: Generation, old: readonly LivingGeneration[]): readonly PlainRow[] {
  const orders = new Map<string, string>()
  for (const key of oldest.keys()) {
    const { row } = cellOfKey(key)
    if (!orders.has(row) && sheet.blockOf(row) === undefined && sheet.has(row)) orders.set(row, sheet.order(row))
  }
  const rows = [...orders].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))
  return rows.map(([id, order]) => ({ id, cells: { ...foldedRow(sheet, id, old), [ROW_ORDER]: order } }))
}

/** A row as the base will hold it: its base cells under those of the old generations. The newest stays an overlay. */
function foldedRow(sheet: SheetDocument, row: string, old: readonly LivingGeneration[]): Record<string, Scalar> {
  const cells: Record<string, Scalar> = {}
  for (const column of sheet.columnsOf(row)) {
    const edited = valueIn(old, cellKey(row, column))
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
