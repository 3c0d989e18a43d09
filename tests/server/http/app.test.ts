import { EventEmitter, once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { copyDatabase } from '../../../server/storage/copyDatabase.ts'
import { sqliteFile } from '../../../server/storage/openStore.ts'
import { openSqlite } from '../../../server/storage/sqlite.ts'
import { problem } from '../../../shared/protocol/http.ts'
import { operationIn, PASSWORD, personIn, temporaryFolder, testHub } from '../testHub.ts'

/** Sends these bytes and gives everything that came back until the server closed. */
async function rawExchange(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.on('data', data => {
    answer += data.toString('latin1')
  })
  socket.write(text)
  await once(socket, 'close')
  return answer
}

describe('failures', { timeout: 30_000 }, () => {
  it('HTTP-2 are problem documents with code and both languages, unknown paths and methods too', async () => {
    const test = await testHub()
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/hub'],
      ['GET', '//api'],
      ['GET', '//api/v2/hub'],
    ] as const) {
      const answer = await test.ask(method, path)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        expect.stringContaining('application/problem+json'),
      ])
      expect(problem.parse(answer.json)).toMatchObject({ code: 'not-found', zh: '没有找到。' })
    }
  })

  it('HTTP-2 name the field that does not fit', async () => {
    const test = await testHub()
    const answer = await test.ask('POST', '/sheets', {
      token: test.hub.controlToken,
      json: { operation: 'x', kind: 'dreams', title: '表' },
    })
    expect(answer.json).toMatchObject({
      status: 400,
      code: 'bad-request',
      detail: expect.stringContaining('body.kind'),
    })
  })

  it('HTTP-2 bodies that are no JSON, or none at all, are refused and named', async () => {
    const test = await testHub()
    const token = test.hub.controlToken
    const broken = await test.ask('POST', '/organizations', {
      token,
      raw: new TextEncoder().encode('{"name":'),
      headers: { 'content-type': 'application/json' },
    })
    const none = await test.ask('POST', '/organizations', { token })
    const form = await test.ask('POST', '/organizations', {
      token,
      raw: new TextEncoder().encode('name=x'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([broken.status, none.status, form.status]).toEqual([400, 400, 400])
  })

  it('HTTP-5 a body above the limit is too large, and nobody unknown gets that far', async () => {
    const test = await testHub()
    const json = { name: 'x'.repeat(2_000_000) }
    expect((await test.ask('POST', '/organizations', { token: test.hub.controlToken, json })).json).toMatchObject({
      code: 'too-large',
    })
    expect((await test.ask('POST', '/organizations', { json })).json).toMatchObject({ code: 'not-signed-in' })
  })
})

describe('backups', { timeout: 30_000 }, () => {
  it('HTTP-16 a copy that a killed hub was sending is gone after the next start', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'backup-abc.tmp'), 'everything')
    await testHub({}, { DATA_DIR: folder })
    expect(await readdir(folder)).not.toContain('backup-abc.tmp')
  })

  it('STORE-14 while a copy is made people read and write, and the copy is whole', async () => {
    const folder = await temporaryFolder()
    const [begun, gate] = [new EventEmitter(), new EventEmitter()]
    const copying = once(begun, 'copy')
    const store = await openSqlite({
      file: sqliteFile(folder),
      now: Date.now,
      copy: async (...wish) => {
        begun.emit('copy')
        await once(gate, 'open')
        await copyDatabase(...wish)
      },
    })
    const test = await testHub({ store }, { DATA_DIR: folder })
    const { sheet } = await operationIn(test, '甲')
    const backup = test.ask('POST', '/backups', { token: test.hub.controlToken, json: {} })
    await copying
    expect((await test.ask('GET', '//healthz')).status).toBe(200)
    expect((await test.ask('GET', '//readyz')).status).toBe(200)
    const rows = Array.from({ length: 500 }, (_, i) => ({ id: `r${i}`, cells: { item: '口罩' } }))
    expect(await test.hub.rooms.appendRows(sheet, rows, { member: 'local-operator', session: 's' })).toBe(500)
    gate.emit('open')
    expect((await backup).status).toBe(200)
  })
})

