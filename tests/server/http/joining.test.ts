import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Me } from '../../../shared/protocol/http.ts'
import type { CreatedInvitation, Invitation, OperationPeople, Waiting } from '../../../shared/protocol/people.ts'
import { postgresSetup, postgresSilence } from '../storage/databases.ts'
import {
  cookieOf,
  type Operation,
  operationIn,
  PASSWORD,
  personIn,
  signIn,
  type TestHub,
  testHub,
  tokenIn,
} from '../testHub.ts'

const INVITATION = { roles: ['editor'], approve: false, ceiling: 5, days: 7 }
const START = Date.parse('2022-01-05T08:00:00Z')

/** A hub whose clock the test sets. */
async function clocked(env: Record<string, string> = {}) {
  const clock = { now: START }
  return { clock, test: await testHub({ now: () => clock.now }, env) }
}

const invite = ({ operator }: TestHub, { operation, organization }: Operation, more: object = {}) =>
  operator<CreatedInvitation>('POST', `/operations/${operation}/invitations`, { organization, ...INVITATION, ...more })

const join = ({ ask }: TestHub, token: string, login: string) =>
  ask('POST', '/joins', { json: { token, name: login, login, password: PASSWORD } })

/** Calls something as the person in a browser. */
const as = (test: TestHub, cookie: string) => (method: string, path: string, json?: unknown) =>
  test.ask(method, path, { cookie, json, headers: { origin: test.hub.url } })

const waitingIn = async ({ operator }: TestHub, { operation }: Operation) =>
  (await operator<{ items: Waiting[] }>('GET', `/operations/${operation}/waiting`)).items

