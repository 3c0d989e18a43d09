import { describe, expect, it } from 'vitest'
import type { SheetInfo } from '../../../shared/protocol/http.ts'
import { ROW_GONE } from '../../../shared/sheet/cell.ts'
import { documentOf, PlainClient } from '../sync/sockets.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

interface Scene {
  readonly test: TestHub
  readonly at: Operation
  readonly coordinator: string
  readonly editor: string
}

const HOUR = 3_600_000
const START = Date.UTC(2022, 0, 5)
const rowId = (i: number): string => `r${i}`

/** A sheet of some rows by an importer of long ago, on a clock the test moves. */
async function scene(rows = 3): Promise<Scene & { readonly clock: { now: number } }> {
  const clock = { now: START }
  const test = await testHub({ now: () => clock.now })
  const at = await operationIn(test, '甲')
  await test.hub.rooms.appendRows(
    at.sheet,
    Array.from({ length: rows }, (_, i) => ({ id: rowId(i), cells: { item: `口罩 ${i}`, note: `第 ${i} 批` } })),
    { member: 'importer', session: 'test' },
  )
  return {
    test,
    at,
    clock,
    coordinator: await tokenIn(test, 'coordinator', at),
    editor: await tokenIn(test, 'editor', at),
  }
}

const ask = async (here: Scene, method: string, path: string, token: string, json?: unknown) => {
  const { status, json: body } = await here.test.ask(method, path, { token, ...(json === undefined ? {} : { json }) })
  return { status, body: body as { code?: string; [key: string]: unknown } }
}
const nod = (here: Scene, more: object = {}) =>
  ask(here, 'POST', `/operations/${here.at.operation}/guard`, here.coordinator, {
    nod: true,
    hours: 24,
    edits: 2,
    ...more,
  })
const suggest = (here: Scene, edits: object[], token = here.editor) =>
  ask(here, 'POST', `/sheets/${here.at.sheet}/suggestions`, token, { edits })
const listed = async (here: Scene, token: string) =>
  (await ask(here, 'GET', `/sheets/${here.at.sheet}/suggestions`, token)).body as unknown as {
    waiting: number
    items: {
      id: string
      row: string
      column: string
      old: unknown
      new: unknown
      state: string
      reason: string | null
    }[]
  }
const decide = (here: Scene, body: object, token = here.coordinator) =>
  ask(here, 'POST', `/sheets/${here.at.sheet}/suggestions/decide`, token, body)
const waits = async (here: Scene, token: string): Promise<boolean> =>
  ((await here.test.ask('GET', `/sheets/${here.at.sheet}`, { token })).json as SheetInfo).waits === true
const cell = async (here: Scene, row: string, column: string) =>
  here.test.hub.rooms.read(here.at.sheet, sheet => sheet.value(row, column))
const reader = async ({ test, at }: Scene, token: string): Promise<PlainClient> =>
  new PlainClient({ test, operation: at, document: await documentOf(test, at.sheet) }, { token }).synced()
const ended = (client: PlainClient): Promise<string> =>
  new Promise(resolve => client.ws?.once('close', (code, reason) => resolve(`${code} ${reason}`)))

describe('bulk edits', () => {
  it('GUARD-3 a coordinator empties 1,240 cells in one confirmed command; an editor may not', {
    timeout: 60_000,
  }, async () => {
    const here = await scene(620)
    const ids = Array.from({ length: 620 }, (_, i) => rowId(i))
    const edits = ids.flatMap(row => ['item', 'note'].map(column => ({ row, column, value: null })))
    const path = `/sheets/${here.at.sheet}/bulk-edits`
    expect((await ask(here, 'POST', `${path}/weight`, here.editor, { edits })).body).toEqual({
      emptied: 1240,
      overwritten: 0,
      others: 1240,
      refused: 'mass-delete',
    })
    expect((await ask(here, 'POST', path, here.editor, { edits })).status).toBe(403)
    expect(await cell(here, 'r7', 'note')).toBe('第 7 批')
    expect((await ask(here, 'POST', path, here.coordinator, { edits })).body).toEqual({ written: 1240 })
    expect(await cell(here, 'r7', 'note')).toBe(null)
    const history = await here.test.hub.store.history({ sheet: here.at.sheet, limit: 1000 })
    const bulk = history.filter(({ column, new: value }) => column === 'note' && value === null)
    expect(new Set(bulk.map(({ at, member }) => `${at} ${member}`)).size).toBe(1)
  })

  it('GUARD-3 one unknown row or column refuses the whole command', async () => {
    const here = await scene()
    const path = `/sheets/${here.at.sheet}/bulk-edits`
    for (const wrong of [
      { row: 'nobody', column: 'note', value: 'x' },
      { row: 'r1', column: 'phone', value: 'x' },
      { row: 'r1', column: ROW_GONE, value: 'yes' },
    ]) {
      const { status } = await ask(here, 'POST', path, here.coordinator, {
        edits: [{ row: 'r0', column: 'note', value: 'x' }, wrong],
      })
      expect(status).toBe(400)
      expect(await cell(here, 'r0', 'note')).toBe('第 0 批')
    }
  })

  it('GUARD-2 the weight counts what others wrote last, not what the caller did', async () => {
    const here = await scene()
    const ann = await reader(here, here.editor)
    ann.set('r0', 'note', '我写的')
    const ben = await reader(here, here.coordinator)
    await ben.sees('r0', 'note', '我写的')
    const edits = ['r0', 'r1'].map(row => ({ row, column: 'note', value: 'x' }))
    const weigh = async (token: string) =>
      (await ask(here, 'POST', `/sheets/${here.at.sheet}/bulk-edits/weight`, token, { edits })).body
    expect(await weigh(here.editor)).toEqual({ emptied: 0, overwritten: 2, others: 1 })
    expect(await weigh(here.coordinator)).toEqual({ emptied: 0, overwritten: 2, others: 2 })
  })
})

