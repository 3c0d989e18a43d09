import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { own, readOwner } from '../../../server/storage/dataDirectory.ts'
import { temporaryFolder } from './databases.ts'

const URL_OF_OTHER = 'http://127.0.0.1:4567'

describe('the data directory', { timeout: 60_000 }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let directory: string
  const children: ChildProcess[] = []
  beforeEach(async () => {
    folder = await temporaryFolder()
    directory = join(folder.path, 'data')
  })
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child)
    await folder.remove()
  })

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** Another process that owns the directory now. */
  async function hold(url = ''): Promise<ChildProcess> {
    const script = join(import.meta.dirname, 'holdDirectory.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', script, directory, url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    const said = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
    expect(String(said[0])).toBe('held\n')
    return child
  }

  it('STORE-15 a second process is told which directory is taken, by whom and where it answers', async () => {
    const child = await hold(URL_OF_OTHER)
    await expect(own(directory)).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining(directory) })
    await expect(own(directory)).rejects.toThrow(`process ${child.pid}, ${URL_OF_OTHER}`)
    expect(await readOwner(directory)).toEqual({
      pid: child.pid,
      url: URL_OF_OTHER,
      controlToken: 'token-of-the-other',
    })
    await expect(own(directory)).rejects.not.toThrow('token-of-the-other')
  })

  it('STORE-15 an owner that has not said where it answers holds the directory all the same', async () => {
    await hold()
    await expect(own(directory)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readOwner(directory)).toBeUndefined()
  })

  it('STORE-15 the lock dies with its owner, killed or not, and what it said of itself counts no more', async () => {
    await kill(await hold(URL_OF_OTHER))
    expect(await readFile(join(directory, 'owner.json'), 'utf8')).toContain(URL_OF_OTHER)
    expect(await readOwner(directory)).toBeUndefined()
    const ownership = await own(directory)
    expect(await readOwner(directory)).toBeUndefined()
    await ownership.release()
    await kill(await hold(URL_OF_OTHER))
  })

  it('STORE-15 within one process there is one owner too, and looking takes nothing', async () => {
    const first = await own(directory)
    await first.announce({ pid: 1, url: 'http://127.0.0.1:1', controlToken: 't' })
    expect(await readOwner(directory)).toMatchObject({ pid: 1 })
    await expect(own(directory)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readOwner(directory)).toMatchObject({ pid: 1 })
    await first.release()
    expect(await readOwner(directory)).toBeUndefined()
    await (await own(directory)).release()
  })

  it('STORE-15 owners that start at once: one gets it', async () => {
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => own(directory)))
    const owners = starts.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []))
    expect(owners).toHaveLength(1)
    for (const owner of owners) await owner.release()
  })

  it('STORE-15 the announcement carries a secret: only this account may read it, and the directory is made for it alone', async () => {
    const ownership = await own(directory)
    await ownership.announce({ pid: 1, url: 'http://127.0.0.1:1', controlToken: 'secret' })
    expect((await stat(join(directory, 'owner.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    await ownership.release()
  })

  it('STORE-15 a directory without an owner, or with a broken announcement, has none', async () => {
    expect(await readOwner(directory)).toBeUndefined()
    const ownership = await own(directory)
    await writeFile(join(directory, 'owner.json'), '{"pid":')
    expect(await readOwner(directory)).toBeUndefined()
    await ownership.release()
  })
})