/** Opens the sheet as a browser does, and waits until it is in the room. */
async function openSheet({ hub }: TestHub, { sheet }: Operation, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/sync/sheet/${sheet}`, {
    headers: { cookie, origin: hub.url },
  })
  onTestFinished(() => socket.terminate())
  await once(socket, 'message')
  return socket
}

/** How somebody loses the right to what they handed out. */
const ENDS: readonly (readonly [string, (test: TestHub, at: Operation, maker: string) => Promise<unknown>])[] = [
  [
    'suspended',
    (test, { operation }, maker) =>
      test.operator('POST', `/operations/${operation}/members/${maker}/suspension`, { suspended: true }),
  ],
  [
    'demoted',
    (test, { operation }, maker) =>
      test.operator('POST', `/operations/${operation}/members/${maker}/roles`, { roles: ['editor'] }),
  ],
  [
    'gone',
    (test, { operation }, maker) => test.operator('POST', `/operations/${operation}/members/${maker}/leave`, {}),
  ],
]

const silence = await postgresSilence()
const engines: readonly (readonly [string, () => Promise<Record<string, string>>])[] = [
  ['SQLite', async () => ({})],
  ...(silence === undefined
    ? [
        [
          'PostgreSQL',
          async () => {
            const { url, drop } = await postgresSetup()
            onTestFinished(drop)
            return { DATABASE_URL: url }
          },
        ] as const,
      ]
    : []),
]

describe.each(engines)('coming in on %s', { timeout: 30_000 }, (_, environment) => {
  it('JOIN-3 of many who join at once no more than the ceiling get in, and a taken login uses nothing up', async () => {
    const { test } = await clocked(await environment())
    const here = await operationIn(test, '甲')
    const { token, id } = await invite(test, here, { ceiling: 3 })
    expect((await join(test, token, 'first')).status).toBe(200)
    const taken = await join(test, token, ' FIRST ')
    expect(taken.json).toMatchObject({ code: 'conflict', status: 409 })
    const answers = await Promise.all(Array.from({ length: 6 }, (_n, n) => join(test, token, `p${n}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 410, 410, 410, 410])
    const { items } = await test.operator<{ items: Invitation[] }>('GET', `/operations/${here.operation}/invitations`)
    expect(items.find(item => item.id === id)).toMatchObject({ used: 3, ceiling: 3, state: 'used-up' })
    const { organizations } = await test.operator<OperationPeople>('GET', `/operations/${here.operation}/people`)
    expect(organizations.flatMap(({ members }) => members)).toHaveLength(3)
  })

  it('JOIN-3 two who want one login at once: one has it, the other is told so', async () => {
    const { test } = await clocked(await environment())
    const { token } = await invite(test, await operationIn(test, '甲'))
    const answers = await Promise.all([join(test, token, 'lin'), join(test, token, 'lin')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('JOIN-12 of two admins who remove each other at once one stays', async () => {
    const { test } = await clocked(await environment())
    const here = await operationIn(test, '甲')
    const [ann, ben] = [await personIn(test, 'ann', 'admin', here), await personIn(test, 'ben', 'admin', here)]
    const leave = (by: string, who: string) =>
      as(test, by)('POST', `/operations/${here.operation}/members/${who}/leave`, {})
    const answers = await Promise.all([leave(ann.cookie, ben.id), leave(ben.cookie, ann.id)])
    // Who came second was about to remove the last admin, or was nobody here any more.
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    const { organizations } = await test.operator<OperationPeople>('GET', `/operations/${here.operation}/people`)
    expect(organizations.flatMap(({ members }) => members)).toHaveLength(1)
  })
})

describe('invitations', { timeout: 30_000 }, () => {
  it('JOIN-1 let somebody in with exactly the roles and organization they name', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const { token } = await invite(test, here, { roles: ['editor', 'dispatcher'] })
    const face = await test.ask('POST', '/joins/look', { json: { token } })
    expect(face.json).toEqual({
      operation: '甲',
      organization: '甲机构',
      roles: ['editor', 'dispatcher'],
      approve: false,
    })
    const joined = await join(test, token, 'lin')
    const me = joined.json as Me
    expect(me.member).toMatchObject({
      organization: { id: here.organization },
      memberships: [{ operation: here.operation, roles: ['editor', 'dispatcher'] }],
    })
    const sheets = await as(test, cookieOf(joined))('GET', '/sheets')
    expect(sheets.json).toMatchObject({ items: [{ id: here.sheet }] })
  })

  it('JOIN-1 ROLE-3 are made by who may give every right in them, and by nobody else', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const coordinator = await tokenIn(test, 'coordinator', here)
    const make = async (roles: string[]) =>
      (
        await test.ask('POST', `/operations/${here.operation}/invitations`, {
          token: coordinator,
          json: { ...INVITATION, organization: here.organization, roles },
        })
      ).status
    expect(await make(['editor', 'coordinator'])).toBe(201)
    // A coordinator brings in verifiers, though not one themselves; see the table of rights.
    expect(await make(['verifier'])).toBe(201)
    expect(await make(['auditor', 'viewer'])).toBe(201)
    expect(await make(['viewer', 'admin'])).toBe(403)
    expect(await make([])).toBe(400)
  })

  it('JOIN-2 keep their secret out of the database, lists and repeated answers', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const lin = await personIn(test, 'lin', 'viewer', here)
    const headers = { 'idempotency-key': 'k' }
    const json = { ...INVITATION, organization: here.organization }
    const path = `/operations/${here.operation}/invitations`
    const post = () => test.ask('POST', path, { token: test.hub.controlToken, json, headers })
    const { token } = (await post()).json as CreatedInvitation
    expect(token).toMatch(/^[\w-]{43}$/)
    expect((await post()).json).toMatchObject({ code: 'conflict' })
    const recovery = await test.operator<{ token: string }>(
      'POST',
      `/operations/${here.operation}/members/${lin.id}/recovery`,
    )
    const list = await test.operator('GET', path)
    const { db } = test.hub.store
    const kept = JSON.stringify([
      list,
      await db.selectFrom('invitation').selectAll().execute(),
      await db.selectFrom('sign_in_link').selectAll().execute(),
      await db.selectFrom('idempotency').selectAll().execute(),
    ])
    for (const secret of [token, recovery.token]) expect(kept).not.toContain(secret)
  })

  it('JOIN-4 tell nobody whether they are unknown, revoked, used up or over', async () => {
    const { test, clock } = await clocked()
    const here = await operationIn(test, '甲')
    const over = await invite(test, here, { days: 1 })
    clock.now += 86_400_000
    const [revoked, full] = [await invite(test, here), await invite(test, here, { ceiling: 1 })]
    await join(test, full.token, 'first')
    const path = `/operations/${here.operation}/invitations/${revoked.id}`
    expect((await test.ask('DELETE', path, { token: test.hub.controlToken })).status).toBe(204)
    const looks = await Promise.all(
      ['no such token', revoked.token, full.token, over.token].flatMap(token => [
        test.ask('POST', '/joins/look', { json: { token } }),
        join(test, token, 'second'),
      ]),
    )
    expect(new Set(looks.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(looks[0]?.json).toMatchObject({ code: 'link-used', status: 410 })
  })

  it.each(ENDS)('JOIN-5 what somebody handed out ends when they are %s', async (_, happen) => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const ann = await personIn(test, 'ann', 'coordinator', here)
    const lin = await personIn(test, 'lin', 'editor', here)
    const made = await as(test, ann.cookie)('POST', `/operations/${here.operation}/invitations`, {
      ...INVITATION,
      organization: here.organization,
    })
    const recovery = await as(test, ann.cookie)('POST', `/operations/${here.operation}/members/${lin.id}/recovery`)
    const tokens = [made, recovery].map(({ json }) => (json as { token: string }).token)
    const look = async () => [
      (await test.ask('POST', '/joins/look', { json: { token: tokens[0] } })).status,
      (await test.ask('POST', '/recoveries/look', { json: { token: tokens[1] } })).status,
    ]
    expect(await look()).toEqual([200, 200])
    await happen(test, here, ann.id)
    expect(await look()).toEqual([410, 410])
  })

  it('JOIN-6 add roles to an account there is, in several operations, and use nothing up for who has them', async () => {
    const { test } = await clocked()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const lin = await personIn(test, 'lin', 'viewer', here)
    const [more, other] = [await invite(test, here), await invite(test, there, { ceiling: 1 })]
    const mine = (token: string) => as(test, lin.cookie)('POST', '/joins/mine', { token })
    expect((await mine(more.token)).status).toBe(204)
    expect((await mine(other.token)).status).toBe(204)
    expect((await mine(more.token)).status).toBe(204)
    const me = (await as(test, lin.cookie)('GET', '/session')).json as Me
    expect(new Map(me.member.memberships.map(({ operation, roles }) => [operation, roles]))).toEqual(
      new Map([
        [here.operation, ['viewer', 'editor']],
        [there.operation, ['editor']],
      ]),
    )
    expect(me.member.organization.id).toBe(here.organization)
    const { items } = await test.operator<{ items: Invitation[] }>('GET', `/operations/${here.operation}/invitations`)
    expect(items[0]?.used).toBe(1)
  })

  it('JOIN-6 are for people: a program that follows one is turned away', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const { token } = await invite(test, here)
    const program = await tokenIn(test, 'viewer', here)
    expect((await test.ask('POST', '/joins/mine', { token: program, json: { token } })).status).toBe(403)
  })
})

