import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { Idempotency } from '../../../server/services/idempotency.ts'
import { operationIn, testHub } from '../testHub.ts'

const key = (value: string) => ({ 'idempotency-key': value })

describe('a POST sent again', { timeout: 30_000 }, () => {
  it('HTTP-4 has one effect and the same answer, one after the other and all at once', async () => {
    const test = await testHub()
    const token = test.hub.controlToken
    const post = () => test.ask('POST', '/organizations', { token, json: { name: '爱德基金会' }, headers: key('k1') })
    const first = await post()
    const again = await Promise.all(Array.from({ length: 10 }, post))
    expect(first.status).toBe(201)
    expect(again.map(it => [it.status, it.text])).toEqual(Array(10).fill([201, first.text]))
    expect(await test.operator('GET', '/organizations')).toMatchObject({ items: [{ name: '爱德基金会' }] })
    const together = () => test.ask('POST', '/organizations', { token, json: { name: '壹基金' }, headers: key('k2') })
    const answers = await Promise.all(Array.from({ length: 10 }, together))
    expect(new Set(answers.map(it => `${it.status} ${it.text}`)).size).toBe(1)
  })

  it('HTTP-4 is refused when the same key comes with another body or path, and free for another member', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const token = test.hub.controlToken
    await test.ask('POST', '/organizations', { token, json: { name: 'A' }, headers: key('k') })
    const body = await test.ask('POST', '/organizations', { token, json: { name: 'B' }, headers: key('k') })
    const path = await test.ask('POST', '/operations', { token, json: { name: 'A' }, headers: key('k') })
    expect([body.json, path.json]).toEqual(Array(2).fill(expect.objectContaining({ code: 'key-reused', status: 409 })))
    const other = await test.operator<{ token: string }>('POST', '/tokens', {
      role: 'admin',
      organization: here.organization,
    })
    expect(
      (await test.ask('POST', '/organizations', { token: other.token, json: { name: 'C' }, headers: key('k') })).status,
    ).toBe(201)
  })

  it('HTTP-4 may be tried again after it failed, and a malformed key is named', async () => {
    const test = await testHub()
    const token = test.hub.controlToken
    const post = (json: object) => test.ask('POST', '/operations', { token, json, headers: key('k') })
    expect((await post({ name: '甲', timeZone: 'Nowhere' })).status).toBe(400)
    expect((await post({ name: '甲' })).status).toBe(201)
    const bad = await test.ask('POST', '/operations', { token, json: { name: '乙' }, headers: key('x'.repeat(201)) })
    expect(bad.json).toMatchObject({ code: 'bad-request', detail: expect.stringContaining('Idempotency-Key') })
  })

  it('HTTP-4 makes no second token and keeps none: the repetition is told so', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const json = { role: 'viewer', organization: here.organization }
    const post = () => test.ask('POST', '/tokens', { token: test.hub.controlToken, json, headers: key('k') })
    const made = (await post()).json as { token: string }
    expect((await post()).json).toMatchObject({ code: 'conflict' })
    const rows = await test.hub.store.db.selectFrom('idempotency').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(made.token)
    expect(await test.operator('GET', '/tokens')).toMatchObject({ items: [{}] })
  })

  it('HTTP-4 cut off before its answer was kept, makes the same thing again instead of a second', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { db } = test.hub.store
    const token = test.hub.controlToken
    const calls: [string, object][] = [
      ['/organizations', { name: '妈妈环保' }],
      ['/operations', { name: '乙' }],
      ['/sheets', { operation: here.operation, kind: 'supplies', title: '物资' }],
      ['/members', { name: '某人', login: 'lin', password: 'long enough', ...here, roles: ['viewer'] }],
    ]
    for (const [path, json] of calls) {
      const first = await test.ask('POST', path, { token, json, headers: key(path) })
      await db.updateTable('idempotency').set({ status: null, response: null }).where('key', '=', path).execute()
      const again = await test.ask('POST', path, { token, json, headers: key(path) })
      expect([again.status, again.text], path).toEqual([201, first.text])
    }
    const { items } = await test.operator<{ items: unknown[] }>('GET', '/sheets')
    expect(items.length).toBe(2)
  })

  it('HTTP-4 remembers no password, not even a digest of it', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const post = (password: string) =>
      test.ask('POST', '/members', {
        token: test.hub.controlToken,
        json: { name: '某人', login: 'lin', password, ...here, roles: ['viewer'] },
        headers: key('k'),
      })
    expect((await post('first password')).status).toBe(201)
    expect((await post('other password')).status).toBe(201)
  })

  it('HTTP-4 an answer damaged on disk is a conflict, and the hub goes on', async () => {
    const test = await testHub()
    const idempotency = new Idempotency(test.hub.store, () => 0)
    const work = async () => ({ status: 200, json: '1' })
    for (const column of ['response', 'request_digest']) {
      const call = { member: 'm', key: column, digest: 'd' }
      await idempotency.once(call, work)
      await sql`update idempotency set ${sql.ref(column)} = cast(x'c328' as text)`.execute(test.hub.store.db)
      await expect(idempotency.once(call, work)).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  it('HTTP-4 forgets keys after two days', async () => {
    const clock = { now: 0 }
    const test = await testHub()
    const idempotency = new Idempotency(test.hub.store, () => clock.now)
    let runs = 0
    const call = { member: 'm', key: 'k', digest: 'd' }
    const work = async () => ({ status: 200, json: String(++runs) })
    const answers = [await idempotency.once(call, work), await idempotency.once(call, work)]
    clock.now += 49 * 3_600_000
    expect([...answers, await idempotency.once(call, work)].map(it => it.json)).toEqual(['1', '1', '2'])
  })
})
