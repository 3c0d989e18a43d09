/**
 * Each POST once, however often it arrives (docs/SPEC.md HTTP-4). The first call with an Idempotency-Key is remembered with a digest of what it
 * asked and what it was answered; the same call again gets that answer, another call under the same key is refused.
 */
import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import { type EngineName, stored, textOf } from '../storage/engine.ts'
import type { Store } from '../storage/Store.ts'
import type { Database } from '../storage/schema.ts'

/** Keys are remembered this long; then the table forgets them. */
const REMEMBERED_MS = 48 * 3_600_000
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An answer as it is kept: status and body; `json` undefined when the body must not be kept (it holds a secret). */
export interface Answer {
  readonly status: number
  readonly json: string | undefined
}

export interface Call {
  readonly member: string
  readonly key: string
  /** SHA-256 of method, path and body, hex. */
  readonly digest: string
}

export class Idempotency {
  readonly #db: Kysely<Database>
  readonly #engine: EngineName
  readonly #now: () => number
  /** Calls under way in this process. */
  readonly #running = new Map<string, Promise<unknown>>()

  constructor({ db, engine }: Pick<Store, 'db' | 'engine'>, now: () => number) {
    this.#db = db
    this.#engine = { name: engine }
    this.#now = now
  }

  /**
   * Runs `work` unless this call was answered before, and remembers what it answers; a failure is not remembered, so it may be tried again.
   * A second call while the first is under way waits for it. Throws HubError `key-reused`, and `conflict` when the answer held a secret and is gone.
   */
  async once(call: Call, work: () => Promise<Answer>): Promise<Answer> {
    const name = `${call.member}\n${call.key}`
    for (let running = this.#running.get(name); running !== undefined; running = this.#running.get(name)) await running
    const turn = this.#run(call, work)
    // Whoever waits only wants to know when; whether it failed is the first caller's business.
    this.#running.set(name, Promise.allSettled([turn]))
    try {
      return await turn
    } finally {
      this.#running.delete(name)
    }
  }

  async #run(call: Call, work: () => Promise<Answer>): Promise<Answer> {
    const before = await this.#begin(call)
    if (before !== undefined) return before
    try {
      const answer = await work()
      await this.#where(call, { status: answer.status, response: answer.json ?? null })
      return answer
    } catch (error) {
      await this.#db
        .deleteFrom('idempotency')
        .where('member_id', '=', call.member)
        .where('key', '=', call.key)
        .execute()
      throw error
    }
  }

  /** Takes the key, or gives the answer of before. A call that was cut off by the end of the process is taken up again. */
  async #begin({ member, key, digest }: Call): Promise<Answer | undefined> {
    const now = this.#now()
    await this.#db
      .deleteFrom('idempotency')
      .where('at', '<', now - REMEMBERED_MS)
      .execute()
    await this.#db
      .insertInto('idempotency')
      .values({ member_id: member, key, request_digest: digest, status: null, response: null, at: now })
      .onConflict(on => on.columns(['member_id', 'key']).doNothing())
      .execute()
    const row = await this.#db
      .selectFrom('idempotency')
      .select([
        stored.text(this.#engine, 'request_digest').as('digest'),
        stored.whole('status').as('status'),
        stored.text(this.#engine, 'response').as('response'),
      ])
      .where('member_id', '=', member)
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    const before = textOf(row.digest)
    if (before !== undefined && before !== digest) throw new HubError('key-reused')
    if (before === undefined)
      throw new HubError('conflict', 'Something was done under this key before; what it was cannot be read any more.')
    if (row.status === null) return undefined
    if (row.response !== null && textOf(row.response) === undefined)
      throw new HubError('conflict', 'This was done before; its answer cannot be read any more.')
    const json = textOf(row.response)
    if (json === undefined)
      throw new HubError('conflict', 'This was done before; its answer held a secret and is shown only once.')
    return { status: row.status, json }
  }

  async #where({ member, key }: Call, set: { status: number; response: string | null }): Promise<void> {
    await this.#db.updateTable('idempotency').set(set).where('member_id', '=', member).where('key', '=', key).execute()
  }
}

/** Ids that come out the same for the same call: 16 characters, 82 bits, from the call's digest, its key and a count. */
export function repeatableIds({ member, key, digest }: Call): () => string {
  let count = 0
  return () => {
    const bytes = createHash('sha256')
      .update(JSON.stringify([member, key, digest, count++]))
      .digest()
    return Array.from(bytes.subarray(0, 16), byte => ALPHABET.charAt(byte % ALPHABET.length)).join('')
  }
}
