import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { cookieOf, operationIn, PASSWORD, personIn, signIn, testHub, tokenIn } from '../testHub.ts'

const DAY = 86_400_000
const status = async (answer: Promise<{ status: number }>) => (await answer).status

describe('signing in', { timeout: 30_000 }, () => {
  it('AUTH-2 gives a cookie no script can read, and keeps no secret in the database', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    await personIn(test, 'Lin', 'editor', here)
    const answer = await test.ask('POST', '/session', { json: { login: ' lin ', password: PASSWORD } })
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^gongji_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
    )
    const secret = cookieOf(answer).split('=')[1] ?? ''
    const token = await tokenIn(test, 'viewer', here)
    const { db } = test.hub.store
    const kept = JSON.stringify([
      await db.selectFrom('session').selectAll().execute(),
      await db.selectFrom('api_token').selectAll().execute(),
      await db.selectFrom('member').selectAll().execute(),
    ])
    for (const hidden of [secret, token, PASSWORD]) expect(kept).not.toContain(hidden)
  })

  it('AUTH-2 marks the cookie Secure where people come by https', async () => {
    const test = await testHub({}, { PUBLIC_URL: 'https://hub.example.org' })
    await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    const answer = await test.ask('POST', '/session', { json: { login: 'lin', password: PASSWORD } })
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/; Secure$/)
  })

  it('AUTH-3 answers an unknown login and a wrong password alike', async () => {
    const test = await testHub()
    await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    const wrong = await test.ask('POST', '/session', { json: { login: 'lin', password: 'not this one' } })
    const unknown = await test.ask('POST', '/session', { json: { login: 'nobody', password: 'not this one' } })
    expect([wrong.status, wrong.text]).toEqual([401, unknown.text])
  })

  it('AUTH-5 makes a guesser wait and says how long, while the person at the usual desk signs in', async () => {
    const clock = { now: 1_700_000_000_000 }
    const test = await testHub({ now: () => clock.now }, { TRUST_PROXY: '1' })
    await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    const from = (address: string, password: string) =>
      test.ask('POST', '/session', { json: { login: 'lin', password }, headers: { 'x-forwarded-for': address } })
    expect(await status(from('10.0.0.1', PASSWORD))).toBe(200)
    for (let i = 0; i < 5; i++) expect(await status(from(`10.9.9.${i}`, 'wrong'))).toBe(401)
    const stopped = await from('10.9.9.9', PASSWORD)
    expect(stopped.json).toMatchObject({ status: 429, code: 'rate-limited', detail: expect.stringContaining('30 s') })
    expect(await status(from('10.0.0.1', PASSWORD))).toBe(200)
    clock.now += 31_000
    expect(await status(from('10.9.9.9', PASSWORD))).toBe(200)
  })

  it('AUTH-10 signing out ends this session and leaves the other one', async () => {
    const test = await testHub()
    const lin = await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    const phone = await signIn(test, 'lin')
    const out = await test.ask('DELETE', '/session', { cookie: lin.cookie, headers: { origin: test.hub.url } })
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect(await status(test.ask('GET', '/session', { cookie: lin.cookie }))).toBe(401)
    expect(await status(test.ask('GET', '/session', { cookie: phone }))).toBe(200)
  })

  it('AUTH-10 signing out ends the sockets of this session and of no other', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const lin = await personIn(test, 'lin', 'editor', here)
    const open = async (cookie: string) => {
      const address = `${test.hub.url.replace('http', 'ws')}/sync/sheet/${here.sheet}`
      const socket = new WebSocket(address, { headers: { cookie, origin: test.hub.url } })
      onTestFinished(() => socket.terminate())
      // The server's first message: from here on the socket is in the room.
      await once(socket, 'message')
      return socket
    }
    const [desk, phone] = [await open(lin.cookie), await open(await signIn(test, 'lin'))]
    const closed = once(desk, 'close')
    await test.ask('DELETE', '/session', { cookie: lin.cookie, headers: { origin: test.hub.url } })
    expect((await closed)[0]).toBe(4401)
    expect(phone.readyState).toBe(WebSocket.OPEN)
  })

  it.each<[string, (cookie: string, url: string) => Record<string, string>, number]>([
    ['nobody', () => ({}), 4401],
    ['a cookie from another site', cookie => ({ cookie, origin: 'https://evil.example' }), 4403],
    ['a cookie without origin', cookie => ({ cookie }), 4403],
    ['a made-up token', () => ({ authorization: 'Bearer gj_no' }), 4401],
  ])('AUTH-6 the sync socket turns away %s', async (_, headers, code) => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { cookie } = await personIn(test, 'lin', 'editor', here)
    const address = `${test.hub.url.replace('http', 'ws')}/sync/sheet/${here.sheet}`
    const socket = new WebSocket(address, { headers: headers(cookie, test.hub.url) })
    expect((await once(socket, 'close'))[0]).toBe(code)
  })

  it('AUTH-1 a session ends by itself, and a disabled member is nobody from the next request on', async () => {
    const clock = { now: 1_700_000_000_000 }
    const test = await testHub({ now: () => clock.now })
    const here = await operationIn(test, '甲')
    const lin = await personIn(test, 'lin', 'editor', here)
    const token = await tokenIn(test, 'editor', here)
    clock.now += 29 * DAY
    expect(await status(test.ask('GET', '/session', { cookie: lin.cookie }))).toBe(200)
    clock.now += 2 * DAY
    expect(await status(test.ask('GET', '/session', { cookie: lin.cookie }))).toBe(401)
    expect(await status(test.ask('GET', '/session', { token }))).toBe(200)
    await test.hub.store.db.updateTable('member').set({ disabled_at: 1 }).execute()
    expect(await status(test.ask('GET', '/session', { token }))).toBe(401)
  })

  it('AUTH-1 an Authorization header counts alone, whatever cookie comes with it', async () => {
    const test = await testHub()
    const lin = await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    for (const authorization of ['Bearer gj_nothing', 'Basic bGluOng=', 'Bearer'])
      expect(await status(test.ask('GET', '/session', { cookie: lin.cookie, headers: { authorization } }))).toBe(401)
  })

  it('AUTH-6 another site cannot act with the cookie, and nothing changes', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { cookie } = await personIn(test, 'lin', 'admin', here)
    const post = (headers: Record<string, string>) =>
      test.ask('POST', '/organizations', { cookie, json: { name: '混入' }, headers })
    const refused = [
      await post({ origin: 'https://evil.example' }),
      await post({}),
      await post({ 'sec-fetch-site': 'cross-site' }),
    ]
    expect(refused.map(it => it.json)).toEqual(
      Array(3).fill(expect.objectContaining({ code: 'wrong-origin', status: 403 })),
    )
    expect((await test.ask('GET', '/organizations', { cookie })).text).not.toContain('混入')
    expect((await post({ origin: test.hub.url })).status).toBe(201)
  })
})

