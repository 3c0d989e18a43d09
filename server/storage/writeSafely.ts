/** Small files that must never be half there: settings, who owns the data directory. */
import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The calls a safe write makes; tests give ones that fail. */
export interface FileCalls {
  open(path: string, flags: string | number, mode?: number): Promise<Pick<FileHandle, 'writeFile' | 'sync' | 'close'>>
  rename(from: string, to: string): Promise<void>
  rm(path: string, options: { readonly force: true }): Promise<void>
}

/** The real ones. */
export const FILE_CALLS: FileCalls = { open, rename, rm }

/**
 * Puts `text` in the place of the file: written beside it, flushed, renamed over it, and the folder flushed.
 * When a step fails the old file is whole; throws what the system said. Mode is for owner only unless told otherwise.
 */
export async function writeSafely(
  file: string,
  text: string,
  calls: FileCalls = FILE_CALLS,
  mode = 0o600,
): Promise<void> {
  const part = `${file}.part`
  try {
    // An older leftover may have another mode.
    await calls.rm(part, { force: true })
    const handle = await calls.open(part, 'wx', mode)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await calls.rename(part, file)
  } catch (error) {
    await calls.rm(part, { force: true })
    throw error
  }
  await flush(dirname(file), calls)
}

/** Flushes a file or folder to the disk: after a rename the folder's, else the new name may be lost with the power. */
export async function flush(path: string, calls: FileCalls = FILE_CALLS): Promise<void> {
  const handle = await calls.open(path, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
