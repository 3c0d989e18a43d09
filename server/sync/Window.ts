/**
 * One window of a room: applies members' updates one by one inside a single Yjs transaction and notes what must be durable before anyone sees it –
 * who wrote which structs, which cells changed from what to what (docs/SPEC.md SYNC-5 … SYNC-10).
 */
import * as Y from 'yjs'
import { ROW_EXISTS, ROW_GONE, type Scalar, splitCellKey } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { Authorship, CellChange, LogBatch } from '../storage/Store.ts'
import type { Connection } from './Connection.ts'
import { type Accepted, type GateRefusal, inspect } from './gate.ts'
import { LIMITS } from './limits.ts'

/** What the window needs of its room. */
export interface WindowHost {
  readonly document: string
  readonly sheetId: string
  readonly sheet: SheetDocument
  owner(client: number): string | undefined
  /** True when the binding is new and has to be stored. */
  bind(client: number, member: string): boolean
  hasColumn(column: string): boolean
  /** Counts live cells emptied by a member; false when that is more than a minute's worth. */
  mayEmpty(member: string, cells: number): boolean
  refuse(connection: Connection, update: Uint8Array, reason: GateRefusal | 'mass-delete'): void
}

/** An update on its way into a window. */
export interface Queued {
  readonly connection: Connection
  readonly update: Uint8Array
  readonly when: 'early' | 'in-turn'
}

/** What an early update may lack: the reader sends it again with all before it, in its answer to our state vector. */
const COMES_AGAIN: ReadonlySet<GateRefusal> = new Set<GateRefusal>([
  'gap',
  'missing-dependency',
  'future-delete',
  'bad-key',
])

/** An update that changed nothing, or whose edits fell into a folded generation: its author must be told. */
export interface Reply {
  readonly connection: Connection
  readonly accepted: Accepted
}

export class Window {
  readonly authors: Authorship[] = []
  readonly changes: CellChange[] = []
  readonly bindings: { client: number; member: string }[] = []
  readonly replies: Reply[] = []
  readonly #host: WindowHost
  readonly seq: number
  readonly at: number

  constructor(host: WindowHost, seq: number, at: number) {
    this.#host = host
    this.seq = seq
    this.at = at
  }

  /** Inspects and applies one update. Called inside the window's transaction. */
  take({ connection, update, when }: Queued): void {
    if (connection.gone) return
    const { speaker } = connection
    const member = speaker.member.id
    const { sheet } = this.#host
    const verdict = inspect(update, {
      doc: sheet.doc,
      living: sheet.living,
      member,
      mayEdit: speaker.mayEdit,
      owner: client => this.#host.owner(client),
      hasRow: row => sheet.has(row),
      hasColumn: column => this.#host.hasColumn(column),
    })
    if (typeof verdict === 'string' && when === 'early' && COMES_AGAIN.has(verdict)) return
    if (typeof verdict === 'string') return this.#host.refuse(connection, update, verdict)
    if (!this.#host.mayEmpty(member, this.#emptied(verdict)))
      return this.#host.refuse(connection, update, 'mass-delete')
    this.#apply(connection, update, verdict)
  }

  /** What the store must make durable. */
  batch(update: Uint8Array): LogBatch {
    return {
      document: this.#host.document,
      sheet: this.#host.sheetId,
      record: { seq: this.seq, at: this.at, update, authors: this.authors },
      changes: this.changes,
      bindings: this.bindings,
    }
  }

  /** Live cells this update empties, by delete or by null; a deleted row counts as several. */
  #emptied(accepted: Accepted): number {
    const columnOf = (key: string): string | undefined => splitCellKey(key)?.column
    const bare = [...accepted.deleted, ...accepted.emptied]
    let count = bare.reduce((sum, key) => sum + (columnOf(key) === ROW_EXISTS ? LIMITS.emptiedByRow : 1), 0)
    for (const [key, touches] of accepted.touched) {
      const cell = splitCellKey(key)
      const values = touches.map(touch => touch.value)
      if (cell === undefined) continue
      if (cell.column === ROW_GONE) {
        if (values.includes(true) && !this.#host.sheet.isDeleted(cell.row)) count += LIMITS.emptiedByRow
      } else if (values.includes(null) && this.#host.sheet.value(cell.row, cell.column) !== null) count++
    }
    return count
  }

  #apply(connection: Connection, update: Uint8Array, accepted: Accepted): void {
    const { sheet } = this.#host
    const keys = [...accepted.touched.keys(), ...accepted.deleted]
    const before = keys.map(key => this.#visible(key))
    Y.applyUpdate(sheet.doc, update)
    for (const [i, key] of keys.entries()) this.#note(connection, key, before[i] ?? null, accepted)
    const { member, session } = connection.speaker
    for (const range of accepted.ranges) {
      this.authors.push({ member: member.id, session, ...range })
      if (this.#host.bind(range.client, member.id)) this.bindings.push({ client: range.client, member: member.id })
    }
    if (accepted.dead.length > 0 || accepted.ranges.length === 0) this.replies.push({ connection, accepted })
  }

  #visible(key: string): Scalar {
    const cell = splitCellKey(key)
    return cell === undefined ? null : this.#host.sheet.value(cell.row, cell.column)
  }

  /** A history row for each write: what the cell was, what its author wanted, and whether that shows. */
  #note(connection: Connection, key: string, old: Scalar, accepted: Accepted): void {
    const cell = splitCellKey(key)
    if (cell === undefined) return
    const now = this.#visible(key)
    const touches = accepted.touched.get(key) ?? []
    // An edit its author has overwritten in another tab says nothing any more, but it has arrived: who asks about it is told so.
    const overwritten = touches.some(touch => touch.value !== undefined)
    for (const { value, unseen, client, clock } of touches.length > 0 ? touches : [BARE_DELETE]) {
      const wanted = value === undefined ? now : value
      this.changes.push({
        ...cell,
        old,
        new: wanted,
        member: connection.speaker.member.id,
        at: this.at,
        seq: this.seq,
        won: wanted === now && !(overwritten && value === undefined),
        unseen,
        client,
        clock,
      })
    }
  }
}

/** A cell emptied by deleting its key has no struct of its own to be known by. */
const BARE_DELETE = { value: undefined, unseen: false, client: 0, clock: 0 }
