import { constants } from 'node:fs'
import { access, copyFile, readdir, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { sql } from 'kysely'
import { type Edition, newEditions } from '../services/editions.ts'
import { own } from '../storage/dataDirectory.ts'
import { sqliteFile } from '../storage/openStore.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { flush } from '../storage/writeSafely.ts'
import { type Command, CommandError, EXIT } from './command.ts'
import { explainOwner } from './explainOwner.ts'
import { describeDamage } from './repairData.ts'

/**
 * Begins an empty data directory from a backup. Every sheet gets a new edition: clients that know more than the backup are told that the old
 * one is gone, keep their unsaved edits and move them over, instead of pushing a forgotten past back in.
 */
export const command: Command = {
  usage: 'restore <file> [--json]',
  options: {},
  operands: 1,
  run: async ({ config, io, operands: [file = ''] }) => {
    if (config.databaseUrl !== undefined)
      throw new CommandError('DATABASE_URL is set: restore PostgreSQL with pg_restore.')
    if (!(await readable(file))) throw new CommandError(`${file} cannot be read.`)
    const ownership = await own(config.dataDir).catch((error: unknown) => {
      throw explainOwner(error)
    })
    try {
      await refuseFilled(ownership.dataDir, file)
      const editions = await restoreInto(sqliteFile(ownership.dataDir), file)
      for (const { from, to } of editions) io.line(`${from} → ${to}`)
      io.value({ file, editions })
      return EXIT.done
    } finally {
      await ownership.release()
    }
  },
}

const readable = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  )

/** What an empty data directory may hold: who owns it, settings that belong to the machine, a disk's own folder, and what a killed restore left. */
const OURS = /^(owner\.(db|json).*|settings\.json|lost\+found|gongji\.db\.restoring.*)$/

/** A log left beside the restored database would be taken for its own, and whatever else lies there is somebody's only copy. */
async function refuseFilled(dataDir: string, backup: string): Promise<void> {
  const theirs = new Set([resolve(backup), resolve(`${backup}-wal`)])
  const found = (await readdir(dataDir)).filter(name => !OURS.test(name) && !theirs.has(resolve(dataDir, name)))
  if (found.length > 0)
    throw new CommandError(
      `DATA_DIR 不是空的，没有恢复任何内容。  restore needs an empty DATA_DIR; ${dataDir} holds ${found.join(', ')}. Move them away, or choose another DATA_DIR.`,
    )
}

/** The database gets its name when everything about it is done: a restore that is killed leaves an empty directory, never the old editions. */
async function restoreInto(target: string, backup: string): Promise<Edition[]> {
  const part = `${target}.restoring`
  const forget = async (endings: readonly string[]) => {
    for (const ending of endings) await rm(part + ending, { force: true })
  }
  await forget(['', '-wal', '-shm'])
  try {
    await copyFile(backup, part)
    // Beside a copy of the bare files lies the log they need; beside a backup there is none.
    if (await readable(`${backup}-wal`)) await copyFile(`${backup}-wal`, `${part}-wal`)
    const editions = await renewed(part, backup)
    await forget(['-wal', '-shm'])
    await flush(part)
    await rename(part, target)
    await flush(dirname(target))
    return editions
  } catch (error) {
    await forget(['', '-wal', '-shm'])
    throw error
  }
}

/** Everything is in the file itself afterwards, nothing in its log. */
async function renewed(file: string, backup: string): Promise<Edition[]> {
  const store = await openSqlite({ file, now: Date.now })
  try {
    const [first, ...more] = await store.check()
    if (first !== undefined)
      throw new CommandError(
        `${backup} is damaged (${describeDamage(first)}, and ${more.length} more); nothing was restored.`,
      )
    const editions = await newEditions(store)
    const written = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store.db)
    if (written.rows[0]?.busy !== 0) throw new CommandError(`${file} is in use; nothing was restored.`)
    return editions
  } finally {
    await store.close()
  }
}
