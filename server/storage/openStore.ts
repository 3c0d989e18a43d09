/** Which engine a deployment runs on. */
import { join } from 'node:path'
import { openPostgres } from './postgres.ts'
import type { Store } from './Store.ts'
import { openSqlite } from './sqlite.ts'

export interface StoreOptions {
  /** DATABASE_URL; without one the hub keeps its data in `gongji.db` of the data directory. */
  readonly databaseUrl: string | undefined
  /** The data directory; it must be there. */
  readonly dataDir: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** The file of the embedded engine. */
export const sqliteFile = (dataDir: string): string => join(dataDir, 'gongji.db')

/** Opens the store of this deployment. Throws as openPostgres and openSqlite do. */
export const openStore = ({ databaseUrl, dataDir, now }: StoreOptions): Promise<Store> =>
  databaseUrl === undefined ? openSqlite({ file: sqliteFile(dataDir), now }) : openPostgres({ url: databaseUrl, now })