describe('API tokens', { timeout: 30_000 }, () => {
  it('AUTH-4 are members of their own, limited to their scopes and their time, until revoked', async () => {
    const clock = { now: Date.parse('2022-01-05T00:00:00Z') }
    const test = await testHub({ now: () => clock.now })
    const here = await operationIn(test, '甲')
    const admin = await tokenIn(test, 'admin', here)
    const made = await test.operator<{ id: string; token: string; prefix: string; member: string }>('POST', '/tokens', {
      role: 'editor',
      organization: '甲机构',
      operation: here.operation,
      scopes: ['sheet.read', 'operation.read'],
      expiresAt: '2022-01-06T00:00:00Z',
    })
    expect(made.token).toMatch(/^gj_[\w-]{43}$/)
    expect(made.token.startsWith(made.prefix)).toBe(true)
    const me = await test.ask('GET', '/session', { token: made.token })
    expect(me.json).toMatchObject({ member: { id: made.member, kind: 'service', login: null } })
    expect(await status(test.ask('GET', `/sheets/${here.sheet}/rows`, { token: made.token }))).toBe(200)
    expect(await status(test.ask('GET', `/sheets/${here.sheet}/history`, { token: made.token }))).toBe(403)
    const list = await test.ask('GET', '/tokens', { token: admin })
    expect(list.text).not.toContain(made.token)
    clock.now += DAY
    expect(await status(test.ask('GET', '/session', { token: made.token }))).toBe(401)
    expect(await status(test.ask('DELETE', `/tokens/${made.id}`, { token: admin }))).toBe(204)
    clock.now -= DAY
    expect(await status(test.ask('GET', '/session', { token: made.token }))).toBe(401)
  })

  it('AUTH-4 refuse what cannot be: unknown organization, a day gone by, an unknown scope', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const ask = async (more: object) =>
      (
        await test.ask('POST', '/tokens', {
          token: test.hub.controlToken,
          json: { role: 'viewer', organization: here.organization, ...more },
        })
      ).status
    expect(await ask({ organization: '没有' })).toBe(404)
    expect(await ask({ expiresAt: '2001-01-01T00:00:00Z' })).toBe(400)
    expect(await ask({ scopes: ['everything'] })).toBe(400)
    expect(await ask({ operation: 'nothinghere' })).toBe(404)
  })

  it('AUTH-8 the operator of the machine is admin everywhere and in no list', async () => {
    const test = await testHub()
    await operationIn(test, '甲')
    const me = await test.operator<{ member: { id: string }; operations: unknown[] }>('GET', '/session')
    expect([me.member.id, me.operations.length]).toEqual(['local-operator', 1])
    const lists = await Promise.all(['/organizations', '/members'].map(path => test.operator('GET', path)))
    expect(JSON.stringify(lists)).not.toMatch(/local-operator|"hub"/)
  })
})
