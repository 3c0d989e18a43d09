import { describe, expect, it } from 'vitest'
import type { CellWish } from '../../../server/sync/SheetRooms.ts'
import type { DeletedRow, Restored, RestorePreview } from '../../../shared/protocol/time.ts'
import { ROW_GONE } from '../../../shared/sheet/cell.ts'
import { operationIn, personIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

const MINUTE = 60_000

/** A hub whose clock is the test's, a sheet of five rows in it, and a coordinator. */
async function scene() {
  let now = Date.parse('2022-01-05T00:00:00Z')
  const test = await testHub({ now: () => now })
  const here = await operationIn(test, '西安')
  const { rooms } = test.hub
  const ids = ['r1', 'r2', 'r3', 'r4', 'r5']
  await rooms.appendRows(
    here.sheet,
    ids.map(id => ({ id, cells: { item: `物资${id}`, quantity: 10 } })),
    { member: 'importer', session: 's' },
  )
  const write = (...wishes: CellWish[]) => rooms.writeCells(here.sheet, wishes, { member: 'ann', session: 's' })
  const later = (): string => {
    now += MINUTE
    const moment = new Date(now).toISOString()
    now += MINUTE
    return moment
  }
  const rowsAt = async (at?: string) =>
    (
      (
        await test.ask('GET', `/sheets/${here.sheet}/rows${at === undefined ? '' : `?at=${at}`}`, {
          token: test.hub.controlToken,
        })
      ).json as { items: { id: string; cells: object }[] }
    ).items
  const token = await tokenIn(test, 'coordinator', here)
  const path = `/sheets/${here.sheet}/restore`
  return {
    test,
    here,
    write,
    later,
    rowsAt,
    append: (id: string) =>
      rooms.appendRows(here.sheet, [{ id, cells: { item: '新' } }], { member: 'ann', session: 's' }),
    preview: async (at: string) => (await test.ask('GET', `${path}?at=${at}`, { token })).json as RestorePreview,
    restore: async (at: string, seen: number) =>
      (await test.ask('POST', path, { token, json: { at, seen } })).json as Restored,
    token,
  }
}

const set = (row: string, column: string, value: CellWish['value']): CellWish => ({ row, column, value })

/** What happens to the sheet after the moment the tests go back to. */
async function damage({ write, append }: Awaited<ReturnType<typeof scene>>): Promise<void> {
  await write(set('r1', 'quantity', 999), set('r1', 'note', '广告'), set('r2', 'item', null))
  await write(set('r3', ROW_GONE, true))
  await append('r6')
  await write(set('r6', 'quantity', 6))
}

describe('going back to a moment', () => {
  it('TIME-6 TIME-7 says what it would change, and then the sheet is as it was, forward', async () => {
    const on = await scene()
    const then = on.later()
    const before = await on.rowsAt()
    await damage(on)
    on.later()
    const damaged = await on.rowsAt()
    const preview = await on.preview(then)
    expect(preview).toMatchObject({ cells: 3, rowsBack: 1, rowsAway: 1, rowsMoved: 0 })
    expect(preview.columns).toEqual(
      expect.arrayContaining([
        { column: 'quantity', cells: 1 },
        { column: 'note', cells: 1 },
        { column: 'item', cells: 1 },
      ]),
    )
    expect(preview.sample).toContainEqual({ row: 'r1', column: 'quantity', now: 999, was: 10 })
    expect(await on.rowsAt()).toEqual(damaged)
    const result = await on.restore(then, preview.seen)
    expect(result).toMatchObject({ written: 5, leftCount: 0, left: [] })
    expect(await on.rowsAt()).toEqual(before)
    // A row that went away keeps its cells.
    const deleted = (await on.test.ask('GET', `/sheets/${on.here.sheet}/deleted`, { token: on.token })).json as {
      items: DeletedRow[]
    }
    expect(deleted.items[0]).toMatchObject({ id: 'r6', cells: { item: '新', quantity: 6 } })
  })

  it('TIME-7 is attributed, one record, and changes nothing the second time', async () => {
    const on = await scene()
    const then = on.later()
    await damage(on)
    on.later()
    const { seen } = await on.preview(then)
    await on.restore(then, seen)
    const history = await on.test.hub.store.history({ sheet: on.here.sheet, limit: 5 })
    expect(new Set(history.map(change => change.seq)).size).toBe(1)
    expect(new Set(history.map(change => change.member)).size).toBe(1)
    expect(history[0]?.memberName).not.toBe('ann')
    const again = await on.preview(then)
    expect(again).toMatchObject({ cells: 0, rowsBack: 0, rowsAway: 0, sample: [] })
    expect(await on.restore(then, again.seen)).toMatchObject({ written: 0, before: null })
  })

  it('TIME-8 is taken back by going back to just before it', async () => {
    const on = await scene()
    const then = on.later()
    await damage(on)
    on.later()
    const damaged = await on.rowsAt()
    const { seen } = await on.preview(then)
    const first = await on.restore(then, seen)
    on.later()
    await on.write(set('r5', 'note', '其后'))
    const back = await on.restore(first.before ?? '', first.seen)
    expect(back).toMatchObject({ written: 5, leftCount: 1, left: [{ row: 'r5', column: 'note' }] })
    expect((await on.rowsAt()).map(({ id }) => id)).toEqual(damaged.map(({ id }) => id))
    expect((await on.rowsAt()).find(({ id }) => id === 'r1')).toEqual(damaged.find(({ id }) => id === 'r1'))
  })

  it('TIME-9 leaves and names what was changed after the preview', async () => {
    const on = await scene()
    const then = on.later()
    await damage(on)
    on.later()
    const { seen } = await on.preview(then)
    await on.write(set('r1', 'quantity', 50))
    const result = await on.restore(then, seen)
    expect(result).toMatchObject({ written: 4, leftCount: 1, left: [{ row: 'r1', column: 'quantity' }] })
    expect((await on.rowsAt()).find(({ id }) => id === 'r1')?.cells).toMatchObject({ quantity: 50 })
  })

  it('TIME-6 a moment to come is refused, and an editor may not', async () => {
    const on = await scene()
    const { status, json } = await on.test.ask('GET', `/sheets/${on.here.sheet}/restore?at=2030-01-01T00:00:00Z`, {
      token: on.token,
    })
    expect([status, (json as { code: string }).code]).toEqual([400, 'bad-request'])
    const editor = await tokenIn(on.test, 'editor', on.here)
    const wish = { token: editor, json: { at: '2022-01-05T00:00:00Z', seen: 0 } }
    expect((await on.test.ask('POST', `/sheets/${on.here.sheet}/restore`, wish)).status).toBe(403)
  })
})

describe('the past over HTTP', () => {
  it('TIME-11 of a sheet and of a row is what the cells changed since held', async () => {
    const on = await scene()
    const then = on.later()
    await damage(on)
    const past = async (more: string) =>
      (await on.test.ask('GET', `/sheets/${on.here.sheet}/past?at=${then}${more}`, { token: on.token })).json
    expect(await past('')).toEqual({
      at: then,
      rows: {
        r1: { quantity: 10, note: null },
        r2: { item: '物资r2' },
        r3: { _gone: null },
        r6: { _row: null, quantity: null },
      },
    })
    expect(await past('&row=r1')).toEqual({ at: then, rows: { r1: { quantity: 10, note: null } } })
  })

  it('TIME-5 deleted rows are listed, the last deleted first, with who did it', async () => {
    const on = await scene()
    const { cookie, id } = await personIn(on.test as TestHub, 'duty', 'editor', on.here)
    await on.test.hub.rooms.writeCells(on.here.sheet, [set('r2', ROW_GONE, true)], { member: id, session: 's' })
    on.later()
    await on.write(set('r4', ROW_GONE, true))
    const { json } = await on.test.ask('GET', `/sheets/${on.here.sheet}/deleted?limit=5`, { cookie })
    expect(json).toMatchObject({
      count: 2,
      items: [
        { id: 'r4', cells: { item: '物资r4' }, member: { id: 'ann' } },
        { id: 'r2', member: { id, name: 'duty' } },
      ],
    })
  })
})
