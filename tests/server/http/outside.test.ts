import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Me } from '../../../shared/protocol/http.ts'
import type { Waiting } from '../../../shared/protocol/people.ts'
import { cookieOf, operationIn, PASSWORD, personIn, type TestHub, testHub } from '../testHub.ts'

const CLIENT = { id: 'gongji', secret: 'the client secret' }

/** What somebody is at the provider. */
type Claims = Readonly<Record<string, unknown>>

/** A port nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A provider on this machine: whoever is sent there is the one `claims` says, and comes back at once. */
async function provider() {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const forger = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }
  const state = { claims: {} as Claims, forged: false, challenges: [] as string[] }
  const codes = new Map<string, { nonce: string; challenge: string }>()
  let issuer = ''
  const server = createServer(async (request, response) => {
    const say = (json: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
    }
    const url = new URL(request.url ?? '/', issuer)
    if (url.pathname === '/.well-known/openid-configuration')
      return say({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      })
    if (url.pathname === '/keys') return say({ keys: [jwk] })
    let text = ''
    for await (const part of request) text += String(part)
    const sent = new URLSearchParams(text)
    const code = codes.get(sent.get('code') ?? '')
    codes.delete(sent.get('code') ?? '')
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sent.get('code_verifier') ?? ''))
    if (code === undefined || Buffer.from(digest).toString('base64url') !== code.challenge)
      return say({ error: 'invalid_grant' }, 400)
    const token = await new SignJWT({ nonce: code.nonce, ...state.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(issuer)
      .setAudience(String(state.claims.aud ?? CLIENT.id))
      .setIssuedAt()
      .setExpirationTime(typeof state.claims.exp === 'number' ? state.claims.exp : '5m')
      .sign(state.forged ? forger.privateKey : privateKey)
    say({ access_token: 'x', token_type: 'Bearer', id_token: token })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  /** What the person does there: the query they come back with. */
  const visit = (address: string): string => {
    const asked = new URL(address).searchParams
    const code = `code${codes.size}${Math.random()}`
    codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' })
    return `?${new URLSearchParams({ code, state: asked.get('state') ?? '', iss: issuer })}`
  }
  return { issuer, state, visit }
}

async function scene() {
  const there = await provider()
  const port = await freePort()
  const test = await testHub(
    {},
    {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: there.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: '机构账号',
    },
  )
  const here = await operationIn(test, '甲')
  await personIn(test, 'boss', 'admin', here)
  return { test, there, here, port }
}

const start = async ({ ask }: TestHub) => {
  const answer = await ask('POST', '/outside/start', { json: {} })
  return { address: (answer.json as { address: string }).address, cookie: cookieOf(answer) }
}
const finish = ({ ask, hub }: TestHub, query: string, cookie?: string) =>
  ask('POST', '/outside/finish', {
    json: { query },
    ...(cookie === undefined ? {} : { cookie, headers: { origin: hub.url } }),
  })

describe('an account from elsewhere', { timeout: 60_000 }, () => {
  it('JOIN-20 is offered only where a provider is configured', async () => {
    const { test } = await scene()
    expect((await test.ask('GET', '/hub')).json).toMatchObject({ outside: { name: '机构账号' } })
    const plain = await testHub()
    expect((await plain.ask('GET', '/hub')).json).not.toHaveProperty('outside')
    expect((await plain.ask('POST', '/outside/start', { json: {} })).status).toBe(404)
  })

  it('JOIN-20 is asked for with PKCE, state and nonce, and comes back to a page of ours', async () => {
    const { test, there, port } = await scene()
    const { address, cookie } = await start(test)
    const { searchParams, origin } = new URL(address)
    expect(origin).toBe(there.issuer)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `http://127.0.0.1:${port}/outside`,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.any(String),
      state: expect.any(String),
    })
    expect(address).not.toContain(cookie.split('.').at(-1))
  })

  it('JOIN-20 signs in with exactly what this browser began, once', async () => {
    const { test, there } = await scene()
    there.state.claims = { sub: 's1', name: '张三' }
    const [mine, other] = [await start(test), await start(test)]
    const refused = [
      await finish(test, there.visit(mine.address)),
      await finish(test, there.visit(mine.address), other.cookie),
      await finish(test, `${there.visit(mine.address)}0`, mine.cookie),
      await finish(test, '?error=access_denied', mine.cookie),
      await finish(test, '', mine.cookie),
    ]
    expect(refused.map(({ json }) => (json as { code: string }).code)).toEqual(Array(5).fill('outside-sign-in'))
    const query = there.visit(mine.address)
    expect((await finish(test, query, mine.cookie)).status).toBe(200)
    expect((await finish(test, query, mine.cookie)).status).toBe(502)
  })

  it('JOIN-20 with a forged signature, another audience, another nonce or too late is nobody, and makes no account', async () => {
    const { test, there } = await scene()
    const people = async () => (await test.hub.store.db.selectFrom('member').select('id').execute()).length
    const before = await people()
    for (const wrong of [{ aud: 'another client' }, { nonce: 'another' }, { exp: 1 }, { forged: true }]) {
      there.state.forged = 'forged' in wrong
      there.state.claims = { sub: 's1', name: '张三', ...wrong }
      const { address, cookie } = await start(test)
      expect((await finish(test, there.visit(address), cookie)).status, JSON.stringify(wrong)).toBe(502)
    }
    expect(await people()).toBe(before)
  })

  it('JOIN-21 is the member whose login is its verified e-mail, from then on by itself', async () => {
    const { test, there, here } = await scene()
    const lin = await personIn(test, 'Lin@example.org', 'editor', here)
    const come = async (claims: Claims) => {
      there.state.claims = claims
      const { address, cookie } = await start(test)
      return finish(test, there.visit(address), cookie)
    }
    const unverified = (await come({ sub: 's0', name: '林', email: 'lin@example.org', email_verified: false }))
      .json as Me
    expect(unverified.member.id).not.toBe(lin.id)
    const first = await come({ sub: 's1', name: '林', email: 'lin@example.org', email_verified: true })
    expect((first.json as Me).member.id).toBe(lin.id)
    const again = await come({ sub: 's1', name: '林' })
    expect((again.json as Me).member.id).toBe(lin.id)
    const second = await come({ sub: 's2', name: '林', email: 'lin@example.org', email_verified: true })
    expect((second.json as Me).member.id).not.toBe(lin.id)
    await test.operator('POST', `/operations/${here.operation}/members/${lin.id}/suspension`, { suspended: true })
    expect((await come({ sub: 's1', name: '林' })).status).toBe(403)
  })

  it('JOIN-21 is else somebody new, who waits until an operation takes them in with roles and an organization', async () => {
    const { test, there, here } = await scene()
    there.state.claims = { sub: 's1', name: '张三' }
    const { address, cookie } = await start(test)
    const came = await finish(test, there.visit(address), cookie)
    expect(came.json).toMatchObject({
      member: { name: '张三', login: null },
      operations: [],
      waiting: [{ operation: null, declined: false }],
    })
    const { items } = await test.operator<{ items: Waiting[] }>('GET', `/operations/${here.operation}/waiting`)
    const decide = (json: object) =>
      test.ask('POST', `/operations/${here.operation}/waiting/${items[0]?.id}`, { token: test.hub.controlToken, json })
    expect((await decide({ accept: true })).status).toBe(400)
    const { organization } = here
    expect((await decide({ accept: true, organization })).status).toBe(400)
    expect((await decide({ accept: true, organization, roles: ['editor'] })).status).toBe(204)
    const me = (await test.ask('GET', '/session', { cookie: cookieOf(came) })).json as Me
    expect(me.member).toMatchObject({
      organization: { id: organization },
      memberships: [{ operation: here.operation, roles: ['editor'] }],
    })
  })

  it('JOIN-21 makes nobody the first admin of a hub that waits for its setup link', async () => {
    const { test, there } = await scene()
    await test.hub.store.db.deleteFrom('session').execute()
    await test.hub.store.db.deleteFrom('known_device').execute()
    await test.hub.store.db.deleteFrom('membership').execute()
    await test.hub.store.db.deleteFrom('member').where('kind', '=', 'person').execute()
    there.state.claims = { sub: 's1', name: '张三' }
    const { address, cookie } = await start(test)
    expect((await finish(test, there.visit(address), cookie)).status).toBe(502)
    expect((await test.ask('GET', '/hub')).json).toMatchObject({ setUpNeeded: true })
  })

  it('JOIN-20 a provider that does not answer is said, and names and passwords go on', async () => {
    const { there } = await scene()
    const port = await freePort()
    const test = await testHub(
      {},
      {
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        OIDC_ISSUER: `${there.issuer}/nowhere`,
        OIDC_CLIENT_ID: CLIENT.id,
        OIDC_CLIENT_SECRET: CLIENT.secret,
      },
    )
    await personIn(test, 'lin', 'editor', await operationIn(test, '乙'))
    expect((await test.ask('POST', '/outside/start', { json: {} })).json).toMatchObject({ code: 'outside-sign-in' })
    expect((await test.ask('POST', '/session', { json: { login: 'lin', password: PASSWORD } })).status).toBe(200)
  })
})
