/**
 * What the person who runs the machine needs: a copy of everything, and whether the disk still holds what was written.
 */
import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Store } from '../../storage/Store.ts'
import { type Route, route } from '../route.ts'

export interface UpkeepRoutesParts {
  readonly store: Store
  readonly dataDir: string
}

const damageList = z.object({
  items: z.array(z.object({ document: z.string().nullable(), seq: z.number().int().nullable(), what: z.string() })),
})

const COPY = /^backup-\w+\.tmp(\.part)?$/

/** Removes the copies that a killed hub was sending: each holds everything. */
export async function forgetCopies(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) if (COPY.test(name)) await rm(join(dataDir, name), { force: true })
}

export const upkeepRoutes = ({ store, dataDir }: UpkeepRoutesParts): Route[] => [
  route(
    {
      method: 'post',
      path: '/backups',
      summary: 'A consistent copy of the whole database, while in use',
      action: 'backup.create',
      of: 'hub',
      response: ['application/vnd.sqlite3'],
      secret: 'call',
    },
    async ({ newId }) => {
      const copy = join(dataDir, `backup-${newId()}.tmp`)
      await store.backup(copy)
      const file = createReadStream(copy)
      // The copy lives as long as it is being sent.
      file.once('close', () => void rm(copy, { force: true }))
      return { file, type: 'application/vnd.sqlite3', name: 'gongji-backup.db' }
    },
  ),
  route(
    {
      method: 'get',
      path: '/damages',
      summary: 'Records on disk that are not what was written; empty when sound',
      action: 'backup.create',
      of: 'hub',
      response: damageList,
    },
    async () => ({
      json: {
        items: (await store.check()).map(({ document, seq, what }) => ({
          document: document ?? null,
          seq: seq ?? null,
          what,
        })),
      },
    }),
  ),
]
