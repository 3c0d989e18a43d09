/**
 * Base blocks (docs/SPEC.md SHEET-5): up to BLOCK_ROWS rows as one JSON text, `{"columns": […], "rows": [[row id, value, …], …]}`.
 * Written by the server only. One text instead of nested maps loads 20 times faster (docs/adr/0003).
 */
import type { Scalar } from './cell.ts'

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
  return JSON.stringify({
    columns,
    rows: rows.map(row => {
      const values = columns.map(column => row.cells[column] ?? null)
      let length = values.length
      while (length > 0 && values[length - 1] === null) length--
      return [row.id, ...values.slice(0, length)]
    }),
  })
}

/** Reads a block's text. Throws an Error when it is not a block. */
export function decodeBlock(text: string): Block {
  const block: unknown = JSON.parse(text)
  if (
    typeof block !== 'object' ||
    block === null ||
    !('columns' in block && Array.isArray(block.columns)) ||
    !('rows' in block && Array.isArray(block.rows))
  )
    throw new Error('not a base block')
  return { columns: block.columns, rows: block.rows }
}