describe('the outside', { timeout: 30_000 }, () => {
  it('HTTP-9 the OpenAPI document lists every route, and exactly the public ones need no one', async () => {
    const test = await testHub()
    const { json } = await test.ask('GET', '/openapi.json')
    const { openapi, paths } = json as {
      openapi: string
      paths: Record<string, Record<string, { security: object[] }>>
    }
    expect(openapi).toMatch(/^3\.1\./)
    for (const { method, path, access } of test.hub.routes) {
      const found = paths[`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`]?.[method]
      expect(found?.security, `${method} ${path}`).toEqual(access === 'public' ? [] : [{ session: [] }, { token: [] }])
    }
    const listed = Object.values(paths).flatMap(Object.keys).length
    expect(listed).toBe(test.hub.routes.length)
  })

  it('HTTP-10 every answer carries the policy; https adds what only https may say', async () => {
    const plain = await testHub({ page: 'built' })
    const policy = (await plain.ask('GET', '//healthz')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain(`ws://${new URL(plain.hub.url).host}`)
    expect(policy).not.toMatch(/script-src|unsafe-eval|https?:\/\//)
    expect((await plain.ask('GET', '/nothing')).headers.get('content-security-policy')).toBe(policy)
    expect((await plain.ask('GET', '/hub')).headers.get('strict-transport-security')).toBeNull()
    const secure = await testHub({}, { PUBLIC_URL: 'https://hub.example.org' })
    expect((await secure.ask('GET', '/hub')).headers.get('strict-transport-security')).toContain('max-age')
  })

  it('HTTP-11 the log holds no query, header, address, name or secret', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: line => void lines.push(line) })
    const test = await testHub({ log })
    const here = await operationIn(test, '甲机密行动')
    const { cookie } = await personIn(test, 'linmou', 'editor', here)
    await test.ask('GET', `/sheets/${here.sheet}/rows?limit=7&cursor=c2VjcmV0`, { cookie })
    await test.ask('POST', '/session', { json: { login: 'linmou', password: 'wrong-secret' } })
    await test.ask('POST', '/setup', { json: { token: 'setup-secret' } })
    const text = lines.join('')
    expect(text).toContain(`/api/v1/sheets/${here.sheet}/rows`)
    for (const hidden of [
      'limit=7',
      'c2VjcmV0',
      'linmou',
      PASSWORD,
      'wrong-secret',
      'setup-secret',
      cookie.split('=')[1],
      '机密',
      test.hub.controlToken,
      '127.0.0.1',
    ])
      expect(text).not.toContain(hidden)
  })

  it('HTTP-12 health, readiness and numbers', async () => {
    const test = await testHub()
    expect((await test.ask('GET', '//healthz')).json).toEqual({ status: 'ok' })
    expect((await test.ask('GET', '//readyz')).json).toMatchObject({ status: 'ok' })
    const numbers = await test.ask('GET', '//metrics')
    expect(numbers.text).toContain('gongji_http_request_seconds_count{method="GET",route="/healthz",status="200"} 1')
    expect(numbers.text).toContain('gongji_sync_connections 0')
    expect((await test.ask('GET', '//metrics', { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(401)
    const headers = { 'x-forwarded-for': '10.0.0.1' }
    expect((await test.ask('GET', '//metrics', { headers, token: test.hub.controlToken })).status).toBe(200)
  })

  it('HTTP-12 a disk that takes no writes is said to be so, and the hub lives on', async () => {
    const test = await testHub()
    await test.hub.store.db.schema.dropTable('disk_probe').execute()
    const answer = await test.ask('GET', '//readyz')
    expect(answer.status).toBeGreaterThanOrEqual(500)
    expect((await test.ask('GET', '//healthz')).status).toBe(200)
  })

  it('HTTP-15 crafted paths and heads end nothing but themselves', async () => {
    const test = await testHub()
    const heads = [
      'GET // HTTP/1.1',
      'GET /%zz HTTP/1.1',
      'GET /api/v1/sheets/%E0%A4%A HTTP/1.1',
      'GET /..%2f..%2fpackage.json HTTP/1.1',
      'GET /assets/..%5c..%5cx HTTP/1.1',
      'GET /%00 HTTP/1.1',
      'GET http://[ HTTP/1.1',
      'POST /api/v1/session?%zz HTTP/1.1',
    ]
    for (const head of heads) {
      const plain = await rawExchange(test.hub.url, `${head}\r\nHost: h\r\nConnection: close\r\n\r\n`)
      expect(plain, head).toMatch(/^HTTP\/1\.1 4\d\d /)
      expect(plain).not.toContain('"private": true')
      const upgrade = await rawExchange(
        test.hub.url,
        `${head.replace('POST', 'GET')}\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      )
      expect(upgrade, head).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    const big = await rawExchange(test.hub.url, `GET /healthz HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(big).toMatch(/^HTTP\/1\.1 431 /)
    expect((await test.ask('GET', '//healthz')).status).toBe(200)
  })

  it('HTTP-16 a backup is a whole database, and its copy is gone afterwards', async () => {
    const test = await testHub()
    await operationIn(test, '甲')
    const answer = await test.ask('POST', '/backups', { token: test.hub.controlToken, json: {} })
    expect(answer.text.slice(0, 15)).toBe('SQLite format 3')
    expect((await test.ask('GET', '/damages', { token: test.hub.controlToken })).json).toEqual({ items: [] })
    await expect
      .poll(async () => (await readdir(test.config.dataDir)).filter(name => name.startsWith('backup')))
      .toEqual([])
  })
})
