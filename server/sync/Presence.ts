/**
 * Who is here and in which cell (docs/SPEC.md SYNC-14 … SYNC-16). Never stored. A client says only where it is; who it is, the server says.
 */
import * as decoding from 'lib0/decoding'
import { HubError } from '../../shared/protocol/errors.ts'
import { type AwarenessEntry, awarenessFrame } from './frames.ts'

/** What the others are told of a member. */
export interface PresentMember {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly role: string
}

/** Longest state a client may announce, in UTF-16 units. */
const MAX_STATE = 4096
/** Entries one message may carry: a plain client echoes everybody's. */
const MAX_ENTRIES = 5000
/** What may be said about where one is; everything else is dropped. */
const KEPT = ['cell', 'cursor'] as const

interface Present {
  readonly clock: number
  readonly state: string
}

/** The client ids one connection speaks for. */
export type ClientIds = Set<number>

export class Presence {
  readonly #present = new Map<number, Present>()
  readonly #changed = new Set<number>()
  readonly #owner: (client: number) => string | undefined

  /** `owner` tells whose a client id is, from the document's bindings. */
  constructor(owner: (client: number) => string | undefined) {
    this.#owner = owner
  }

  get changed(): boolean {
    return this.#changed.size > 0
  }

  get size(): number {
    return this.#present.size
  }

  /**
   * Takes a client's awareness message. Entries about ids of other members, and echoes about ids this connection never spoke for, are dropped.
   * Returns the ids this connection speaks for first now. Throws HubError `malformed`.
   */
  take(body: Uint8Array, member: PresentMember, mine: ClientIds): readonly number[] {
    const decoder = decoding.createDecoder(body)
    const count = decoding.readVarUint(decoder)
    if (count > MAX_ENTRIES) throw new HubError('malformed')
    const first: number[] = []
    for (let i = 0; i < count; i++) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const state = decoding.readVarString(decoder)
      const owner = this.#owner(client)
      if (owner !== undefined && owner !== member.id) continue
      if (count > 1 && !mine.has(client)) continue
      if (!this.#newer(client, clock, state)) continue
      if (!mine.has(client)) first.push(client)
      mine.add(client)
      this.#set(client, clock, rewritten(state, member))
    }
    return first
  }

  /** Everybody a connection spoke for has left. */
  leave(mine: ClientIds): void {
    for (const client of mine) {
      const present = this.#present.get(client)
      if (present !== undefined) this.#set(client, present.clock, 'null')
    }
  }

  /** What changed since the last call, as one frame. */
  changes(): Buffer {
    const entries: AwarenessEntry[] = []
    for (const client of this.#changed) {
      const present = this.#present.get(client)
      if (present === undefined) continue
      entries.push({ client, ...present })
      if (present.state === 'null') this.#present.delete(client)
    }
    this.#changed.clear()
    return awarenessFrame(entries)
  }

  /** Everybody who is here, as one frame. */
  everybody(): Buffer {
    const entries = [...this.#present].filter(([, { state }]) => state !== 'null')
    return awarenessFrame(entries.map(([client, present]) => ({ client, ...present })))
  }

  #newer(client: number, clock: number, state: string): boolean {
    const present = this.#present.get(client)
    return present === undefined || clock > present.clock || (clock === present.clock && state === 'null')
  }

  #set(client: number, clock: number, state: string): void {
    this.#present.set(client, { clock, state })
    this.#changed.add(client)
  }
}

/** The state as the others read it: name, colour and role from the session, the place from the client. */
function rewritten(state: string, member: PresentMember): string {
  if (state.length > MAX_STATE) throw new HubError('malformed', 'awareness')
  let said: unknown
  try {
    said = JSON.parse(state)
  } catch {
    throw new HubError('malformed', 'awareness')
  }
  if (said === null) return 'null'
  if (typeof said !== 'object') throw new HubError('malformed', 'awareness')
  const kept = Object.fromEntries(
    KEPT.filter(key => Object.hasOwn(said, key)).map(key => [key, Reflect.get(said, key)]),
  )
  return JSON.stringify({ ...kept, user: { name: member.name, color: member.color, role: member.role } })
}
