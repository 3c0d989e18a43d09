import { describe, expect, it } from 'vitest'
import type { SheetInfo } from '../../../shared/protocol/http.ts'
import type { SheetColumnsInfo } from '../../../shared/protocol/ownColumns.ts'
import { encodeCustom, HELLO, SHEET_CHANGED } from '../../../shared/protocol/syncMessages.ts'
import { documentOf, PlainClient } from '../sync/sockets.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

const wish = (zh: string, kind: object, more: object = {}) => ({ label: { zh, en: `${zh} en` }, kind, ...more })
const CHOICES = ['未派车', '已派车'].map(label => ({ value: label, label: { zh: label, en: label } }))

interface Scene {
  readonly test: TestHub
  readonly at: Operation
  readonly token: string
  readonly editor: string
}

async function scene(): Promise<Scene> {
  const test = await testHub()
  const at = await operationIn(test, '甲')
  return { test, at, token: await tokenIn(test, 'coordinator', at), editor: await tokenIn(test, 'editor', at) }
}

const post = async <T>({ test, at, token }: Scene, path: string, json: unknown): Promise<T> => {
  const answer = await test.ask('POST', `/sheets/${at.sheet}${path}`, { token, json })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.json as T
}
const status = async ({ test, at, token }: Scene, path: string, json: unknown): Promise<number> =>
  (await test.ask('POST', `/sheets/${at.sheet}${path}`, { token, json })).status

const add = async (here: Scene, body: object): Promise<string> => {
  const { columns } = await post<SheetColumnsInfo>(here, '/columns', body)
  return columns.at(-1)?.id ?? ''
}

/** Puts a row into the sheet as an importer does. */
async function importRows({ test, at, token }: Scene, csv: string): Promise<void> {
  const headers = { 'x-file-name': 'a.csv' }
  const raw = new TextEncoder().encode(csv)
  const made = await test.ask('POST', `/sheets/${at.sheet}/imports`, { token, raw, headers })
  const done = await test.ask('POST', `/imports/${(made.json as { id: string }).id}/confirm`, { token, json: {} })
  expect(done.status, done.text).toBe(200)
}

const rowsOf = async ({ test, at, token }: Scene) =>
  ((await test.ask('GET', `/sheets/${at.sheet}/rows`, { token })).json as { items: { id: string; cells: object }[] })
    .items
const infoOf = async ({ test, at, token }: Scene, id = at.sheet): Promise<SheetInfo> =>
  (await test.ask('GET', `/sheets/${id}`, { token })).json as SheetInfo

/** A y-websocket client of this sheet. */
const reader = async ({ test, at }: Scene, token: string): Promise<PlainClient> =>
  new PlainClient({ test, operation: at, document: await documentOf(test, at.sheet) }, { token }).synced()

/** Why the hub ended a client's connection. */
const ended = (client: PlainClient): Promise<string> =>
  new Promise(resolve => client.ws?.once('close', (code, reason) => resolve(`${code} ${reason}`)))

