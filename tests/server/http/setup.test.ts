import { describe, expect, it } from 'vitest'
import { cookieOf, operationIn, PASSWORD, personIn, type TestHub, testHub } from '../testHub.ts'

const wish = (token: string, more: object = {}) => ({
  token,
  operation: { name: '西安疫情响应' },
  organization: '妇源汇',
  admin: { name: '管理员', login: 'admin', password: PASSWORD },
  ...more,
})
const link = async ({ hub }: TestHub): Promise<string> => (await hub.services.setup.offerLink()) ?? ''

describe('the first start', { timeout: 30_000 }, () => {
  it('AUTH-7 the link makes operation, organization and admin and signs in; then it is used up', async () => {
    const test = await testHub()
    const secret = await link(test)
    expect((await test.ask('GET', '/hub')).json).toMatchObject({ setUpNeeded: true, demo: false })
    const first = await test.ask('POST', '/setup', { json: wish(secret) })
    expect(first.json).toMatchObject({
      member: { login: 'admin' },
      operations: [{ name: '西安疫情响应', timeZone: 'Asia/Shanghai' }],
    })
    expect((await test.ask('GET', '/session', { cookie: cookieOf(first) })).status).toBe(200)
    expect((await test.ask('GET', '/hub')).json).toMatchObject({ setUpNeeded: false })
    expect((await test.ask('POST', '/setup', { json: wish(secret) })).json).toMatchObject({ code: 'link-used' })
    expect(await test.hub.services.setup.offerLink()).toBeUndefined()
  })

  it('AUTH-7 of twenty at once exactly one wins, and one operation is there', async () => {
    const test = await testHub()
    const secret = await link(test)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => test.ask('POST', '/setup', { json: wish(secret) })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(410)])
    expect(await test.operator('GET', '/operations')).toMatchObject({ items: [{ name: '西安疫情响应' }] })
  })

  it('AUTH-7 a refused try leaves the link usable; a made-up, replaced or old one is not', async () => {
    const clock = { now: 1_700_000_000_000 }
    const test = await testHub({ now: () => clock.now })
    const replaced = await link(test)
    const secret = await link(test)
    const zone = wish(secret, { operation: { name: '甲', timeZone: 'Mars/Olympus' } })
    expect((await test.ask('POST', '/setup', { json: zone })).json).toMatchObject({ code: 'bad-request' })
    expect((await test.ask('POST', '/setup', { json: wish(replaced) })).status).toBe(410)
    expect((await test.ask('POST', '/setup', { json: wish('x'.repeat(43)) })).status).toBe(410)
    clock.now += 8 * 86_400_000
    expect((await test.ask('POST', '/setup', { json: wish(secret) })).status).toBe(410)
    expect((await test.ask('POST', '/setup', { json: wish(await link(test)) })).status).toBe(200)
  })

  it('AUTH-7 takes an organization that the command line made before', async () => {
    const test = await testHub()
    const made = await test.operator<{ id: string }>('POST', '/organizations', { name: '妇源汇' })
    const answer = await test.ask('POST', '/setup', { json: wish(await link(test)) })
    expect(answer.json).toMatchObject({ member: { organization: { id: made.id } } })
  })

  it('AUTH-9 a demo link signs in as its member as often as wanted until it expires', async () => {
    const clock = { now: 1_700_000_000_000 }
    const test = await testHub({ now: () => clock.now })
    const lin = await personIn(test, 'lin', 'verifier', await operationIn(test, '甲'))
    const token = await test.hub.services.sessions.offerLink(lin.id, clock.now + 1000)
    for (let i = 0; i < 2; i++)
      expect((await test.ask('POST', '/links', { json: { token } })).json).toMatchObject({ member: { id: lin.id } })
    expect((await test.ask('GET', '/hub')).json).toMatchObject({ demo: true })
    clock.now += 1000
    expect((await test.ask('POST', '/links', { json: { token } })).json).toMatchObject({ code: 'link-used' })
    expect((await test.ask('POST', '/links', { json: { token: 'no' } })).status).toBe(410)
  })
})
