import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { IntakeInbox } from '../../../server/services/intakeInbox.ts'
import { inboxQuery } from '../../../shared/protocol/intake.ts'
import { COORDINATOR, type IntakeBench, intakeBench } from './intakeDoubles.ts'

let bench: IntakeBench
let inbox: IntakeInbox
beforeEach(async () => {
  bench = await intakeBench()
  inbox = new IntakeInbox({
    db: bench.real.store.db,
    rooms: bench.real.rooms,
    vault: bench.vault,
    likenesses: { near: async () => bench.near },
    forms: {
      titles: async ids => new Map(ids.map(id => [id, { zh: '求助', en: 'Help' }])),
      questions: async () => [
        { id: 'q1', asks: { kind: 'own', answer: 'text' }, label: { zh: '几口人', en: 'How many' }, required: false },
      ],
    },
  })
})
afterEach(() => bench.real.close())

const receive = async (more?: Parameters<IntakeBench['submission']>[0]) => {
  bench.real.now += 1000
  return (await bench.receive.receive(bench.submission(more), bench.making())).id
}
const page = (query: object = {}, confidential = true) =>
  inbox.page('op', inboxQuery.parse(query), confidential, bench.real.now)

describe('the inbox', () => {
  it('INTAKE-11 what waits longest is first, page by page, by form, source, community and state', async () => {
    const [one, two, three] = [
      await receive(),
      await receive({ source: 'proxy', suspicions: ['tooFast'] }),
      await receive({ cells: { item: '奶粉', organization: '和平社区' } }),
    ]
    const first = await page({ limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual([one, two])
    expect((await page({ limit: 2, cursor: first.next })).items.map(({ id }) => id)).toEqual([three])
    const ids = async (query: object) => (await page(query)).items.map(({ id }) => id)
    expect(await ids({ source: 'proxy' })).toEqual([two])
    expect(await ids({ state: 'held' })).toEqual([two])
    expect(await ids({ community: '和平社区' })).toEqual([three])
    expect(await ids({ form: 'other' })).toEqual([])
    await bench.decisions.decide('op', { decision: 'spam', ids: [one, two] }, COORDINATOR, bench.real.now)
    expect(await ids({ state: 'spam' })).toEqual([two, one])
    expect(await inbox.count('op', true)).toEqual({
      waiting: 1,
      held: 0,
      communities: ['和平社区', '胜利社区'],
      forms: [{ id: 'form1', title: { zh: '求助', en: 'Help' } }],
    })
  })

  it('INTAKE-11 confidential ones are neither listed nor counted for who may not see them', async () => {
    await receive({ confidential: true })
    expect((await page()).items).toHaveLength(1)
    expect((await page({}, false)).items).toEqual([])
    expect((await inbox.count('op', false)).waiting).toBe(0)
  })

  it('INTAKE-12 one is shown with its questions, its mask, its signs and the rows it may be about', async () => {
    await bench.real.rooms.appendRows(bench.sheet, [{ id: 'r1', cells: { item: '口罩' } }], COORDINATOR)
    bench.near = [{ row: 'r1', score: 0.8, why: ['sameItem'] }]
    const id = await receive({ answers: { q1: 3 }, details: { phone: '13800000000' }, files: ['p1'] })
    const detail = await inbox.get(id, bench.real.now)
    expect(detail.answers).toEqual([{ id: 'q1', label: { zh: '几口人', en: 'How many' }, value: 3 }])
    expect(detail.candidates).toEqual([{ row: 'r1', score: 0.8, why: ['sameItem'], cells: { item: '口罩' } }])
    expect(detail).toMatchObject({ files: ['p1'], signs: ['alike'], contact: { phone: '138****0000' }, from: '求助' })
    expect(JSON.stringify(detail)).not.toContain('13800000000')
    await expect(inbox.get('nothing', 0)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('INTAKE-12 a row says which submissions it came from and was given, and who decided', async () => {
    const made = await receive()
    await bench.decisions.decide('op', { decision: 'accept', ids: [made] }, COORDINATOR, bench.real.now)
    const given = await receive()
    await bench.decisions.decide('op', { decision: 'attach', ids: [given], row: made }, COORDINATOR, bench.real.now + 1)
    const origins = await inbox.originsOf(bench.sheet, made)
    expect(origins.map(({ submission, state, from, decidedBy }) => [submission, state, from, decidedBy])).toEqual([
      [made, 'accepted', '求助', '本机操作 (local operator)'],
      [given, 'attached', '求助', '本机操作 (local operator)'],
    ])
  })
})
