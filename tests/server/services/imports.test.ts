import { readFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AUTHOR, RealSheets } from './realSheets.ts'

// A worker starts in a second or two, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const bytes = (text: string) => new TextEncoder().encode(text)
const CSV = bytes('物资,数量,联系电话,颜色,截止日期\n口罩,2万,027-1,蓝,2月9日\n手套,若干,,,\n,5,,,\n')
let sheets: RealSheets
beforeAll(async () => {
  sheets = await RealSheets.open()
})
afterAll(() => sheets.close())

const upload = (sheet: string, file: Uint8Array, fileName = '需求.csv') =>
  sheets.imports.preview({ sheet, member: AUTHOR.member, fileName, bytes: file })

describe('Imports', () => {
  it('FILE-16 the preview says what would go in and what not, and the sheet is as before', async () => {
    const sheet = await sheets.sheet('needs')
    const preview = await upload(sheet, CSV)
    expect(preview).toMatchObject({
      fileName: '需求.csv',
      tables: ['需求.csv'],
      table: '需求.csv',
      encoding: 'utf-8',
      headerLine: 1,
      rowCount: 3,
      willAdd: 2,
      alreadyThere: 0,
      refusalCount: 3,
    })
    expect(preview.columns.map(c => c.column)).toEqual(['item', 'quantity', null, null, 'neededBy'])
    expect(preview.columns.map(c => c.by)).toEqual(['words', 'words', 'contact', 'nothing', 'words'])
    expect(preview.columns[1]).toMatchObject({
      index: 1,
      header: '数量',
      column: 'quantity',
      samples: ['2万', '若干', '5'],
    })
    expect(preview.refusals.map(r => [r.line, r.header, r.reason, r.effect])).toEqual([
      [2, '联系电话', 'contact', 'out'],
      [3, '数量', 'not-a-number', 'note'],
      [4, '需求', 'required', 'row'],
    ])
    expect(preview.rows.map(r => r.cells)).toEqual([
      { item: '口罩', quantity: 20000, neededBy: '2020-02-09', note: '[颜色] 蓝' },
      { item: '手套', note: '数量: 若干' },
    ])
    expect(await sheets.rows(sheet)).toEqual([])
  })

  it('FILE-17 a change of mind about line and columns gives a fresh preview; one that does not fit is refused by name', async () => {
    const sheet = await sheets.sheet('needs')
    const { id } = await upload(sheet, CSV)
    const changed = await sheets.imports.choose(id, { mapping: { '3': 'specification', '1': null } })
    expect(changed.rows[0]?.cells).toEqual({
      item: '口罩',
      specification: '蓝',
      neededBy: '2020-02-09',
      note: '[数量] 2万',
    })
    for (const [choice, detail] of [
      [{ mapping: { '0': 'phone' } }, /no column phone/],
      [{ mapping: { '0': 'item', '1': 'item' } }, /two headers for the column item/],
      [{ headerLine: 99 }, /no line 99/],
      [{ table: 'Sheet2' }, /no table Sheet2/],
    ] as const) {
      await expect(sheets.imports.choose(id, choice)).rejects.toMatchObject({
        code: 'bad-request',
        detail: expect.stringMatching(detail),
      })
    }
    expect((await sheets.imports.confirm(id, AUTHOR)).added).toBe(2)
    expect((await sheets.rows(sheet))[0]?.cells).toEqual(changed.rows[0]?.cells)
  })

  it('FILE-18 confirming puts the rows in with the importer as author; again, even at once, it answers the same and adds nothing', async () => {
    const sheet = await sheets.sheet('needs')
    const { id } = await upload(sheet, CSV)
    const results = await Promise.all([sheets.imports.confirm(id, AUTHOR), sheets.imports.confirm(id, AUTHOR)])
    results.push(await sheets.imports.confirm(id, AUTHOR))
    expect(results).toEqual(Array(3).fill(results[0]))
    expect(results[0]).toMatchObject({ added: 2, alreadyThere: 0, refusedRows: 1, refusedCells: 2 })
    expect((await sheets.rows(sheet)).map(r => r.id)).toEqual([`${id}-1`, `${id}-2`])
    const history = await sheets.store.history({ sheet, limit: 10 })
    expect(history.map(change => [change.row, change.column, change.member])).toEqual([
      [`${id}-2`, '_row', AUTHOR.member],
      [`${id}-1`, '_row', AUTHOR.member],
    ])
    await expect(sheets.imports.choose(id, {})).rejects.toMatchObject({ code: 'conflict' })
  })

  it('FILE-18 thousands of rows are one commit: who reads meanwhile sees none of them or all', async () => {
    const sheet = await sheets.sheet('needs', [{ id: 'first', cells: { item: '口罩' } }])
    const rows = Array.from({ length: 6_000 }, (_, i) => ({ id: `n${i}`, cells: { item: `物资${i}` } }))
    const records = async () => (await sheets.store.load(`sheet/${sheet}`))?.records.length ?? 0
    const before = await records()
    const ended = new AbortController()
    const appending = sheets.rooms
      .appendRows(sheet, [...rows, { id: 'first', cells: {} }], AUTHOR)
      .finally(() => ended.abort())
    const seen = new Set<number>()
    while (!ended.signal.aborted) {
      seen.add(await sheets.rooms.read(sheet, document => document.rowCount))
      await nextTurn()
    }
    expect(await appending).toBe(6_000)
    expect([...seen].filter(count => count !== 1)).toEqual(seen.has(6_001) ? [6_001] : [])
    expect(await records()).toBe(before + 1)
    const ids = ['first', ...rows.map(({ id }) => id)]
    expect(await sheets.rooms.read(sheet, document => [...document.rows()])).toEqual(ids)
    expect(await sheets.store.history({ sheet, limit: 9_999 })).toHaveLength(6_001)
  })

  it('FILE-18 more rows than a sheet holds are refused before the first of them is written', async () => {
    const sheet = await sheets.sheet('needs')
    const rows = Array.from({ length: 200_001 }, (_, i) => ({ id: `n${i}`, cells: {} }))
    await expect(sheets.rooms.appendRows(sheet, rows, AUTHOR)).rejects.toMatchObject({ code: 'too-large' })
    expect(await sheets.rows(sheet)).toEqual([])
    expect(await sheets.rooms.appendRows(sheet, rows.slice(0, 1), AUTHOR)).toBe(1)
  })

  it('FILE-18 a confirmation cut off between sheet and answer is finished by the next one with a true count', async () => {
    const sheet = await sheets.sheet('needs')
    const { id, rows } = await upload(sheet, CSV)
    await sheets.rooms.appendRows(sheet, rows, AUTHOR)
    expect(await sheets.imports.confirm(id, AUTHOR)).toMatchObject({ added: 2, alreadyThere: 0 })
    expect(await sheets.rows(sheet)).toHaveLength(2)
  })

  it('FILE-19 rows whose id is in the sheet already, deleted ones too, are left alone and counted', async () => {
    const sheet = await sheets.sheet('needs', [{ id: 'a', cells: { item: '口罩' } }])
    const preview = await upload(sheet, bytes('需求,行号 ID\n换了,a\n新的,b\n'))
    expect([preview.willAdd, preview.alreadyThere]).toEqual([1, 1])
    expect(await sheets.imports.confirm(preview.id, AUTHOR)).toMatchObject({ added: 1, alreadyThere: 1 })
    expect(await sheets.rows(sheet)).toEqual([
      { id: 'a', cells: { item: '口罩' } },
      { id: 'b', cells: { item: '新的' } },
    ])
  })

  it('FILE-20 the refusals are a csv file, before and after the confirmation, with formulas defused', async () => {
    const sheet = await sheets.sheet('needs')
    const { id } = await upload(sheet, bytes('物资,数量\n口罩,=1+1\n'))
    const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await sheets.imports.refusals(id))
    expect(before).toBe(
      '\uFEFF"行 Line","列 Column","内容 Text","原因 Reason","去向 What became of it"\r\n2,"数量","\'=1+1","不是数字 Not a number","已写入备注 Kept in the note"\r\n',
    )
    await sheets.imports.confirm(id, AUTHOR)
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await sheets.imports.refusals(id))).toBe(before)
  })

  it('FILE-20 an upload is forgotten after a week, and with it whatever it held', async () => {
    const sheet = await sheets.sheet('needs')
    const { id } = await upload(sheet, CSV)
    expect(await sheets.imports.sheetOf(id)).toEqual({ sheet, member: AUTHOR.member })
    sheets.now += 8 * 24 * 3600 * 1000
    await upload(sheet, CSV)
    for (const call of [
      sheets.imports.confirm(id, AUTHOR),
      sheets.imports.choose(id, {}),
      sheets.imports.refusals(id),
      sheets.imports.sheetOf(id),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  it('FILE-20 an upload damaged on disk is told so, and the hub goes on', async () => {
    const sheet = await sheets.sheet('needs')
    const { id } = await upload(sheet, CSV)
    await sql`update import set content = cast(x'c328' as text) where id = ${id}`.execute(sheets.store.db)
    for (const call of [sheets.imports.confirm(id, AUTHOR), sheets.imports.choose(id, {}), sheets.imports.refusals(id)])
      await expect(call).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining(id) })
    expect((await upload(sheet, CSV)).willAdd).toBe(2)
  })

  it('FILE-16 what cannot be read is refused by name and leaves nothing behind', async () => {
    const sheet = await sheets.sheet('needs')
    const count = () =>
      sheets.store.db
        .selectFrom('import')
        .select('id')
        .execute()
        .then(rows => rows.length)
    const before = await count()
    for (const [file, code, detail] of [
      [new Uint8Array(), 'bad-file', /物资\.xlsx: the file is empty/],
      [new Uint8Array(1024 * 1024 + 1), 'too-large', /物资\.xlsx: 1048577 bytes, at most 1048576/],
      [bytes('PK\x03\x04 not a workbook'), 'bad-file', /物资\.xlsx: the workbook is damaged/],
      [bytes('a,b\n1,"2\n'), 'bad-file', /物资\.xlsx, line 2/],
      [bytes('\n\n'), 'bad-file', /the table is empty/],
    ] as const) {
      await expect(upload(sheet, file, '物资.xlsx')).rejects.toMatchObject({
        code,
        detail: expect.stringMatching(detail),
      })
    }
    await expect(upload('nowhere', CSV)).rejects.toMatchObject({ code: 'not-found' })
    expect(await count()).toBe(before)
  })

  it('FILE-16 the real hospital list goes in line for line', async () => {
    const sheet = await sheets.sheet('needs')
    const file = readFileSync(new URL('../../../server/demo/wuhan2020/hospital_need_items.csv', import.meta.url))
    const preview = await upload(sheet, file, 'hospital_need_items.csv')
    expect([preview.rowCount, preview.willAdd, preview.refusalCount]).toEqual([2095, 2095, 0])
    expect(await sheets.imports.confirm(preview.id, AUTHOR)).toMatchObject({
      added: 2095,
      alreadyThere: 0,
      refusedRows: 0,
      refusedCells: 0,
    })
    const rows = await sheets.rows(sheet)
    expect(rows).toHaveLength(2095)
    expect(rows[2094]?.cells.item).toEqual(expect.any(String))
  })
})