describe('waiting to be let in', { timeout: 30_000 }, () => {
  it('JOIN-7 a newcomer sees that they wait and nothing else, and is in as soon as somebody approves', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const { token } = await invite(test, here, { approve: true })
    const joined = await join(test, token, 'lin')
    const lin = as(test, cookieOf(joined))
    expect(joined.json).toMatchObject({ operations: [], waiting: [{ operation: '甲', declined: false }] })
    expect((await lin('GET', '/sheets')).status).toBe(403)
    expect((await lin('GET', `/sheets/${here.sheet}/rows`)).status).toBe(404)
    const [item] = await waitingIn(test, here)
    expect(item).toMatchObject({ member: { name: 'lin' }, organization: { name: '甲机构' }, roles: ['editor'] })
    await test.operator('POST', `/operations/${here.operation}/waiting/${item?.id}`, { accept: true })
    const me = (await lin('GET', '/session')).json as Me
    expect([me.operations.length, me.waiting]).toEqual([1, undefined])
    expect((await lin('GET', `/sheets/${here.sheet}/rows`)).status).toBe(200)
    expect(await waitingIn(test, here)).toEqual([])
  })

  it('JOIN-7 who was not let in is told so', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const { token } = await invite(test, here, { approve: true })
    const joined = await join(test, token, 'lin')
    const [item] = await waitingIn(test, here)
    await test.operator('POST', `/operations/${here.operation}/waiting/${item?.id}`, { accept: false })
    const me = await as(test, cookieOf(joined))('GET', '/session')
    expect(me.json).toMatchObject({ operations: [], waiting: [{ operation: '甲', declined: true }] })
  })

  it('JOIN-8 of two decisions the first counts; nobody approves into rights they lack, other roles may be given', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const { token } = await invite(test, here, { approve: true, roles: ['admin'] })
    await join(test, token, 'lin')
    const ann = await personIn(test, 'ann', 'coordinator', here)
    const [item] = (
      (await as(test, ann.cookie)('GET', `/operations/${here.operation}/waiting`)).json as { items: Waiting[] }
    ).items
    expect(item?.mine).toBe(false)
    const decide = async (json: object) =>
      (await as(test, ann.cookie)('POST', `/operations/${here.operation}/waiting/${item?.id}`, json)).status
    expect(await decide({ accept: true })).toBe(403)
    expect(await decide({ accept: true, roles: ['editor'] })).toBe(204)
    expect(await decide({ accept: false })).toBe(409)
    const { organizations } = await test.operator<OperationPeople>('GET', `/operations/${here.operation}/people`)
    const lin = organizations.flatMap(({ members }) => members).find(({ name }) => name === 'lin')
    expect(lin?.roles).toEqual(['editor'])
  })
})