describe('newcomers', () => {
  it('GUARD-4 nobody waits until a coordinator says so; then only those without an old edit, and never who decides', async () => {
    const here = await scene()
    const old = await tokenIn(here.test, 'editor', here.at)
    const veteran = await reader(here, old)
    veteran.set('r0', 'note', '老成员')
    const watcher = await reader(here, here.coordinator)
    await watcher.sees('r0', 'note', '老成员')
    expect(await waits(here, here.editor)).toBe(false)
    here.clock.now = START + 25 * HOUR
    expect((await nod(here)).status).toBe(200)
    expect(await Promise.all([here.editor, old, here.coordinator].map(token => waits(here, token)))).toEqual([
      true,
      false,
      false,
    ])
    await nod(here, { hours: 26 })
    expect(await waits(here, old)).toBe(true)
    await nod(here, { nod: false })
    expect(await waits(here, here.editor)).toBe(false)
  })

  it('GUARD-5 a newcomer who is connected already is refused from the moment the setting is answered, and so are commands', async () => {
    const here = await scene()
    const client = await reader(here, here.editor)
    await nod(here)
    const end = ended(client)
    client.set('r0', 'note', 'spam')
    expect(await end).toBe('4403 waits-for-nod')
    client.provider.destroy()
    expect(await cell(here, 'r0', 'note')).toBe('第 0 批')
    const kept = await here.test.hub.store.db.selectFrom('refused_update').select('reason').execute()
    expect(kept).toHaveLength(1)
    const csv = { raw: new TextEncoder().encode('物资\n广告\n'), headers: { 'x-file-name': 'a.csv' } }
    const made = await here.test.ask('POST', `/sheets/${here.at.sheet}/imports`, { token: here.editor, ...csv })
    const { id } = made.json as { id: string }
    const confirmed = await ask(here, 'POST', `/imports/${id}/confirm`, here.editor, {})
    expect([confirmed.status, confirmed.body.code]).toEqual([403, 'waits-for-nod'])
    expect(await here.test.hub.rooms.read(here.at.sheet, sheet => sheet.rowCount)).toBe(3)
  })

  it('GUARD-6 suggestions are kept cell by cell, the newest of a cell stands, and each sees their own', async () => {
    const here = await scene()
    await nod(here)
    const other = await tokenIn(here.test, 'editor', here.at)
    await suggest(here, [{ row: 'r0', column: 'note', value: '第一次' }])
    await suggest(here, [
      { row: 'r0', column: 'note', value: '第二次' },
      { row: 'r1', column: 'quantity', value: 5 },
    ])
    await suggest(here, [{ row: 'r2', column: 'note', value: '别人的' }], other)
    const mine = await listed(here, here.editor)
    expect(mine.items.map(({ row, old, new: value }) => [row, old, value]).sort()).toEqual([
      ['r0', '第 0 批', '第二次'],
      ['r1', null, 5],
    ])
    expect((await listed(here, here.coordinator)).waiting).toBe(3)
    expect(await cell(here, 'r0', 'note')).toBe('第 0 批')
    expect((await suggest(here, [{ row: 'r0', column: 'phone', value: '1' }])).status).toBe(400)
  })

  it('GUARD-7 what is accepted is its author’s edit, a new row too; what is refused is told with its reason', async () => {
    const here = await scene()
    await nod(here, { edits: 100 })
    await suggest(here, [
      { row: 'r0', column: 'note', value: '改好了' },
      { row: 'fresh', column: 'item', value: '护目镜' },
      { row: 'fresh', column: 'quantity', value: 20 },
      { row: 'r1', column: 'note', value: '广告' },
    ])
    const { items } = await listed(here, here.coordinator)
    const idsOf = (wanted: (item: (typeof items)[number]) => boolean) => items.filter(wanted).map(({ id }) => id)
    const refused = idsOf(({ new: value }) => value === '广告')
    const accept = idsOf(({ id }) => !refused.includes(id))
    expect((await decide(here, { accept, refuse: refused, reason: '请不要发广告' })).body).toEqual({
      accepted: 3,
      refused: 1,
      changed: 0,
    })
    expect(await cell(here, 'r0', 'note')).toBe('改好了')
    expect([await cell(here, 'fresh', 'item'), await cell(here, 'fresh', 'quantity')]).toEqual(['护目镜', 20])
    const author = await here.test.hub.store.history({ sheet: here.at.sheet, row: 'r0', column: 'note', limit: 1 })
    const members = await here.test.hub.store.db.selectFrom('suggestion').select('member_id').distinct().execute()
    expect(author[0]?.member).toBe(members[0]?.member_id)
    expect((await listed(here, here.editor)).items.find(({ state }) => state === 'refused')).toMatchObject({
      row: 'r1',
      reason: '请不要发广告',
    })
    // Decided is decided.
    expect((await decide(here, { accept: refused })).body).toEqual({ accepted: 0, refused: 0, changed: 0 })
  })

  it('GUARD-10 an author takes back what waits, and neither another’s nor what has been decided', async () => {
    const here = await scene()
    const other = await tokenIn(here.test, 'editor', here.at)
    await nod(here)
    await suggest(here, [
      { row: 'r0', column: 'note', value: '写错了' },
      { row: 'r1', column: 'note', value: '对的' },
    ])
    await suggest(here, [{ row: 'r2', column: 'note', value: '别人的' }], other)
    const all = (await listed(here, here.coordinator)).items
    const idOf = (row: string) => all.find(item => item.row === row)?.id ?? ''
    await decide(here, { accept: [idOf('r1')] })
    const path = `/sheets/${here.at.sheet}/suggestions/withdraw`
    const { body } = await ask(here, 'POST', path, here.editor, { ids: all.map(({ id }) => id) })
    expect(body).toEqual({ withdrawn: 1, waiting: 0 })
    expect((await listed(here, here.editor)).items.map(({ row, state }) => [row, state])).toEqual(
      expect.arrayContaining([
        ['r0', 'withdrawn'],
        ['r1', 'accepted'],
      ]),
    )
    expect((await listed(here, other)).waiting).toBe(1)
    expect(await decide(here, { accept: [idOf('r0')] })).toMatchObject({ body: { accepted: 0 } })
    expect(await cell(here, 'r0', 'note')).toBe('第 0 批')
  })

  it('GUARD-7 a cell that has changed since is left, and its suggestion waits on with what it holds now', async () => {
    const here = await scene()
    await nod(here)
    await suggest(here, [{ row: 'r0', column: 'note', value: '我的' }])
    const colleague = await reader(here, here.coordinator)
    colleague.set('r0', 'note', '同事的')
    const watcher = await reader(here, here.coordinator)
    await watcher.sees('r0', 'note', '同事的')
    const [first] = (await listed(here, here.coordinator)).items
    expect((await decide(here, { accept: [first?.id] })).body).toEqual({ accepted: 0, refused: 0, changed: 1 })
    expect(await cell(here, 'r0', 'note')).toBe('同事的')
    const [again] = (await listed(here, here.coordinator)).items
    expect(again).toMatchObject({ state: 'waiting', old: '同事的', new: '我的' })
    expect((await decide(here, { accept: [again?.id] })).body).toEqual({ accepted: 1, refused: 0, changed: 0 })
    expect(await cell(here, 'r0', 'note')).toBe('我的')
  })

  it('GUARD-4 who has been nodded to often enough writes again without reconnecting', async () => {
    const here = await scene()
    const client = await reader(here, here.editor)
    await nod(here, { edits: 2 })
    await suggest(here, [
      { row: 'r0', column: 'note', value: '一' },
      { row: 'r1', column: 'note', value: '二' },
    ])
    const { items } = await listed(here, here.coordinator)
    await decide(here, { accept: items.map(({ id }) => id) })
    client.set('r2', 'note', '直接写')
    const watcher = await reader(here, here.coordinator)
    await watcher.sees('r2', 'note', '直接写')
    expect(client.closings).toEqual([])
  })
})
