/** The deployment's settings file: few values an administrator chooses, kept by lowdb in `settings.json`. Nothing that counts is in it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import { Mutex } from './Mutex.ts'
import { FILE_CALLS, type FileCalls, writeSafely } from './writeSafely.ts'

const SETTINGS = z.strictObject({
  version: z.literal(1),
  /** What the page speaks until a person chooses. */
  language: z.enum(['zh-CN', 'en']),
  /** Largest file an import takes. */
  importMaxBytes: z.number().int().min(1_024).max(1_073_741_824),
  /** Days a signed-in browser stays signed in. */
  sessionDays: z.number().int().min(1).max(365),
})

/** The settings of this deployment. */
export type Settings = z.infer<typeof SETTINGS>

/** What holds where no file was written yet. */
export const DEFAULT_SETTINGS: Settings = { version: 1, language: 'zh-CN', importMaxBytes: 33_554_432, sessionDays: 30 }

export interface SettingsFile {
  /** As they are on disk. */
  readonly value: Settings
  /** Changes some; they hold once it resolves. Throws HubError `bad-request` naming the setting, or what the disk said: then nothing changed. */
  update(change: Partial<Omit<Settings, 'version'>>): Promise<void>
}

/**
 * Reads `settings.json` of the data directory; a missing one means the defaults, and none is made.
 * Throws HubError `bad-file` naming it when it is damaged or of another version: it is never replaced by defaults.
 */
export async function openSettings(dataDir: string, calls: FileCalls = FILE_CALLS): Promise<SettingsFile> {
  const low = new Low<Settings>(new SafeFile(join(dataDir, 'settings.json'), calls), DEFAULT_SETTINGS)
  await low.read()
  let value = low.data
  const writing = new Mutex()
  return {
    get value() {
      return value
    },
    update: change =>
      writing.run(async () => {
        const next = SETTINGS.safeParse({ ...value, ...change })
        if (!next.success) throw new HubError('bad-request', `Settings: ${describe(next.error)}.`)
        low.data = next.data
        await low.write()
        value = next.data
      }),
  }
}

/** lowdb's own file adapter neither flushes nor checks; this one does both. */
class SafeFile implements Adapter<Settings> {
  readonly #file: string
  readonly #calls: FileCalls
  constructor(file: string, calls: FileCalls) {
    this.#file = file
    this.#calls = calls
  }

  async read(): Promise<Settings | null> {
    const text = await readFile(this.#file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    })
    return text === null ? null : this.#parse(text)
  }

  async write(settings: Settings): Promise<void> {
    await writeSafely(this.#file, `${JSON.stringify(settings, null, 2)}\n`, this.#calls)
  }

  #parse(text: string): Settings {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch (error) {
      throw new HubError(
        'bad-file',
        `${this.#file} is not JSON; correct it, or move it away to start from the defaults.`,
        { cause: error },
      )
    }
    const settings = SETTINGS.safeParse(json)
    if (settings.success) return settings.data
    throw new HubError(
      'bad-file',
      `${this.#file}: ${describe(settings.error)}; correct it, or move it away to start from the defaults.`,
    )
  }
}

/** The first thing wrong, with its name. */
function describe(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue === undefined
    ? 'not valid'
    : [issue.path.join('.'), issue.message].filter(part => part !== '').join(': ')
}
