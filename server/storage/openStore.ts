/** Which engine a deployment runs on. */
import { join } from 'node:path'
import { openPostgres } from './postgres.ts'
import type { Store } from './Store.ts'
import { openSqlite, type SqliteOptions } from './sqlite.ts'

export interface StoreOptions {
  /** DATABASE_URL; without one the hub keeps its data in `gongji.db` of the data directory. */
  readonly databaseUrl: string | undefined
  /** The data directory; it must be there. */
  readonly dataDir: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** What to do about a damaged file, see SqliteOptions. */
  readonly damaged?: SqliteOptions['damaged']
}

/** The file of the embedded engine. */
export const sqliteFile = (dataDir: string): string => join(dataDir, 'gongji.db')

/** Opens the store of this deployment. Throws as openPostgres and openSqlite do. */
export const openStore = ({ databaseUrl, dataDir, now, damaged = 'refuse' }: StoreOptions): Promise<Store> =>
  databaseUrl === undefined
    ? openSqlite({ file: sqliteFile(dataDir), now, damaged })
    : openPostgres({ url: databaseUrl, now })
