/**
 * Tracking codes, `GJ-XXXX-XXXX` (docs/SPEC.md INTAKE-2): whoever sent something follows it by its code, without an account. A code is made from what
 * it is for, so that the same sending gets the same code again and the database only keeps its HMAC.
 */
import { createHmac, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../storage/schema.ts'

/** Without 0 and O, 1, I and L: it is written down from a screen and read out over a telephone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const SIGNS = 8

/** The secret codes and challenges are made with: made once, kept in the database, so that codes outlive a restored backup. */
export async function intakeSecret(db: Kysely<Database>): Promise<string> {
  await db
    .insertInto('intake_secret')
    .values({ id: 1, secret: randomBytes(32).toString('base64url') })
    .onConflict(on => on.column('id').doNothing())
    .execute()
  return (await db.selectFrom('intake_secret').select('secret').executeTakeFirstOrThrow()).secret
}

/** The code of what came under this key; `turn` gives another one where two things would have had the same. 8.5e11 codes. */
export function trackingCode(secret: string, origin: string, key: string, turn: number): string {
  const mac = createHmac('sha256', secret)
    .update(JSON.stringify(['tracking', origin, key, turn]))
    .digest()
  let rest = mac.readBigUInt64BE()
  let signs = ''
  for (let i = 0; i < SIGNS; i++) {
    signs += ALPHABET.charAt(Number(rest % BigInt(ALPHABET.length)))
    rest /= BigInt(ALPHABET.length)
  }
  return `GJ-${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** A code as people type it – small letters, spaces, without dashes or the GJ – in its one form; undefined for what is none. */
export function readTrackingCode(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  const signs = plain.length === SIGNS + 2 && plain.startsWith('GJ') ? plain.slice(2) : plain
  if (signs.length !== SIGNS || [...signs].some(sign => !ALPHABET.includes(sign))) return undefined
  return `GJ-${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** What the database keeps of a code. */
export const hashTrackingCode = (secret: string, code: string): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['tracking code', code]))
    .digest('hex')
