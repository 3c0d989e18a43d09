/**
 * Copies a SQLite database that is in use, in a process of its own: the engine works without a pause, so on the hub's thread everybody who edits would
 * wait for the whole of it. As a reader of the write-ahead log it holds up no writer, it copies what was committed when it began, and it is ended with
 * its hub, which a thread inside the engine could not be.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { BUSY_TIMEOUT } from './SqliteConnection.ts'

/** Makes the copy `to`, which must not be there. Rejects with the engine's code; `signal` ends it, and what is written by then stays. */
export type CopyDatabase = (from: string, to: string, signal: AbortSignal) => Promise<void>

const ENTRY = fileURLToPath(new URL('./copyEntry.mjs', import.meta.url))
const failure = z.object({ code: z.string().optional(), message: z.string() })

/** The one that is used. No variable of our environment goes along: some hold secrets. */
export const copyDatabase: CopyDatabase = (from, to, signal) =>
  new Promise((resolve, reject) => {
    const args = [ENTRY, from, to, String(BUSY_TIMEOUT)]
    execFile(process.execPath, args, { signal, env: {}, encoding: 'utf8' }, (error, stdout) => {
      if (error === null) return resolve()
      const told = failure.safeParse(parseJson(stdout))
      reject(told.success ? Object.assign(new Error(told.data.message), { code: told.data.code }) : error)
    })
  })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
