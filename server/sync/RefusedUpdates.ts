/** What the gate or the disk refused is kept apart, so that nothing anybody typed is gone (docs/SPEC.md SYNC-5, SYNC-25). */
import type { BrakeRefusal } from '../../shared/domain/brake.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Connection } from './Connection.ts'
import type { RoomDeps } from './roomDeps.ts'
import type { GateRefusal } from './structGate.ts'

/** Why an update does not come in. */
export type Refusal = GateRefusal | BrakeRefusal | 'too-large'

/** A larger update is kept only as its first bytes. */
const KEPT = 1 << 20

export class RefusedUpdates {
  readonly #document: string
  readonly #deps: RoomDeps

  constructor(document: string, deps: RoomDeps) {
    this.#document = document
    this.#deps = deps
  }

  /** A refused update poisons its Yjs client – all it sends later is a gap – so refusing is closing. */
  refuse(connection: Connection, update: Uint8Array, reason: Refusal): void {
    const { member } = connection.speaker
    this.#deps.metrics.refused++
    this.#deps.log.warn(
      { document: this.#document, member: member.id, reason, bytes: update.length },
      'an update was refused',
    )
    connection.close(codeOf(reason, connection))
    this.keep(member.id, update, reason)
  }

  /** Puts an update aside. That this fails too is logged; there is nowhere else to put it. */
  keep(member: string, update: Uint8Array, reason: string): void {
    const body = update.subarray(0, KEPT)
    this.#deps.store.db
      .insertInto('refused_update')
      .values({ document: this.#document, member_id: member, at: this.#deps.now(), reason, body })
      .execute()
      .catch((error: unknown) =>
        this.#deps.log.error({ document: this.#document, error }, 'a refused update could not be kept'),
      )
  }
}

/** What a refusal is called outside. */
function codeOf(reason: Refusal, { withheld }: Connection): ErrorCode {
  switch (reason) {
    case 'malformed':
    case 'mass-delete':
    case 'mass-overwrite':
    case 'too-large':
      return reason
    case 'read-only':
      return withheld ?? 'no-right'
    default:
      return 'edit-refused'
  }
}
