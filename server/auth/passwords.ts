/**
 * Passwords: argon2id at 19 MiB and two passes, one thread (docs/SPEC.md AUTH-3).
 */
import { hash, verify } from '@node-rs/argon2'
import { HubError } from '../../shared/protocol/errors.ts'

/** A computation holds a thread of the pool that also carries file access; more at once would slow the sheets down. */
const AT_ONCE = 2
/** Longer queues than this are an attack or a storm: better to say so than to let everyone wait. */
const WAITING = 100

/** Hashes and checks passwords, a few at a time. Throws HubError `overloaded` when too many wait. */
export class Passwords {
  #running = 0
  readonly #queue: (() => void)[] = []
  /** Checked when a login does not exist, so that the answer takes as long as for one that does. */
  #decoy: Promise<string> | undefined

  /** The PHC string to store. */
  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password))
  }

  /** Whether the password is the stored one; `undefined` (no such login, no password) costs as much and is never right. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    this.#decoy ??= this.#inTurn(() => hash('decoy'))
    const against = stored ?? (await this.#decoy)
    const right = await this.#inTurn(() => verify(against, password))
    return right && stored !== undefined
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#queue.length >= WAITING) throw new HubError('overloaded')
      await new Promise<void>(go => this.#queue.push(go))
    } else this.#running++
    try {
      return await work()
    } finally {
      const next = this.#queue.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
