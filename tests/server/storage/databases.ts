/** Databases for tests: a folder of its own for SQLite, a database of its own on PostgreSQL. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openPostgres } from '../../../server/storage/postgres.ts'
import { openSqlite } from '../../../server/storage/sqlite.ts'
import type { StoreSetup } from '../../contracts/store.ts'

/** A clock that stands still. */
export const NOON = 1_580_000_000_000
export const atNoon = (): number => NOON

/** An empty folder and how to remove it. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'gongji-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export async function sqliteSetup(): Promise<StoreSetup & { readonly file: string }> {
  const folder = await temporaryFolder()
  const file = join(folder.path, 'gongji.db')
  return { file, open: () => openSqlite({ file, now: atNoon }), drop: folder.remove }
}

/** Where tests look for PostgreSQL. */
export const POSTGRES_URL = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Runs one statement as the administrator of the test server. */
export async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Why PostgreSQL does not answer; `undefined` when it does. */
export const postgresSilence = (): Promise<string | undefined> =>
  administer('select 1').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message || error.name : String(error)),
  )

export async function postgresSetup(): Promise<StoreSetup & { readonly url: string; readonly name: string }> {
  const name = `gongji_test_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name}`)
  const url = new URL(POSTGRES_URL)
  url.pathname = `/${name}`
  return {
    url: url.href,
    name,
    open: () => openPostgres({ url: url.href, now: atNoon }),
    drop: () => administer(`drop database ${name} with (force)`),
  }
}
