import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashTrackingCode, readTrackingCode, trackingCode } from '../../../server/services/intakeTracking.ts'
import { type IntakeBench, intakeBench } from './intakeDoubles.ts'

let bench: IntakeBench
beforeEach(async () => {
  bench = await intakeBench()
})
afterEach(() => bench.real.close())

const kept = () => bench.real.store.db.selectFrom('submission').selectAll().orderBy('id').execute()
const signsOf = async (id: string) =>
  JSON.parse((await kept()).find(row => row.id === id)?.signs ?? '[]') as readonly string[]

describe('what comes in', () => {
  it('INTAKE-1 is kept before it is answered and writes no sheet', async () => {
    const { id, again } = await bench.receive.receive(bench.submission(), bench.making())
    expect(again).toBe(false)
    expect((await kept()).map(row => [row.id, row.state, row.community])).toEqual([[id, 'received', '胜利社区']])
    expect(await bench.real.rows(bench.sheet)).toEqual([])
  })

  it('INTAKE-1 sent again, at once or later, it is the same submission with the same code and one contact', async () => {
    const sent = bench.submission({ details: { phone: '13800000000' } })
    const [one, two] = await Promise.all([
      bench.receive.receive(sent, bench.making()),
      bench.receive.receive(sent, bench.making()),
    ])
    const three = await bench.receive.receive(sent, bench.making())
    expect([two.id, three.id]).toEqual([one.id, one.id])
    expect([two.trackingCode, three.trackingCode]).toEqual([one.trackingCode, one.trackingCode])
    expect([one.again, two.again].sort()).toEqual([false, true])
    expect(three.again).toBe(true)
    expect(await kept()).toHaveLength(1)
    expect(bench.vault.kept.size).toBe(1)
  })

  it('INTAKE-1 personal details go to the vault and are nowhere in the database beside it', async () => {
    await bench.receive.receive(
      bench.submission({ details: { phone: '13800000000', address: '某街 1 号' } }),
      bench.making(),
    )
    expect([...bench.vault.kept.values()]).toEqual([{ phone: '13800000000', address: '某街 1 号' }])
    expect(JSON.stringify(await kept())).not.toMatch(/13800000000|某街/)
  })

  it('INTAKE-6 what a column can never hold is refused, naming it; another operation has no such sheet', async () => {
    const refused = (cells: Record<string, string | number>) =>
      bench.receive.receive(bench.submission({ cells }), bench.making())
    await expect(refused({ item: '口罩', quantity: '很多' })).rejects.toThrow(/cells\.quantity: not-a-number/)
    await expect(refused({ nothing: 1 })).rejects.toThrow(/cells\.nothing/)
    await expect(bench.receive.receive(bench.submission({ operation: 'other' }), bench.making())).rejects.toMatchObject(
      { code: 'not-found' },
    )
    expect(await kept()).toEqual([])
  })

  it('INTAKE-4 an offer of 1e14 masks is kept and waits to be looked at', async () => {
    const { id } = await bench.receive.receive(
      bench.submission({ cells: { item: '口罩', quantity: 1e14 }, acceptByRule: true }),
      bench.making(),
    )
    expect((await kept())[0]?.state).toBe('held')
    expect(await signsOf(id)).toEqual(['amount:quantity'])
  })

  it('INTAKE-5 links, repeated text, phone numbers and what is missing are signs, each with its field', async () => {
    const { id } = await bench.receive.receive(
      bench.submission({
        cells: { note: '加微信 www.example.com', requirements: '买买买买买买买买买' },
        answers: { more: '电话 138 0000 0000' },
        suspicions: ['honeypot'],
      }),
      bench.making(),
    )
    expect([...(await signsOf(id))].sort()).toEqual(
      ['honeypot', 'link:note', 'missing:item', 'personal:more', 'repeated:requirements'].sort(),
    )
  })

  it('INTAKE-5 a row that may be about the same is a sign; when that cannot be told it is kept all the same', async () => {
    bench.near = [{ row: 'r1', score: 0.9, why: ['sameText'] }]
    const { id } = await bench.receive.receive(bench.submission({ acceptByRule: true }), bench.making())
    expect(await signsOf(id)).toEqual(['alike'])
    expect((await kept())[0]?.state).toBe('held')
  })

  it('INTAKE-7 what a form lets in by rule becomes a row at once, as the form’s doing', async () => {
    const { id } = await bench.receive.receive(bench.submission({ acceptByRule: true }), bench.making())
    expect((await kept())[0]).toMatchObject({ state: 'accepted', row_id: id, decided_by: null, row_written: 1 })
    expect((await bench.real.rows(bench.sheet)).map(row => row.id)).toEqual([id])
    const [change] = await bench.real.store.db.selectFrom('cell_change').selectAll().execute()
    expect(change?.member_id).toBe('intake')
  })
})

describe('tracking codes', () => {
  it('INTAKE-2 a code tells state and days, however it is typed, and the database only has its hash', async () => {
    const { trackingCode: code } = await bench.receive.receive(bench.submission(), bench.making())
    expect(code).toMatch(/^GJ-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
    const told = { state: 'received', at: bench.real.now, decidedAt: null }
    expect(await bench.receive.follow(code)).toEqual(told)
    expect(await bench.receive.follow(code.toLowerCase().replaceAll('-', ' '))).toEqual(told)
    expect(await bench.receive.follow(code.slice(3))).toEqual(told)
    expect(JSON.stringify(await kept())).not.toContain(code)
    expect(await bench.receive.follow('GJ-2222-2222')).toBeUndefined()
    expect(await bench.receive.follow('什么')).toBeUndefined()
  })

  it('INTAKE-2 where two codes would be the same, the second thing gets another', async () => {
    const first = bench.submission()
    const { id } = await bench.receive.receive(first, bench.making())
    const second = bench.submission()
    const taken = hashTrackingCode(
      await bench.receive.secret(),
      trackingCode(await bench.receive.secret(), 'form/form1', second.key, 0),
    )
    await bench.real.store.db.updateTable('submission').set({ tracking_hash: taken }).where('id', '=', id).execute()
    const { trackingCode: code } = await bench.receive.receive(second, bench.making())
    expect((await bench.receive.receive(second, bench.making())).trackingCode).toBe(code)
    expect(await kept()).toHaveLength(2)
  })

  it('INTAKE-2 no sign of a code can be taken for another', () => {
    expect(readTrackingCode('GJ-0OIL-1111')).toBeUndefined()
    expect(readTrackingCode('ｇｊ2345abcd')).toBe('GJ-2345-ABCD')
  })
})