describe('members of an operation', { timeout: 30_000 }, () => {
  it('JOIN-9 are listed by organization; who may not see members learns no login and no other operation', async () => {
    const { test } = await clocked()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const lin = await personIn(test, 'lin', 'editor', here)
    await test.operator('POST', `/operations/${there.operation}/members/${lin.id}/roles`, { roles: ['viewer'] })
    const boss = await personIn(test, 'boss', 'admin', here)
    const list = async (cookie: string) =>
      ((await as(test, cookie)('GET', `/operations/${here.operation}/people`)).json as OperationPeople).organizations
    const forBoss = (await list(boss.cookie)).flatMap(({ members }) => members).find(({ id }) => id === lin.id)
    expect(forBoss).toMatchObject({ login: 'lin', elsewhere: [], within: false })
    const forLin = await list(lin.cookie)
    expect(new Set(forLin.map(({ name }) => name))).toEqual(new Set(['甲机构', '乙机构']))
    for (const { members } of forLin) for (const member of members) expect(member).not.toHaveProperty('login')
    const everywhere = await test.operator<OperationPeople>('GET', `/operations/${here.operation}/people`)
    expect(everywhere.organizations.flatMap(({ members }) => members).find(({ id }) => id === lin.id)).toMatchObject({
      elsewhere: [{ operation: there.operation, roles: ['viewer'] }],
      within: true,
    })
  })

  it('JOIN-10 get roles in each operation apart; open sockets come back with the rights of now', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const lin = await personIn(test, 'lin', 'editor', here)
    const socket = await openSheet(test, here, lin.cookie)
    const closed = once(socket, 'close')
    const set = (roles: string[]) =>
      test.operator('POST', `/operations/${here.operation}/members/${lin.id}/roles`, { roles })
    await set(['viewer'])
    const [code, reason] = await closed
    expect([code, String(reason)]).toEqual([1013, 'rights-changed'])
    const upload = { cookie: lin.cookie, raw: new TextEncoder().encode('物资\n口罩\n') }
    const headers = { origin: test.hub.url, 'x-file-name': 'a.csv' }
    expect((await test.ask('POST', `/sheets/${here.sheet}/imports`, { ...upload, headers })).status).toBe(403)
    await set([])
    expect((await as(test, lin.cookie)('GET', `/sheets/${here.sheet}`)).status).toBe(404)
  })

  it('JOIN-11 suspended end at once everywhere, with what they handed out; what they wrote stays, and they can come back', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const boss = await personIn(test, 'boss', 'admin', here)
    const lin = await personIn(test, 'lin', 'admin', here)
    const made = await as(test, lin.cookie)('POST', '/tokens', { role: 'viewer', ...here })
    const { token } = made.json as { token: string }
    await test.hub.rooms.appendRows(here.sheet, [{ id: 'r1', cells: { item: '口罩' } }], {
      member: lin.id,
      session: 's',
    })
    const socket = await openSheet(test, here, lin.cookie)
    const closed = once(socket, 'close')
    const suspend = (suspended: boolean) =>
      as(test, boss.cookie)('POST', `/operations/${here.operation}/members/${lin.id}/suspension`, { suspended })
    expect((await suspend(true)).status).toBe(204)
    expect((await closed)[0]).toBe(4401)
    expect((await test.ask('GET', '/session', { cookie: lin.cookie })).status).toBe(401)
    expect((await test.ask('GET', '/session', { token })).status).toBe(401)
    expect((await test.ask('POST', '/session', { json: { login: 'lin', password: PASSWORD } })).status).toBe(401)
    const history = await as(test, boss.cookie)('GET', `/sheets/${here.sheet}/history`)
    expect(history.text).toContain(lin.id)
    expect((await suspend(false)).status).toBe(204)
    expect((await test.ask('GET', '/session', { cookie: lin.cookie })).status).toBe(401)
    expect((await as(test, await signIn(test, 'lin'))('GET', '/sheets')).status).toBe(200)
  })

  it('JOIN-11 are suspended by nobody who lacks a right of theirs elsewhere, and by nobody themselves', async () => {
    const { test } = await clocked()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const boss = await personIn(test, 'boss', 'admin', here)
    await personIn(test, 'second', 'admin', here)
    const lin = await personIn(test, 'lin', 'editor', here)
    await test.operator('POST', `/operations/${there.operation}/members/${lin.id}/roles`, { roles: ['viewer'] })
    const suspend = async (id: string) =>
      (
        await as(test, boss.cookie)('POST', `/operations/${here.operation}/members/${id}/suspension`, {
          suspended: true,
        })
      ).status
    expect(await suspend(lin.id)).toBe(403)
    expect(await suspend(boss.id)).toBe(409)
    const stranger = await personIn(test, 'stranger', 'viewer', there)
    expect(await suspend(stranger.id)).toBe(404)
  })

  it('JOIN-12 the last admin cannot be demoted, suspended or leave', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const boss = await personIn(test, 'boss', 'admin', here)
    const path = `/operations/${here.operation}/members/${boss.id}`
    const operator = async (end: string, json: object) =>
      (await test.ask('POST', `${path}/${end}`, { token: test.hub.controlToken, json })).status
    expect(await operator('roles', { roles: ['coordinator'] })).toBe(409)
    expect(await operator('suspension', { suspended: true })).toBe(409)
    expect(await operator('leave', {})).toBe(409)
    const depart = () => as(test, boss.cookie)('POST', '/departures', { operation: here.operation })
    expect((await depart()).status).toBe(409)
    expect((await as(test, boss.cookie)('GET', `/sheets/${here.sheet}`)).status).toBe(200)
    await personIn(test, 'second', 'admin', here)
    expect((await depart()).status).toBe(204)
    expect((await as(test, boss.cookie)('GET', `/sheets/${here.sheet}`)).status).toBe(404)
  })

  it('JOIN-13 who leaves hands over roles, invitations and API tokens; the last admin to their successor', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const boss = await personIn(test, 'boss', 'admin', here)
    const lin = await personIn(test, 'lin', 'editor', here)
    const made = await as(test, boss.cookie)('POST', `/operations/${here.operation}/invitations`, {
      ...INVITATION,
      organization: here.organization,
    })
    const program = await as(test, boss.cookie)('POST', '/tokens', { role: 'viewer', ...here })
    const leave = (to: string) =>
      as(test, boss.cookie)('POST', `/operations/${here.operation}/members/${boss.id}/leave`, { to })
    expect((await leave('nobody')).status).toBe(404)
    expect((await leave(lin.id)).status).toBe(204)
    const me = (await as(test, lin.cookie)('GET', '/session')).json as Me
    expect(me.member.memberships).toEqual([{ operation: here.operation, roles: ['editor', 'admin'] }])
    const { token } = made.json as CreatedInvitation
    expect((await test.ask('POST', '/joins/look', { json: { token } })).status).toBe(200)
    await personIn(test, 'third', 'admin', here)
    await test.operator('POST', `/operations/${here.operation}/members/${lin.id}/suspension`, { suspended: true })
    const { token: handed } = program.json as { token: string }
    expect((await test.ask('GET', '/session', { token: handed })).status).toBe(401)
  })

  it('JOIN-14 an organization says what it does; its name stays one of its own, and another operation changes nothing', async () => {
    const { test } = await clocked()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const boss = await personIn(test, 'boss', 'admin', here)
    await personIn(test, 'far', 'editor', there)
    const change = async (id: string, json: object) =>
      (await as(test, boss.cookie)('POST', `/operations/${here.operation}/organizations/${id}`, json)).status
    expect(await change(here.organization, { name: '爱德基金会', about: '物资与物流' })).toBe(204)
    expect(await change(here.organization, { name: '乙机构', about: '' })).toBe(409)
    expect(await change(there.organization, { name: '别名', about: '' })).toBe(404)
    const people = await test.operator<OperationPeople>('GET', `/operations/${here.operation}/people`)
    expect(people.organizations[0]).toMatchObject({ name: '爱德基金会', about: '物资与物流' })
  })
})

