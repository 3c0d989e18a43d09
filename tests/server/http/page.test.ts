import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { builtPage } from '../../../server/http/page.ts'
import { asHubError, sendProblem } from '../../../server/http/problem.ts'
import { HubError } from '../../../shared/protocol/errors.ts'
import type { PublicForm } from '../../../shared/protocol/publicForms.ts'
import { temporaryFolder } from '../testHub.ts'

async function pageFrom(folder: string): Promise<string> {
  const app = express()
  app.use(
    builtPage(dirname(folder), async code => {
      if (code !== 'abc') throw new HubError('not-found')
      return FORM
    }),
  )
  app.use((error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) =>
    sendProblem(response, asHubError(error)),
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const words = (text: string) => ({ zh: text, en: text })
const FORM: PublicForm = {
  code: 'abc',
  operation: '行动',
  organization: '西安联众力',
  title: words('</script><b>求助'),
  lead: words(''),
  thanks: words(''),
  link: '胜利社区',
  fixed: [],
  questions: [],
  version: 1,
  state: 'open',
  opensAt: null,
  closesAt: null,
}

async function builtFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'client')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<title>共济</title>')
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'page()')
  await writeFile(join(folder, '..', 'outside.txt'), 'not for you')
  const intake = join(folder, '..', 'intake')
  await mkdir(join(intake, 'form-assets'), { recursive: true })
  await writeFile(join(intake, 'intake.html'), '<p>表单<script type="application/json" id="form">null</script>')
  for (const [ending, text] of [
    ['', 'plain()'],
    ['.gz', gzipSync('gzipped()')],
    ['.br', brotliCompressSync('brotli()')],
  ] as const)
    await writeFile(join(intake, 'form-assets', `intake-abc.js${ending}`), text)
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

  it('FORM-13 the page of a form brings the form along; no text in it ends the element it stands in', async () => {
    const url = await pageFrom(await builtFolder())
    const page = await fetch(`${url}/f/abc`)
    const text = await page.text()
    expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      200,
      'no-cache',
      'no-referrer',
    ])
    const [, json = ''] = /id="form">(.*?)<\/script>/.exec(text) ?? []
    expect(JSON.parse(json)).toEqual(FORM)
    for (const path of ['/f/nothing', '/t', '/c']) expect(await (await fetch(url + path)).text()).toContain('>null<')
  })

  it('FORM-13 its files come compressed where the browser takes that, and plain where not', async () => {
    const url = await pageFrom(await builtFolder())
    const of = async (encoding: string) => {
      const answer = await fetch(`${url}/form-assets/intake-abc.js`, { headers: { 'accept-encoding': encoding } })
      return [await answer.text(), answer.headers.get('content-type'), answer.headers.get('cache-control')]
    }
    const javascript = 'text/javascript; charset=utf-8'
    const forEver = 'public, max-age=31536000, immutable'
    expect(await of('gzip, deflate, br')).toEqual(['brotli()', javascript, forEver])
    expect(await of('gzip, deflate')).toEqual(['gzipped()', javascript, forEver])
    expect(await of('identity')).toEqual(['plain()', javascript, forEver])
    expect((await fetch(`${url}/form-assets/..%2fintake.html`)).status).toBe(404)
  })
})
