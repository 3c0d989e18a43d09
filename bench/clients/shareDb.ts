/** ShareDB's own client: one json0 document `{ rows: { id: { column: value } } }`. */
import { Connection, type Doc } from 'sharedb/lib/client'
import { WebSocket } from 'ws'
import { cellKey, type Scalar } from '../../shared/sheet/cell.ts'
import type { PlainRow } from '../content/sheet.ts'
import type { Address } from '../process/server.ts'
import type { SheetClient } from './SheetClient.ts'
import type { SheetView } from './SheetView.ts'

/** What the JSON document holds. */
interface JsonSheet {
  rows: Record<string, Record<string, Scalar>>
}

/** The collection the sheet's document is in. */
export const COLLECTION = 'sheets'

export function openShareDb(address: Address): SheetClient {
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}`)
  const connection = new Connection(socket)
  const doc = connection.get(COLLECTION, address.document)
  const synced = new Promise<void>((resolve, reject) =>
    doc.subscribe(error => (error === undefined || error === null ? resolve() : reject(error))),
  )
  return {
    synced,
    view: () => viewOf(doc),
    write: rows => create(doc, rows),
    unacknowledged: () => undefined,
    close: () => connection.close(),
  }
}

function create(doc: Doc, rows: readonly PlainRow[]): Promise<void> {
  const sheet: JsonSheet = { rows: Object.fromEntries(rows.map(row => [row.id, { ...row.cells }])) }
  return new Promise((resolve, reject) => doc.create(sheet, error => (error ? reject(error) : resolve())))
}

const cellsOf = (doc: Doc): JsonSheet['rows'] => (doc.data as JsonSheet | undefined)?.rows ?? {}

function viewOf(doc: Doc): SheetView {
  return {
    gridRows: () => Object.entries(cellsOf(doc)).map(([id, cells]) => ({ id, ...cells })),
    value: (row, column) => cellsOf(doc)[row]?.[column] ?? null,
    edit: ({ row, column, value }) =>
      doc.submitOp([{ p: ['rows', row, column], od: cellsOf(doc)[row]?.[column] ?? null, oi: value }], error => {
        if (error) throw error
      }),
    onCell: listener =>
      doc.on('op', op => {
        for (const { p } of op) listener(cellKey(p[1] ?? '', p[2] ?? ''))
      }),
  }
}
