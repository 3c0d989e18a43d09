import { describe, expect, it } from 'vitest'
import type { SubmissionItem } from '../../../shared/protocol/intake.ts'
import type { Connection, MappingPreview } from '../../../shared/protocol/intakeConnections.ts'
import { operationIn, testHub, tokenIn } from '../testHub.ts'

/** What Jinshuju sends, in its own shape. */
const entry = (serial: number, more: object = {}) => ({
  form: 'Xy12',
  form_name: '物资求助',
  entry: {
    serial_number: serial,
    field_1: '医用外科口罩',
    field_2: '2,000',
    field_3: { province: '陕西省', city: '西安市', district: '莲湖区' },
    field_4: '13800000000',
    field_5: ['上午', '下午'],
    info_remote_ip: '192.0.2.1',
    ...more,
  },
})

const MAPPING = {
  serial_number: { to: 'nothing' },
  field_1: { to: 'column', column: 'item' },
  field_2: { to: 'column', column: 'quantity' },
  'field_3.province': { to: 'column', column: 'province' },
  'field_3.city': { to: 'column', column: 'city' },
  'field_3.district': { to: 'column', column: 'district' },
  field_4: { to: 'detail', detail: 'phone' },
  field_5: { to: 'answer' },
}

async function scene() {
  const clock = { now: Date.parse('2022-01-05T08:00:00Z') }
  const test = await testHub({ now: () => clock.now })
  const here = await operationIn(test, '西安')
  const token = await tokenIn(test, 'coordinator', here)
  const post = async <T>(path: string, json: object): Promise<T> => {
    const answer = await test.ask('POST', path, { token, json })
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.json as T
  }
  type Made = { connection: Connection; secret: string }
  const made = await post<Made>(`/operations/${here.operation}/intake-connections`, {
    sheet: here.sheet,
    name: '金数据',
  })
  const { id } = made.connection
  const send = (json: unknown, headers: Record<string, string> = { 'x-gongji-secret': made.secret }, to = id) =>
    test.ask('POST', `/public/webhooks/${to}`, { json, headers })
  const inbox = async () =>
    (
      (await test.ask('GET', `/operations/${here.operation}/submissions`, { token })).json as {
        items: SubmissionItem[]
      }
    ).items
  const change = (wish: object) => post<{ renewed: number }>(`/intake-connections/${id}`, wish)
  const preview = (mapping: object) => post<MappingPreview>(`/intake-connections/${id}/preview`, { mapping })
  const payloads = () => test.hub.store.db.selectFrom('intake_payload').selectAll().execute()
  return { test, here, clock, token, post, id, secret: made.secret, send, inbox, change, preview, payloads }
}

describe('forms of other services', { timeout: 60_000 }, () => {
  it('INTAKE-15 a wrong secret, none, an unknown and a closed way in are answered alike', async () => {
    const { send, secret, change } = await scene()
    const wrong = await send(entry(1), { 'x-gongji-secret': 'wrong' })
    const basic = `Basic ${Buffer.from(`gongji:${secret}`).toString('base64')}`
    expect((await send(entry(1), { authorization: basic })).status).toBe(200)
    const others = [await send(entry(1), {}), await send(entry(1), { 'x-gongji-secret': secret }, 'nothing')]
    await change({ closed: true })
    others.push(await send(entry(2)))
    expect(wrong.status).toBe(401)
    for (const other of others) expect([other.status, other.text]).toEqual([wrong.status, wrong.text])
  })

  it('INTAKE-15 the same serial number is kept once, and what is no object is refused in words', async () => {
    const { send, inbox } = await scene()
    const [one, two] = [await send(entry(7)), await send(entry(7, { field_1: '改过' }))]
    expect([one.json, two.json]).toEqual([
      { id: expect.any(String), again: false },
      { id: (one.json as { id: string }).id, again: true },
    ])
    expect(await inbox()).toHaveLength(1)
    const bad = await send('text')
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, expect.stringContaining('problem+json')])
    expect((await send({ more: 'x'.repeat(1_100_000) })).status).toBe(413)
  })

  it('INTAKE-16 without a mapping it waits with its fields as signs; mapped, tried and saved, it is read anew', async () => {
    const { send, inbox, preview, change, clock } = await scene()
    await send(entry(1))
    const [before] = await inbox()
    expect(before).toMatchObject({ state: 'held', cells: {}, source: 'webhook', from: '金数据', contact: null })
    expect(before?.signs).toContain('unmapped:field_1')
    const [tried] = (await preview(MAPPING)).items
    expect(tried).toMatchObject({
      cells: { item: '医用外科口罩', quantity: 2000, district: '莲湖区' },
      details: ['phone'],
      signs: [],
    })
    expect((await inbox())[0]?.cells).toEqual({})
    expect((await change({ mapping: MAPPING })).renewed).toBe(1)
    const [after] = await inbox()
    expect(after).toMatchObject({ state: 'received', cells: { item: '医用外科口罩', quantity: 2000 }, signs: [] })
    expect(after?.contact?.phone).toBe('138****0000')
    clock.now += 1000
    await send(entry(2, { field_2: '很多' }))
    expect((await inbox())[1]).toMatchObject({ state: 'held', signs: expect.arrayContaining(['unread:field_2']) })
  })

  it('INTAKE-17 what was sent is sealed, shown without numbers, and gone a day after the decision', async () => {
    const { send, inbox, preview, payloads, post, here, clock, test } = await scene()
    await send(entry(1))
    const [kept] = await payloads()
    expect(Buffer.from(kept?.body ?? []).toString('latin1')).not.toMatch(/13800000000|field_1/)
    expect(JSON.stringify(await test.hub.store.db.selectFrom('submission').selectAll().execute())).not.toContain(
      '1380000',
    )
    const { items } = await preview({})
    expect(items[0]?.fields).toMatchObject({ field_1: '医用外科口罩', field_4: '***', field_5: '上午、下午' })
    expect(items[0]?.fields).not.toHaveProperty('info_remote_ip')
    const decide = (ids: string[]) =>
      post(`/operations/${here.operation}/submissions/decisions`, { decision: 'spam', ids })
    await decide([(await inbox())[0]?.id ?? ''])
    expect(await payloads()).toHaveLength(1)
    clock.now += 25 * 3_600_000
    await decide(['nothing'])
    expect(await payloads()).toEqual([])
  })
})
