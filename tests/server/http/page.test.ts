import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { builtPage } from '../../../server/http/page.ts'
import { asHubError, sendProblem } from '../../../server/http/problem.ts'
import { temporaryFolder } from '../testHub.ts'

async function pageFrom(folder: string): Promise<string> {
  const app = express()
  app.use(builtPage(folder))
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) =>
    sendProblem(response, asHubError(error)),
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function builtFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'client')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<title>共济</title>')
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'page()')
  await writeFile(join(folder, '..', 'outside.txt'), 'not for you')
  return folder
}

describe('the page', { timeout: 30_000 }, () => {
  it('HTTP-13 answers at its addresses with index.html, never cached', async () => {
    const url = await pageFrom(await builtFolder())
    for (const path of ['/', '/sign-in', '/setup', '/demo', '/o/abc', '/o/abc/sheet/1']) {
      const answer = await fetch(url + path)
      expect([await answer.text(), answer.headers.get('cache-control')], path).toEqual([
        '<title>共济</title>',
        'no-cache',
      ])
    }
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404)
  })

  it('HTTP-13 lets files with a digest in their name be kept for ever, and gives nothing outside its folder', async () => {
    const url = await pageFrom(await builtFolder())
    const asset = await fetch(`${url}/assets/index-abc.js`)
    expect([await asset.text(), asset.headers.get('cache-control')]).toEqual([
      'page()',
      'public, max-age=31536000, immutable',
    ])
    for (const path of [
      '/..%2foutside.txt',
      '/assets/..%2f..%2foutside.txt',
      '/%2e%2e/outside.txt',
      '/..%5coutside.txt',
    ])
      expect(await (await fetch(url + path)).text(), path).not.toContain('not for you')
  })

  it('HTTP-13 says how to build it when it is not there', async () => {
    const url = await pageFrom(join(await temporaryFolder(), 'nothing'))
    const answer = await fetch(url)
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({ detail: expect.stringContaining('npm run build') }),
    ])
  })
})
