/** A sheet behind the gate alone: no sockets, no disk. Members write in documents of their own. */
import * as Y from 'yjs'
import { type SheetAccepted as Accepted, inspect } from '../../../server/sync/gate.ts'
import type { GateRefusal } from '../../../server/sync/structGate.ts'
import { writableColumns } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import {
  appendRows,
  blocksToFold,
  createSheet,
  finishFold,
  foldBlocks,
  openGeneration,
} from '../../../shared/sheet/writeBase.ts'

const SERVER_CLIENT = 1
const COLUMNS = writableColumns('needs')

export interface Look {
  readonly member?: string
  readonly mayEdit?: boolean
}

export class GatedSheet {
  readonly doc = new Y.Doc()
  readonly sheet: SheetDocument
  readonly owners = new Map<number, string>([[SERVER_CLIENT, 'server']])

  /** `rows` base rows `r0`, `r1`, … holding an item each, and generation 1. */
  constructor(rows = 10) {
    this.doc.clientID = SERVER_CLIENT
    this.sheet = new SheetDocument(this.doc)
    this.doc.transact(() => {
      createSheet(this.sheet)
      appendRows(
        this.sheet,
        Array.from({ length: rows }, (_, i) => ({ id: `r${i}`, cells: { item: `item ${i}` } })),
      )
    })
  }

  inspect(update: Uint8Array, { member = 'ann', mayEdit = true }: Look = {}): GateRefusal | Accepted {
    return inspect(update, {
      doc: this.doc,
      living: this.sheet.living,
      member,
      mayEdit,
      owner: client => this.owners.get(client),
      hasRow: row => this.sheet.has(row),
      hasColumn: column => COLUMNS.has(column),
    })
  }

  /** Inspects and applies, as a window does. Throws when the gate refuses. */
  accept(update: Uint8Array, member = 'ann'): Accepted {
    const verdict = this.inspect(update, { member })
    if (typeof verdict === 'string') throw new Error(`refused: ${verdict}`)
    Y.applyUpdate(this.doc, update)
    for (const { client } of verdict.ranges) this.owners.set(client, member)
    return verdict
  }

  /** The id of the item that holds this generation's map. */
  generationId(generation = this.sheet.generation): { client: number; clock: number } {
    const holder = this.sheet.generations._map.get(String(generation))
    if (holder === undefined) throw new Error(`no generation ${generation}`)
    return holder.id
  }

  /** The id of the item a cell shows now. */
  cellId(key: string): { client: number; clock: number } {
    const cell = this.sheet.newest?._map.get(key)
    if (cell === undefined) throw new Error(`no cell ${key}`)
    return cell.lastId
  }

  openFold(): void {
    this.doc.transact(() => openGeneration(this.sheet))
  }

  finishFold(): void {
    this.doc.transact(() => {
      foldBlocks(this.sheet, blocksToFold(this.sheet))
      finishFold(this.sheet)
    })
  }

  /** A member's tab that has everything the server has. */
  tab(client: number): Tab {
    return new Tab(this, client)
  }
}

/** A member's document; `news` is what the server does not have of it. */
export class Tab {
  readonly doc = new Y.Doc()
  readonly sheet: SheetDocument
  readonly #hub: GatedSheet

  constructor(hub: GatedSheet, client: number) {
    this.#hub = hub
    this.doc.clientID = client
    this.sheet = new SheetDocument(this.doc)
    this.pull()
  }

  pull(): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.#hub.doc, Y.encodeStateVector(this.doc)))
  }

  set(row: string, column: string, to: Scalar): void {
    this.sheet.edit([{ row, column, value: to }])
  }

  news(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.#hub.doc))
  }
}

/** Client ids that `typed` gives to the members of these names. */
export const ANN = 1001
export const BEN = 2002

/** A sheet in which Ann and Ben have typed something. */
export function typed(): GatedSheet {
  const hub = new GatedSheet()
  const ann = hub.tab(ANN)
  ann.set('r0', 'note', 'from Ann')
  hub.accept(ann.news(), 'ann')
  const ben = hub.tab(BEN)
  ben.set('r1', 'note', 'from Ben')
  hub.accept(ben.news(), 'ben')
  return hub
}
