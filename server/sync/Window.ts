/**
 * One window of a room: applies members' updates one by one inside a single Yjs transaction and notes what must be durable before anyone sees it –
 * who wrote which structs, which cells changed from what to what (docs/SPEC.md SYNC-5 … SYNC-10).
 */
import * as Y from 'yjs'
import type { BrakeRefusal, Weight } from '../../shared/domain/brake.ts'
import { type Scalar, splitCellKey } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { Connection } from './Connection.ts'
import { COMES_AGAIN, DocumentWindow, type Queued, type WindowPlace } from './DocumentWindow.ts'
import { inspect, type SheetAccepted } from './gate.ts'
import type { GateRefusal } from './structGate.ts'
import { weighUpdate } from './weigh.ts'

/** What the window needs of its room. */
export interface WindowHost extends WindowPlace {
  readonly sheet: SheetDocument
  owner(client: number): string | undefined
  hasColumn(column: string): boolean
  /** Whether the row has been made confidential: it is not in this sheet any more. */
  isAway(row: string): boolean
  /** Counts what a member does to others' cells; the reason when that is more than a minute's worth. */
  braked(member: string, weight: Weight): BrakeRefusal | undefined
  refuse(connection: Connection, update: Uint8Array, reason: GateRefusal | BrakeRefusal): void
}

export class Window extends DocumentWindow {
  readonly #host: WindowHost

  constructor(host: WindowHost) {
    super(host)
    this.#host = host
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
      mayEdit: connection.mayEdit,
      owner: client => this.#host.owner(client),
      hasRow: row => sheet.has(row),
      hasColumn: column => this.#host.hasColumn(column),
    })
    if (typeof verdict === 'string' && when === 'early' && COMES_AGAIN.has(verdict)) return
    if (typeof verdict === 'string') return this.#host.refuse(connection, update, verdict)
    if ([...verdict.touched.keys(), ...verdict.deleted].some(key => this.#isAway(key)))
      return this.#host.refuse(connection, update, 'bad-key')
    const braked = this.#host.braked(member, weighUpdate(verdict, this.#host, member))
    if (braked !== undefined) return this.#host.refuse(connection, update, braked)
    this.#apply(connection, update, verdict)
  }

  #apply(connection: Connection, update: Uint8Array, accepted: SheetAccepted): void {
    const { sheet } = this.#host
    const keys = [...accepted.touched.keys(), ...accepted.deleted]
    const before = keys.map(key => this.#visible(key))
    Y.applyUpdate(sheet.doc, update)
    for (const [i, key] of keys.entries()) this.#note(connection, key, before[i] ?? null, accepted)
    this.noteAuthor(connection, accepted)
  }

  #isAway(key: string): boolean {
    const cell = splitCellKey(key)
    return cell !== undefined && this.#host.isAway(cell.row)
  }

  #visible(key: string): Scalar {
    const cell = splitCellKey(key)
    return cell === undefined ? null : this.#host.sheet.value(cell.row, cell.column)
  }

  /** A history row for each write: what the cell was, what its author wanted, and whether that shows. */
  #note(connection: Connection, key: string, old: Scalar, accepted: SheetAccepted): void {
    const cell = splitCellKey(key)
    if (cell === undefined) return
    const now = this.#visible(key)
    const touches = accepted.touched.get(key) ?? []
    // An edit its author has overwritten in another tab says nothing any more, but it has arrived: who asks about it is told so.
    // Written again after a fold: Yjs takes it for an edit made with all that is there in sight, its author says otherwise.
    const again = connection.replacesUnseen(key, old)
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
        unseen: unseen || (again && wanted === now && wanted !== old),
        client,
        clock,
      })
    }
  }
}

/** A cell emptied by deleting its key has no struct of its own to be known by. */
const BARE_DELETE = { value: undefined, unseen: false, client: 0, clock: 0 }
