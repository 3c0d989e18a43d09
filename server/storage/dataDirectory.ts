/**
 * One owner per data directory: the process that holds the lock of `owner.db`. The lock is the operating system's, so it dies with
 * the process however that ends. Beside it `owner.json` says where the owner answers.
 * Never open owner.db by other means in the same process: closing any descriptor of it drops the lock.
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import { writeSafely } from './writeSafely.ts'

const OWNER = z.object({
  pid: z.number().int(),
  /** Where the owner's HTTP interface answers, as seen from this machine. */
  url: z.string(),
  /** Secret that lets the command line act through the owner. */
  controlToken: z.string(),
})

/** What the running owner says of itself to the command line on the same machine. */
export type Owner = z.infer<typeof OWNER>

export interface Ownership {
  /** The directory, absolute. */
  readonly dataDir: string
  /** Tells the command line where we answer: written safely, readable by the same account only. */
  announce(owner: Owner): Promise<void>
  /** Takes the announcement back and lets go. */
  release(): Promise<void>
}

/** Milliseconds to wait for somebody who only looks whether there is an owner. */
const PATIENCE = 500

/**
 * Makes the directory if need be (for this account only) and takes it. Throws HubError `conflict` naming the directory,
 * and the owner's address if it is known, when another process has it.
 */
export async function own(dataDir: string): Promise<Ownership> {
  const directory = resolve(dataDir)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await takeLock(directory, PATIENCE)
  if (lock === undefined) throw taken(directory, await readAnnouncement(directory))
  const file = announcementFile(directory)
  // What a killed owner left behind.
  await rm(file, { force: true })
  return {
    dataDir: directory,
    announce: owner => writeSafely(file, `${JSON.stringify(owner)}\n`),
    release: async () => {
      await rm(file, { force: true })
      await letGo(lock)
    },
  }
}

/** The running owner, if one holds the directory now and has said where it answers. Takes nothing. */
export async function readOwner(dataDir: string): Promise<Owner | undefined> {
  const directory = resolve(dataDir)
  const owner = await readAnnouncement(directory)
  if (owner === undefined) return undefined
  return (await isHeld(directory)) ? owner : undefined
}

const announcementFile = (directory: string): string => join(directory, 'owner.json')

const openLock = (directory: string, timeout: number): Client =>
  createClient({ url: pathToFileURL(join(directory, 'owner.db')).href, concurrency: 1, timeout })

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'

/** The connection that holds the lock until it is closed, or `undefined` when somebody else has it. */
async function takeLock(directory: string, timeout: number): Promise<Client | undefined> {
  const client = openLock(directory, timeout)
  try {
    // In this mode SQLite keeps the file locked after the transaction, for the life of the connection.
    await client.execute('PRAGMA locking_mode=EXCLUSIVE')
    await client.executeMultiple('BEGIN EXCLUSIVE; COMMIT')
    return client
  } catch (error) {
    client.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

/** Closing alone would hold the file until the binding's statements are collected; leaving the mode gives it up with the next read. */
async function letGo(client: Client): Promise<void> {
  await client.executeMultiple('PRAGMA locking_mode=NORMAL; SELECT count(*) FROM sqlite_schema')
  client.close()
}

async function isHeld(directory: string): Promise<boolean> {
  const client = openLock(directory, 0)
  try {
    await client.execute('SELECT count(*) FROM sqlite_schema')
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    client.close()
  }
}

async function readAnnouncement(directory: string): Promise<Owner | undefined> {
  const text = await readFile(announcementFile(directory), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const owner = OWNER.safeParse(parseJson(text))
  return owner.success ? owner.data : undefined
}

/** `undefined` when it is no JSON: then nobody announced anything we could use. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const taken = (directory: string, owner: Owner | undefined): HubError =>
  new HubError(
    'conflict',
    `The data directory ${directory} belongs to a running hub${owner === undefined ? '' : ` (process ${owner.pid}, ${owner.url})`}. ` +
      'Stop that one first, or choose another DATA_DIR.',
  )
