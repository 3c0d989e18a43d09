/**
 * The secret of the deployment (docs/SPEC.md VAULT-5): given by the environment, or a file beside the database that is made at the first start.
 * It is in no backup: whoever has a copy of the database alone can read nobody's details.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Database } from '../storage/schema.ts'
import { writeSafely } from '../storage/writeSafely.ts'
import { SECRET_BYTES, Sealer } from './sealing.ts'

export const SECRET_FILE = 'vault.key'

/** The vault's key in hand, or why there is none: `reason` is one line for who runs the machine. */
export type Secret = { readonly sealer: Sealer } | { readonly reason: string }

/** 32 bytes as hex or base64; undefined for anything else. */
export function readSecret(text: string): Uint8Array | undefined {
  const trimmed = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64url')
  return bytes.length === SECRET_BYTES ? bytes : undefined
}

export interface SecretPlace {
  readonly db: Kysely<Database>
  readonly dataDir: string
  /** From the environment; checked by the configuration already. */
  readonly given: string | undefined
}

/**
 * Finds the secret, or makes it where nothing has been closed yet. A missing one, or another one than the details were closed with, is told and
 * never replaced: the hub runs, the vault stays shut.
 */
export async function openSecret({ db, dataDir, given }: SecretPlace): Promise<Secret> {
  const file = join(dataDir, SECRET_FILE)
  const lock = await lockOf(db)
  const text = given ?? (await readFile(file, 'utf8').catch(ifMissing))
  if (text === undefined && lock !== undefined)
    return { reason: `The vault's secret is missing: put ${file} back, or set VAULT_KEY_FILE.` }
  const secret = text === undefined ? await makeSecret(file) : readSecret(text)
  if (secret === undefined) return { reason: `${file} is no secret of a vault: 64 hexadecimal digits are needed.` }
  const sealer = new Sealer(secret)
  if (lock !== undefined && lock !== sealer.fingerprint)
    return { reason: `The vault was closed with another secret than ${given === undefined ? file : 'VAULT_KEY'}.` }
  await db
    .insertInto('vault_lock')
    .values({ id: 1, fingerprint: sealer.fingerprint })
    .onConflict(on => on.column('id').doUpdateSet({ fingerprint: sealer.fingerprint }))
    .execute()
  return { sealer }
}

/** The sealer, or HubError `vault-locked`. */
export function required(secret: Secret): Sealer {
  if ('reason' in secret) throw new HubError('vault-locked')
  return secret.sealer
}

/** What the vault was closed with; undefined as long as nobody's details are in it. */
async function lockOf(db: Kysely<Database>): Promise<string | undefined> {
  const any = await db.selectFrom('contact').select('id').limit(1).executeTakeFirst()
  if (any === undefined) return undefined
  return (await db.selectFrom('vault_lock').select('fingerprint').executeTakeFirst())?.fingerprint
}

async function makeSecret(file: string): Promise<Uint8Array> {
  const secret = randomBytes(SECRET_BYTES)
  await writeSafely(file, `${secret.toString('hex')}\n`)
  return secret
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
