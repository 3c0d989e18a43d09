/**
 * Keeps machines from filling the inbox without asking anybody to read crooked letters (docs/SPEC.md INTAKE-3): the page does a little sum before it
 * sends, larger where much comes in; what looks like a machine waits as `held`, and only a flood is refused. A whole community may sit behind one
 * address, so an address alone is never locked out early. Addresses are kept in memory for a minute and nowhere else.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Sign, signOf } from '../../shared/domain/intakeSigns.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Proof } from '../../shared/protocol/intake.ts'

/** Calls a minute: up to `calm` the sum is small, up to `busy` larger; above that what comes waits as held, above `most` nothing is taken. */
export const RATES = {
  address: { calm: 5, busy: 40, most: 300 },
  link: { calm: 60, busy: 300, most: 1_500 },
  site: { calm: 200, busy: Number.POSITIVE_INFINITY, most: 6_000 },
} as const
/** Zero bits asked for: about 16,000, 65,000 and 260,000 hashes; the last takes an old phone under two seconds. */
export const BITS = { calm: 14, busy: 16, crowded: 18 } as const
/** Nobody reads a page and answers it faster. */
export const MIN_FILL_MS = 3_000
const CHALLENGE_MS = 4 * 3_600_000
const MINUTE = 60_000
/** Tracking codes one address may try in a minute. */
const MOST_FOLLOWED = 30
/** Spent challenges remembered; older ones have run out long before so many come. */
const MOST_SPENT = 500_000

/** What came with a submission, beside its answers. */
export interface Brought {
  readonly address: string
  /** The link of the form it came by. */
  readonly link: string
  readonly proof: Proof | undefined
  /** What stands in the field no person sees. */
  readonly honeypot: string | undefined
}

export interface Challenge {
  readonly challenge: string
  readonly bits: number
  /** ms */
  readonly expiresAt: number
}

const body = z.object({ id: z.string(), at: z.number(), bits: z.number().int() })

export class IntakeGuard {
  readonly #secret: () => Promise<string>
  readonly #now: () => number
  readonly #counts = new Map<string, number>()
  #minute = 0
  /** Challenge → when it runs out, oldest first. */
  readonly #spent = new Map<string, number>()

  constructor({ secret, now }: { readonly secret: () => Promise<string>; readonly now: () => number }) {
    this.#secret = secret
    this.#now = now
  }

  /** A sum for the page that asks, as large as the load makes it. */
  async challenge(address: string): Promise<Challenge> {
    const at = this.#now()
    const bits =
      BITS[
        this.#load(
          [
            ['address', address],
            ['site', ''],
          ],
          1,
        )
      ]
    const text = Buffer.from(JSON.stringify({ id: randomBytes(12).toString('base64url'), at, bits })).toString(
      'base64url',
    )
    return { challenge: `${text}.${await this.#sign(text)}`, bits, expiresAt: at + CHALLENGE_MS }
  }

  /** Counts a submission and says what speaks against it. Throws HubError `rate-limited` for a flood. */
  async weigh({ address, link, proof, honeypot }: Brought): Promise<readonly string[]> {
    const signs: Sign[] = []
    this.#take('site', '')
    const byAddress = this.#take('address', address)
    const byLink = this.#take('link', link)
    if (honeypot !== undefined && honeypot !== '') signs.push('honeypot')
    if (byAddress > RATES.address.busy) signs.push('manyFromAddress')
    if (byLink > RATES.link.busy) signs.push('manyByLink')
    const issued = await this.#check(proof)
    if (issued === undefined) signs.push('noProof')
    else if (this.#now() - issued < MIN_FILL_MS) signs.push('tooFast')
    return signs.map(sign => signOf(sign))
  }

  /** Counts a try at a tracking code. Throws HubError `rate-limited`. */
  countFollowing(address: string): void {
    if (this.#count(`follow ${address}`, 1) > MOST_FOLLOWED) throw new HubError('rate-limited')
  }

  /** When the solved challenge was given out; undefined when there is none, or it is none of ours, run out, unsolved or spent. */
  async #check(proof: Proof | undefined): Promise<number | undefined> {
    const [text, mac, ...more] = proof?.challenge.split('.') ?? []
    if (proof === undefined || text === undefined || mac === undefined || more.length > 0) return undefined
    if (!sameText(mac, await this.#sign(text))) return undefined
    const { id, at, bits } = body.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    const expiresAt = at + CHALLENGE_MS
    if (this.#now() > expiresAt || this.#spent.has(id) || zeroBits(proof) < bits) return undefined
    this.#spend(id, expiresAt)
    return at
  }

  #spend(id: string, expiresAt: number): void {
    for (const [old, until] of this.#spent) {
      if (until > this.#now() && this.#spent.size < MOST_SPENT) break
      this.#spent.delete(old)
    }
    this.#spent.set(id, expiresAt)
  }

  #take(kind: keyof typeof RATES, name: string): number {
    const count = this.#count(`${kind} ${name}`, 1)
    if (count > RATES[kind].most) throw new HubError('rate-limited')
    return count
  }

  #load(of: readonly (readonly [keyof typeof RATES, string])[], more: number): keyof typeof BITS {
    const beyond = (rate: 'calm' | 'busy') =>
      of.some(([kind, name]) => this.#count(`${kind} ${name}`, 0) + more > RATES[kind][rate])
    return beyond('busy') ? 'crowded' : beyond('calm') ? 'busy' : 'calm'
  }

  /** Counts in the present minute; everything is forgotten with it. */
  #count(name: string, more: number): number {
    const minute = Math.floor(this.#now() / MINUTE)
    if (minute !== this.#minute) this.#counts.clear()
    this.#minute = minute
    const count = (this.#counts.get(name) ?? 0) + more
    if (more > 0) this.#counts.set(name, count)
    return count
  }

  async #sign(text: string): Promise<string> {
    return createHmac('sha256', await this.#secret())
      .update(`challenge ${text}`)
      .digest('base64url')
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Zero bits the hash of a solution begins with. */
function zeroBits({ challenge, nonce }: Proof): number {
  const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
  let bits = 0
  for (const byte of hash) {
    bits += Math.clz32(byte) - 24
    if (byte !== 0) break
  }
  return bits
}