describe('own columns', () => {
  it('COL-3 a coordinator adds columns of every kind; an editor may not', async () => {
    const here = await scene()
    for (const [name, kind] of Object.entries({
      车牌: { type: 'text' },
      里程: { type: 'number', min: 0, max: 9000 },
      派车: { type: 'choice', choices: CHOICES },
      到场: { type: 'boolean' },
      出发日: { type: 'date' },
      网页: { type: 'link' },
      归属: { type: 'organization' },
      县域: { type: 'place', level: 'district' },
    }))
      await add(here, wish(name, kind))
    const { columns } = await infoOf(here)
    expect(columns.filter(({ own }) => own === true).map(({ label }) => label.zh)).toEqual([
      '车牌',
      '里程',
      '派车',
      '到场',
      '出发日',
      '网页',
      '归属',
      '县域',
    ])
    expect(await status({ ...here, token: here.editor }, '/columns', wish('别的', { type: 'text' }))).toBe(403)
  })

  it('COL-3 a label that means another column, a choice there twice and an empty list are refused', async () => {
    const here = await scene()
    expect(await status(here, '/columns', wish('数 量', { type: 'text' }))).toBe(409)
    expect(await status(here, '/columns', wish('最晚日期', { type: 'date' }))).toBe(409)
    const twice = [...CHOICES, { value: 'x', label: { zh: '已 派车', en: 'x' } }]
    expect(await status(here, '/columns', wish('派车', { type: 'choice', choices: twice }))).toBe(409)
    expect(await status(here, '/columns', wish('派车', { type: 'choice', choices: [] }))).toBe(400)
  })

  it('COL-4 counts in an open room at once; who understands it is told, a plain client hears nothing', async () => {
    const here = await scene()
    await importRows(here, '物资\n口罩\n')
    const [row] = await rowsOf(here)
    const [ours, plain] = [await reader(here, here.editor), await reader(here, here.editor)]
    ours.ws?.send(encodeCustom(HELLO, { version: 2 }))
    const told = new Promise<void>(resolve => {
      ours.provider.messageHandlers[SHEET_CHANGED] = () => resolve()
    })
    const column = await add(here, wish('派车', { type: 'choice', choices: CHOICES }))
    await told
    plain.set(row?.id ?? '', column, '已派车')
    await ours.sees(row?.id ?? '', column, '已派车')
    expect([...plain.heard.keys()].filter(type => type >= 64)).toEqual([])
    const end = ended(plain)
    plain.set(row?.id ?? '', 'nosuchcolumn', 'x')
    expect(await end).toBe('4403 edit-refused')
  })

  it('COL-5 a change of kind says what it would do, converts what reads as the new kind, and keeps misfits when told to', async () => {
    const here = await scene()
    const column = await add(here, wish('里程', { type: 'text' }))
    await importRows(here, '物资,里程\n甲,12\n乙,1.2万\n丙,很远\n丁,\n')
    const number = { ...wish('里程', { type: 'number' }), column }
    const preview = await post<{ examples: unknown[] }>(here, '/columns/preview', number)
    expect(preview).toMatchObject({
      filled: 3,
      converted: 2,
      misfits: 1,
      examples: [{ value: '很远', reason: 'not-a-number' }],
    })
    expect(await status(here, '/columns/change', number)).toBe(409)
    expect((await infoOf(here)).columns.find(({ id }) => id === column)?.kind.type).toBe('text')
    await post(here, '/columns/change', { ...number, accept: true })
    const values = (await rowsOf(here)).map(({ cells }) => (cells as Record<string, unknown>)[column])
    expect(values).toEqual([12, 12_000, '很远', undefined])
    // What has been converted is in the history, with the text it was.
    const history = await here.test.ask('GET', `/sheets/${here.at.sheet}/history?column=${column}`, {
      token: here.token,
    })
    expect((history.json as { items: { old: unknown; new: unknown }[] }).items).toContainEqual(
      expect.objectContaining({ old: '12', new: 12 }),
    )
  })

  it('COL-6 a choice in use that is taken off the list is retired; one that nobody used is gone', async () => {
    const here = await scene()
    const column = await add(here, wish('派车', { type: 'choice', choices: CHOICES }))
    await importRows(here, '物资,派车\n甲,已派车\n')
    const next = [{ value: 'new', label: { zh: '改派', en: 'Moved' }, color: 'red' }]
    await post(here, '/columns/change', { ...wish('派车', { type: 'choice', choices: next }), column })
    const { kind } = (await infoOf(here)).columns.find(({ id }) => id === column) ?? {}
    expect(kind?.type === 'choice' ? kind.choices.map(({ value, retired }) => [value, retired]) : []).toEqual([
      ['new', undefined],
      ['已派车', true],
    ])
  })

  it('COL-7 a column taken away comes back with its cells; what an old page writes meanwhile is kept', async () => {
    const here = await scene()
    const column = await add(here, wish('车牌', { type: 'text' }))
    await importRows(here, '物资,车牌\n甲,陕A1\n乙,\n')
    const rows = await rowsOf(here)
    const [old, watcher] = [await reader(here, here.editor), await reader(here, here.editor)]
    await post(here, '/columns/remove', { column })
    expect((await infoOf(here)).columns.some(({ id }) => id === column)).toBe(false)
    old.set(rows[1]?.id ?? '', column, '陕A2')
    await watcher.sees(rows[1]?.id ?? '', column, '陕A2')
    const { columns, removed } = await post<SheetColumnsInfo>(here, '/columns/restore', { column })
    expect([columns.at(-1)?.id, removed]).toEqual([column, []])
    expect((await rowsOf(here)).map(({ cells }) => (cells as Record<string, unknown>)[column])).toEqual([
      '陕A1',
      '陕A2',
    ])
    for (const needed of ['item', 'note']) expect(await status(here, '/columns/remove', { column: needed })).toBe(409)
    await post(here, '/columns/remove', { column: 'unit' })
    expect((await infoOf(here)).columns.some(({ id }) => id === 'unit')).toBe(false)
  })

  it('COL-8 export and the list go by the order a coordinator chose, and an export reads back', async () => {
    const here = await scene()
    const column = await add(here, wish('车牌', { type: 'text' }))
    expect((await infoOf(here)).ordered).toBeUndefined()
    await post(here, '/columns/order', { columns: [column, 'item', 'quantity'] })
    await importRows(here, '物资,车牌,数量\n甲,陕A1,3\n')
    const info = await infoOf(here)
    expect([info.ordered, ...info.columns.slice(0, 3).map(({ id }) => id)]).toEqual([true, column, 'item', 'quantity'])
    const { text } = await here.test.ask('GET', `/sheets/${here.at.sheet}/export?format=csv`, { token: here.token })
    const [header, line] = text.replaceAll('"', '').split('\r\n')
    expect(header).toMatch(/车牌,需求,需求数量/)
    expect(line).toMatch(/^陕A1,甲,3,/)
  })

  it('COL-9 a sheet is renamed, moved, put away read-only for everybody, and taken out again', async () => {
    const here = await scene()
    const second = await here.test.operator<{ id: string }>('POST', '/sheets', {
      operation: here.at.operation,
      kind: 'delivery',
      title: '派送',
    })
    const order = await here.test.ask('POST', `/operations/${here.at.operation}/sheet-order`, {
      token: here.token,
      json: { sheets: [second.id] },
    })
    expect((order.json as { items: SheetInfo[] }).items.map(({ title }) => title)).toEqual(['派送', '需求'])
    await importRows(here, '物资\n口罩\n')
    const [row] = await rowsOf(here)
    const editor = await reader(here, here.editor)
    expect(await post(here, '/arrangement', { title: '旧需求', archived: true })).toMatchObject({
      title: '旧需求',
      archived: true,
    })
    const end = ended(editor)
    editor.set(row?.id ?? '', 'item', 'x')
    expect(await end).toBe('4403 archived')
    editor.provider.destroy()
    const edits = [{ row: row?.id, column: 'item', value: 'x' }]
    const bulk = await here.test.ask('POST', `/sheets/${here.at.sheet}/bulk-edits`, {
      token: here.token,
      json: { edits },
    })
    expect([bulk.status, (bulk.json as { code: string }).code]).toEqual([403, 'archived'])
    await post(here, '/arrangement', { archived: false })
    const [again, watcher] = [await reader(here, here.editor), await reader(here, here.editor)]
    again.set(row?.id ?? '', 'note', '回来了')
    await watcher.sees(row?.id ?? '', 'note', '回来了')
    expect((await rowsOf(here))[0]?.cells).toMatchObject({ item: '口罩', note: '回来了' })
  })
})