describe('an account', { timeout: 30_000 }, () => {
  it('JOIN-15 is signed out everywhere by its owner, and by who manages it', async () => {
    const { test } = await clocked()
    const here = await operationIn(test, '甲')
    const lin = await personIn(test, 'lin', 'editor', here)
    const phone = await signIn(test, 'lin')
    const status = async (cookie: string) => (await test.ask('GET', '/session', { cookie })).status
    const socket = await openSheet(test, here, lin.cookie)
    const closed = once(socket, 'close')
    expect((await as(test, phone)('DELETE', '/sessions')).status).toBe(204)
    expect((await closed)[0]).toBe(4401)
    expect([await status(lin.cookie), await status(phone)]).toEqual([401, 401])
    const again = await signIn(test, 'lin')
    await test.operator('POST', `/operations/${here.operation}/members/${lin.id}/sign-out`)
    expect(await status(again)).toBe(401)
    expect(await test.hub.store.db.selectFrom('known_device').selectAll().execute()).toEqual([])
  })

  it('JOIN-16 changes its own password with the present one, under the brake; the other sessions end', async () => {
    const { test } = await clocked()
    const lin = await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    const phone = await signIn(test, 'lin')
    const change = (current: string, password = 'a new long password') =>
      as(test, lin.cookie)('POST', '/session/password', { current, password })
    expect((await change('wrong')).status).toBe(401)
    expect((await change(PASSWORD, 'short')).status).toBe(400)
    expect((await change(PASSWORD)).status).toBe(204)
    expect((await test.ask('GET', '/session', { cookie: lin.cookie })).status).toBe(200)
    expect((await test.ask('GET', '/session', { cookie: phone })).status).toBe(401)
    const signInWith = async (password: string) =>
      (await test.ask('POST', '/session', { json: { login: 'lin', password } })).status
    expect([await signInWith(PASSWORD), await signInWith('a new long password')]).toEqual([401, 200])
    const guesses = []
    for (let n = 0; n < 8; n++) guesses.push((await change('guess')).status)
    expect(guesses).toContain(429)
  })

  it('JOIN-17 is opened again by a link that works once, for a day; the old password works until then', async () => {
    const { test, clock } = await clocked()
    const here = await operationIn(test, '甲')
    const ann = await personIn(test, 'ann', 'coordinator', here)
    const lin = await personIn(test, 'lin', 'editor', here)
    const offer = async (id: string, by = ann.cookie) =>
      as(test, by)('POST', `/operations/${here.operation}/members/${id}/recovery`)
    const tokenOf = async () => ((await offer(lin.id)).json as { token: string }).token
    const use = (token: string) => test.ask('POST', '/recoveries', { json: { token, password: 'a new long password' } })
    const [old, expired] = [await tokenOf(), await tokenOf()]
    expect((await use(old)).status).toBe(410)
    clock.now += 86_400_000
    expect((await use(expired)).status).toBe(410)
    const token = await tokenOf()
    const look = await test.ask('POST', '/recoveries/look', { json: { token } })
    expect(look.json).toEqual({ name: 'lin', login: 'lin' })
    expect((await as(test, await signIn(test, 'lin'))('GET', '/session')).status).toBe(200)
    const answers = await Promise.all([use(token), use(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect((await test.ask('GET', '/session', { cookie: lin.cookie })).status).toBe(401)
    expect((await test.ask('POST', '/session', { json: { login: 'lin', password: PASSWORD } })).status).toBe(401)
  })

  it('JOIN-17 is never opened for somebody with more rights than the giver, nor by a link from before they had them', async () => {
    const { test } = await clocked()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const ann = await personIn(test, 'ann', 'coordinator', here)
    const [boss, ben, cat] = [
      await personIn(test, 'boss', 'admin', here),
      await personIn(test, 'ben', 'editor', here),
      await personIn(test, 'cat', 'editor', here),
    ]
    const offer = (id: string) => as(test, ann.cookie)('POST', `/operations/${here.operation}/members/${id}/recovery`)
    expect((await offer(boss.id)).status).toBe(403)
    const { token } = (await offer(ben.id)).json as { token: string }
    await test.operator('POST', `/operations/${here.operation}/members/${ben.id}/roles`, { roles: ['admin'] })
    expect((await test.ask('POST', '/recoveries/look', { json: { token } })).status).toBe(410)
    await test.operator('POST', `/operations/${there.operation}/members/${cat.id}/roles`, { roles: ['viewer'] })
    expect((await offer(cat.id)).status).toBe(403)
  })
})

describe('guessing passwords', { timeout: 30_000 }, () => {
  it('AUTH-5 a thousand guesses at one login from many addresses get ten tries, and the known browser signs in from a new one', async () => {
    const { test, clock } = await clocked({ TRUST_PROXY: '1' })
    await personIn(test, 'lin', 'editor', await operationIn(test, '甲'))
    const first = await test.ask('POST', '/session', { json: { login: 'lin', password: PASSWORD } })
    const device = first.headers
      .getSetCookie()
      .map(cookie => cookie.split(';', 1)[0])
      .join('; ')
    const guess = (address: string) =>
      test.ask('POST', '/session', {
        json: { login: 'lin', password: 'wrong' },
        headers: { 'x-forwarded-for': address },
      })
    const tried = []
    for (let n = 0; n < 50; n++) {
      const at = await Promise.all(Array.from({ length: 20 }, (_, m) => guess(`10.${n}.0.${m}`)))
      tried.push(...at.filter(({ status }) => status === 401))
      clock.now += 18_000
    }
    expect(tried.length).toBeLessThanOrEqual(10)
    const signInFrom = async (address: string, cookie: string) =>
      (
        await test.ask('POST', '/session', {
          cookie,
          json: { login: 'lin', password: PASSWORD },
          headers: { 'x-forwarded-for': address, origin: test.hub.url },
        })
      ).status
    expect(await signInFrom('192.0.2.1', device)).toBe(200)
  })

  it('AUTH-5 one address that goes on failing is stopped, whatever it tries', async () => {
    const { test } = await clocked({ TRUST_PROXY: '1' })
    const answers = []
    for (let n = 0; n < 21; n++)
      answers.push(
        ...(await Promise.all(
          Array.from({ length: 10 }, (_, m) =>
            test.ask('POST', '/joins/look', {
              json: { token: `guess${n}-${m}` },
              headers: { 'x-forwarded-for': '10.0.0.1' },
            }),
          ),
        )),
      )
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(200)
    expect(answers.at(-1)?.status).toBe(429)
  })
})
