/**
 * Base blocks (docs/SPEC.md SHEET-5): up to BLOCK_ROWS rows as one JSON text, `{"columns": […], "rows": [[row id, value, …], …]}`.
 * Written by the server only. One text instead of nested maps loads 20 times faster (docs/adr/0003).
 */
import { COLUMN_ID, ROW_ID, type Scalar } from './cell.ts'

/** Rows a block holds when it is made. A fold rewrites whole blocks, so they are small. */
export const BLOCK_ROWS = 64

/** One row of a block: its id first, then its values in the order of the block's columns; missing ones at the end are null. */
export type BlockRow = readonly [id: string, ...values: Scalar[]]

export interface Block {
  readonly columns: readonly string[]
  readonly rows: readonly BlockRow[]
}

/** A row on its way into a block. */
export interface PlainRow {
  readonly id: string
  readonly cells: Readonly<Record<string, Scalar>>
}

/** The text of a block holding these rows. Its columns are those any of the rows has a value in. */
export function encodeBlock(rows: readonly PlainRow[]): string {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row.cells).filter(c => row.cells[c] !== null)))]
  // A column may be called like something every object inherits.
  const cell = (row: PlainRow, column: string): Scalar =>
    Object.hasOwn(row.cells, column) ? (row.cells[column] ?? null) : null
  return JSON.stringify({
    columns,
    rows: rows.map(row => {
      const values = columns.map(column => cell(row, column))
      let length = values.length
      while (length > 0 && values[length - 1] === null) length--
      return [row.id, ...values.slice(0, length)]
    }),
  })
}

/** Reads a block's text. Throws an Error when it is not a block. */
export function decodeBlock(text: string): Block {
  const block: unknown = JSON.parse(text)
  if (!isBlock(block)) throw new Error('not a base block')
  return { columns: block.columns, rows: block.rows }
}

function isBlock(block: unknown): block is Block {
  if (typeof block !== 'object' || block === null || !('columns' in block) || !('rows' in block)) return false
  const { columns, rows } = block
  if (!Array.isArray(columns) || !Array.isArray(rows)) return false
  if (!columns.every(column => typeof column === 'string' && COLUMN_ID.test(column))) return false
  if (new Set(columns).size !== columns.length) return false
  return rows.every(row => isBlockRow(row, columns.length))
}

const isBlockRow = (row: unknown, columns: number): row is BlockRow =>
  Array.isArray(row) &&
  row.length <= columns + 1 &&
  typeof row[0] === 'string' &&
  ROW_ID.test(row[0]) &&
  row.every(isPlain)

const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object'
