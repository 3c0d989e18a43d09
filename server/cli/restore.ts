import { constants } from 'node:fs'
import { access, copyFile, rm } from 'node:fs/promises'
import { type Edition, newEditions } from '../services/editions.ts'
import { own } from '../storage/dataDirectory.ts'
import { openStore, sqliteFile } from '../storage/openStore.ts'
import { type Command, CommandError, EXIT } from './command.ts'
import { describeDamage, explainOwner } from './serving.ts'

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
      const editions = await restoreInto(sqliteFile(ownership.dataDir), file, ownership.dataDir)
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

async function restoreInto(target: string, backup: string, dataDir: string): Promise<Edition[]> {
  await copyFile(backup, target, constants.COPYFILE_EXCL).catch((cause: unknown) => {
    const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    throw there ? new CommandError(`${target} is there already: restore needs an empty DATA_DIR.`) : cause
  })
  try {
    const store = await openStore({ databaseUrl: undefined, dataDir, now: Date.now })
    try {
      const [first, ...more] = await store.check()
      if (first !== undefined)
        throw new CommandError(
          `${backup} is damaged (${describeDamage(first)}, and ${more.length} more); nothing was restored.`,
        )
      return await newEditions(store)
    } finally {
      await store.close()
    }
  } catch (error) {
    for (const name of [target, `${target}-wal`, `${target}-shm`]) await rm(name, { force: true })
    throw error
  }
}
