import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, openSettings } from '../../../server/storage/settings.ts'
import { FILE_CALLS, type FileCalls } from '../../../server/storage/writeSafely.ts'
import { temporaryFolder } from './databases.ts'

/** Every call a safe write makes, in order. */
const STEPS = [
  'rm',
  'open',
  'writeFile',
  'sync',
  'close',
  'rename',
  'open folder',
  'sync folder',
  'close folder',
] as const

/** The real calls, noting each in `done`; the one at `failing` fails before it does anything. */
function calls(done: string[], failing?: number): FileCalls {
  const step = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    if (done.push(name) - 1 === failing) throw Object.assign(new Error(`EIO at ${name}`), { code: 'EIO' })
    return call()
  }
  return {
    rm: (path, options) => step('rm', () => FILE_CALLS.rm(path, options)),
    rename: (from, to) => step('rename', () => FILE_CALLS.rename(from, to)),
    open: (path, flags, mode) => {
      const of = flags === 'wx' ? '' : ' folder'
      return step(`open${of}`, async () => {
        const handle = await FILE_CALLS.open(path, flags, mode)
        return {
          writeFile: data => step('writeFile', () => handle.writeFile(data)),
          sync: () => step(`sync${of}`, () => handle.sync()),
          close: async () => {
            await handle.close()
            await step(`close${of}`, async () => {})
          },
        }
      })
    },
  }
}

describe('deployment settings', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let file: string
  beforeEach(async () => {
    folder = await temporaryFolder()
    file = join(folder.path, 'settings.json')
  })
  afterEach(() => folder.remove())

  it('SET-1 without a file the defaults hold, and none is made', async () => {
    expect((await openSettings(folder.path)).value).toEqual(DEFAULT_SETTINGS)
    expect(await readdir(folder.path)).toEqual([])
  })

  it('SET-1 what was changed is there after opening again, whatever was changed at once', async () => {
    const settings = await openSettings(folder.path)
    await Promise.all([settings.update({ language: 'en' }), settings.update({ sessionDays: 7 })])
    expect(settings.value).toEqual({ ...DEFAULT_SETTINGS, language: 'en', sessionDays: 7 })
    expect((await openSettings(folder.path)).value).toEqual(settings.value)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('SET-2 a write goes beside the file, to the disk, over the file, and the folder to the disk', async () => {
    const done: string[] = []
    await (await openSettings(folder.path, calls(done))).update({ sessionDays: 7 })
    expect(done).toEqual(STEPS)
  })

  for (const [failing, name] of STEPS.entries()) {
    it(`SET-2 when ${name} fails the file is whole, old or new, and the settings are what they were`, async () => {
      await (await openSettings(folder.path)).update({ sessionDays: 7 })
      const settings = await openSettings(folder.path, calls([], failing))
      await expect(settings.update({ sessionDays: 8 })).rejects.toThrow(`EIO at ${name}`)
      expect(settings.value.sessionDays).toBe(7)
      // Once renamed the new file may be seen; only whether it outlives a power cut is unknown.
      expect((await openSettings(folder.path)).value.sessionDays).toBe(failing <= STEPS.indexOf('rename') ? 7 : 8)
      await settings.update({ sessionDays: 9 })
      expect((await openSettings(folder.path)).value.sessionDays).toBe(9)
      expect(await readdir(folder.path)).toEqual(['settings.json'])
    })
  }

  it('SET-3 a damaged file is refused by name and left as it is', async () => {
    await (await openSettings(folder.path)).update({ language: 'en' })
    const whole = await readFile(file, 'utf8')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 3 }), async length => {
        await writeFile(file, whole.slice(0, length))
        await expect(openSettings(folder.path)).rejects.toMatchObject({
          code: 'bad-file',
          detail: expect.stringContaining(file),
        })
        expect(await readFile(file, 'utf8')).toBe(whole.slice(0, length))
      }),
      { numRuns: 40, examples: [[0]] },
    )
  })

  it.each([
    ['another version', { ...DEFAULT_SETTINGS, version: 2 }, 'version'],
    ['an unknown language', { ...DEFAULT_SETTINGS, language: 'fr' }, 'language'],
    ['a limit that is none', { ...DEFAULT_SETTINGS, importMaxBytes: -1 }, 'importMaxBytes'],
    ['a misspelt name', { ...DEFAULT_SETTINGS, sesionDays: 3 }, 'sesionDays'],
  ])('SET-3 %s is refused, naming file and setting', async (_, content, name) => {
    await writeFile(file, JSON.stringify(content))
    await expect(openSettings(folder.path)).rejects.toThrow(name)
    await expect(openSettings(folder.path)).rejects.toMatchObject({
      code: 'bad-file',
      detail: expect.stringContaining(file),
    })
  })

  it('SET-3 a change to a value that is not allowed is refused and not written', async () => {
    const settings = await openSettings(folder.path)
    await expect(settings.update({ sessionDays: 0 })).rejects.toMatchObject({
      code: 'bad-request',
      detail: expect.stringContaining('sessionDays'),
    })
    expect(settings.value).toEqual(DEFAULT_SETTINGS)
    expect(await readdir(folder.path)).toEqual([])
  })
})
