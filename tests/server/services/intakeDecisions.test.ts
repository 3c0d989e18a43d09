import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UNDO_MS } from '../../../server/services/intakeDecisions.ts'
import type { Decision } from '../../../shared/protocol/intake.ts'
import { COORDINATOR, type IntakeBench, intakeBench } from './intakeDoubles.ts'

let bench: IntakeBench
beforeEach(async () => {
  bench = await intakeBench()
})
afterEach(() => bench.real.close())

const receive = async (more?: Parameters<IntakeBench['submission']>[0]) =>
  (await bench.receive.receive(bench.submission(more), bench.making())).id
const decide = (decision: Decision, by = COORDINATOR) => bench.decisions.decide('op', decision, by, bench.real.now)
const undo = (id: string, at = bench.real.now) => bench.decisions.undo('op', [id], COORDINATOR, at)
const stateOf = async (id: string) =>
  (await bench.real.store.db.selectFrom('submission').selectAll().where('id', '=', id).executeTakeFirstOrThrow()).state
const rows = () => bench.real.rows(bench.sheet)

describe('decisions', () => {
  it('INTAKE-8 accepted it is a row of its sheet, its contact tied to it, written by who accepted', async () => {
    const id = await receive({ details: { phone: '13800000000' } })
    expect(await decide({ decision: 'accept', ids: [id] })).toEqual([
      { id, done: true, state: 'accepted', row: id, sheet: bench.sheet },
    ])
    expect(await rows()).toEqual([
      {
        id,
        cells: { item: '医用外科口罩', quantity: 200, organization: '胜利社区', reportedAt: '2020-02-05T04:00:00Z' },
      },
    ])
    expect(bench.vault.tied).toEqual([[[...bench.vault.kept.keys()][0], bench.sheet, id]])
    const [change] = await bench.real.store.db.selectFrom('cell_change').selectAll().execute()
    expect(change?.member_id).toBe(COORDINATOR.member)
  })

  it('INTAKE-8 what a row cannot hold is put right first; nothing is written before', async () => {
    const id = await receive({ cells: { item: '口罩', quantity: 1e14 } })
    expect(await decide({ decision: 'accept', ids: [id] })).toEqual([
      { id, done: false, why: 'unfit', field: 'quantity' },
    ])
    expect(await rows()).toEqual([])
    await decide({ decision: 'accept', ids: [id], cells: { quantity: 1000 } })
    expect((await rows())[0]?.cells).toMatchObject({ quantity: 1000 })
  })

  it('INTAKE-8 attached it points to a living row and changes none', async () => {
    const target = await receive()
    await decide({ decision: 'accept', ids: [target] })
    const id = await receive()
    expect(await decide({ decision: 'attach', ids: [id], row: 'nothing' })).toEqual([{ id, done: false, why: 'noRow' }])
    expect(await decide({ decision: 'attach', ids: [id], row: target })).toMatchObject([{ done: true, row: target }])
    expect(await rows()).toHaveLength(1)
  })

  it('INTAKE-9 of two people deciding at once one wins, and the other is told who and what', async () => {
    const id = await receive()
    const other = { ...COORDINATOR, member: 'importer' }
    const outcomes = await Promise.all([
      decide({ decision: 'accept', ids: [id] }),
      decide({ decision: 'reject', ids: [id], reason: '重复' }, other),
    ])
    const [won, lost] = outcomes.flat().sort((a, b) => Number(b.done) - Number(a.done))
    expect([won?.done, lost?.done]).toEqual([true, false])
    const state = await stateOf(id)
    expect(lost).toEqual({
      id,
      done: false,
      why: 'taken',
      state,
      by: state === 'accepted' ? '本机操作 (local operator)' : '导入',
    })
    expect(await rows()).toHaveLength(state === 'accepted' ? 1 : 0)
  })

  it('INTAKE-9 many at once are decided each by itself; another operation’s are missing', async () => {
    const [one, two] = [await receive(), await receive()]
    await decide({ decision: 'spam', ids: [two] })
    expect(await decide({ decision: 'reject', ids: [one, two, 'nothing'], reason: '不在范围' })).toMatchObject([
      { id: one, done: true, state: 'rejected' },
      { id: two, done: false, why: 'taken', state: 'spam' },
      { id: 'nothing', done: false, why: 'missing' },
    ])
    expect(await bench.decisions.decide('other', { decision: 'spam', ids: [one] }, COORDINATOR, 0)).toEqual([
      { id: one, done: false, why: 'missing' },
    ])
  })

  it('INTAKE-9 CONF-1 confidential ones are not there for who may not see them, and become rows of the companion', async () => {
    const id = await receive({ confidential: true })
    expect(await decide({ decision: 'spam', ids: [id] }, { ...COORDINATOR, confidential: false })).toEqual([
      { id, done: false, why: 'missing' },
    ])
    const [accepted] = await decide({ decision: 'accept', ids: [id] })
    expect(accepted).toMatchObject({ done: true, row: id, sheet: expect.stringMatching(/secret$/) })
  })

  it('INTAKE-10 a decision is taken back within a day: the row goes, and comes back when it is accepted again', async () => {
    const id = await receive()
    await decide({ decision: 'accept', ids: [id] })
    expect(await undo(id)).toEqual([{ id, done: true, state: 'received' }])
    expect(await rows()).toEqual([])
    expect(await undo(id)).toEqual([{ id, done: false, why: 'waits' }])
    await decide({ decision: 'accept', ids: [id], cells: { quantity: 5 } })
    expect((await rows()).map(row => [row.id, row.cells.quantity])).toEqual([[id, 5]])
    expect(await undo(id, bench.real.now + UNDO_MS + 1)).toEqual([{ id, done: false, why: 'late' }])
  })

  it('INTAKE-10 a row somebody has worked on since stays', async () => {
    const id = await receive()
    await decide({ decision: 'accept', ids: [id] })
    bench.real.now += 1000
    await bench.real.rooms.writeCells(bench.sheet, [{ row: id, column: 'quantity', value: 7 }], COORDINATOR)
    expect(await undo(id)).toEqual([{ id, done: false, why: 'changed' }])
    expect(await stateOf(id)).toBe('accepted')
  })

  it('INTAKE-8 what was accepted when the hub was killed is written at the next start, once', async () => {
    const id = await receive()
    await decide({ decision: 'accept', ids: [id] })
    const lost = await receive()
    await bench.real.store.db
      .updateTable('submission')
      .set({ state: 'accepted', row_id: lost, row_sheet_id: bench.sheet, row_cells: '{"item":"手套"}', row_written: 0 })
      .where('id', '=', lost)
      .execute()
    await bench.real.store.db.updateTable('submission').set({ row_written: 0 }).where('id', '=', id).execute()
    expect(await bench.decisions.finish()).toBe(2)
    expect((await rows()).map(row => row.id).sort()).toEqual([id, lost].sort())
    expect(await bench.decisions.finish()).toBe(0)
  })
})
