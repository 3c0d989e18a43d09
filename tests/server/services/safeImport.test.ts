import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportChoice } from '../../../shared/protocol/imports.ts'
import { AUTHOR, RealSheets } from './realSheets.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const bytes = (text: string) => new TextEncoder().encode(text)
const OTHER = { member: 'colleague', session: 'other' }
let sheets: RealSheets
beforeAll(async () => {
  sheets = await RealSheets.open()
})
afterAll(() => sheets.close())

const upload = (sheet: string, text: string, duplicates: ImportChoice['duplicates'] = undefined) =>
  sheets.imports.preview({ sheet, member: AUTHOR.member, fileName: '需求.csv', bytes: bytes(text), duplicates })
const ROWS = [
  { id: 'a', cells: { item: '口罩', quantity: 200, organization: '胸科医院' } },
  { id: 'b', cells: { item: '手套', unit: '副', organization: '儿童医院' } },
  { id: 'c', cells: { item: '水' } },
]
const cellsOf = async (sheet: string) => Object.fromEntries((await sheets.rows(sheet)).map(row => [row.id, row.cells]))

describe('an import that is safe', () => {
  it('IMP-4 lines with a row’s id show what an update would change, cell by cell, and nothing blank empties a cell', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const preview = await upload(sheet, '需求,需求数量,单位,行号 ID\n口罩,300,只,a\n手套,,,b\n新的,1,,\n', {
      same: 'update',
    })
    expect(preview).toMatchObject({ willAdd: 1, willUpdate: 1, willUpdateCells: 2, alreadyThere: 1, sameCount: 2 })
    expect(preview.matches).toMatchObject([
      {
        line: 2,
        row: 'a',
        by: 'id',
        choice: 'update',
        changes: [
          { column: 'quantity', old: 200, new: 300, conflict: false },
          { column: 'unit', old: null, new: '只', conflict: false },
        ],
      },
    ])
    const result = await sheets.imports.confirm(preview.id, AUTHOR)
    expect(result).toMatchObject({ added: 1, updatedRows: 1, updatedCells: 2, alreadyThere: 1, leftCount: 0 })
    expect(await cellsOf(sheet)).toMatchObject({
      a: { item: '口罩', quantity: 300, unit: '只', organization: '胸科医院' },
      b: ROWS[1]?.cells,
      [`${preview.id}-1`]: { item: '新的', quantity: 1 },
    })
  })

  it('VAULT-23 counts the cells it would write in which something looks like a mobile number, not those it leaves', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const [mobile, other] = ['13800000001', '13900000002']
    const file = `需求,备注,行号 ID\n口罩,送前打 ${mobile},a\n手套,${other},b\n新的,问 ${mobile},\n另一个,20 箱,\n`
    const preview = await upload(sheet, file, { same: 'update' })
    expect(preview).toMatchObject({ willAdd: 2, willUpdate: 2, personalCount: 3 })
    const chosen = await sheets.imports.choose(preview.id, { duplicates: { same: 'skip' } })
    expect(chosen).toMatchObject({ willAdd: 2, willUpdate: 0, personalCount: 1 })
  })

  it('IMP-4 a blank cell empties one only when that is chosen, and a text that was refused never does', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const file = '需求,需求数量,单位,行号 ID\n口罩,很多,,a\n手套,,,b\n'
    const { id } = await upload(sheet, file)
    const preview = await sheets.imports.choose(id, { duplicates: { same: 'update', emptied: true } })
    expect(preview.matches.map(({ row, changes }) => [row, changes.map(c => [c.column, c.new])])).toEqual([
      ['a', [['note', '需求数量: 很多']]],
      ['b', [['unit', null]]],
    ])
  })

  it('IMP-5 a line like a row is offered as the same, added unless one chooses otherwise, for all or for one line', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const file = '物资,数量,医院\n口罩,500,胸科医院\n手套,,儿童医院\n床,1,儿童医院\n'
    const preview = await upload(sheet, file)
    expect(preview).toMatchObject({ alikeCount: 2, willAdd: 2, willSkip: 1, willUpdate: 0 })
    expect(preview.matches).toMatchObject([
      { line: 2, row: 'a', by: 'likeness', choice: 'new', reasons: ['sameItem', 'sameOrganization'] },
      { line: 3, row: 'b', by: 'likeness', choice: 'skip', changes: [] },
    ])
    const chosen = await sheets.imports.choose(preview.id, { duplicates: { alike: 'skip', lines: { 2: 'update' } } })
    expect(chosen).toMatchObject({ willAdd: 1, willUpdate: 1, willUpdateCells: 1, willSkip: 1 })
    await sheets.imports.confirm(preview.id, AUTHOR)
    const rows = await cellsOf(sheet)
    expect(rows.a).toMatchObject({ quantity: 500 })
    expect(Object.keys(rows)).toHaveLength(4)
  })

  it('IMP-6 what the sheet changed since the export is marked and kept, what only the sheet changed is no change at all', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const exported = await sheets.exports.exportSheet({ sheet, format: 'csv', language: 'zh' })
    sheets.now += 60_000
    await sheets.rooms.writeCells(
      sheet,
      [
        { row: 'a', column: 'quantity', value: 250 },
        { row: 'a', column: 'organization', value: '胸科医院东院' },
        { row: 'b', column: 'unit', value: '双' },
      ],
      OTHER,
    )
    const text = new TextDecoder().decode(exported.bytes).replace('200', '300').replace('"手套"', '"乳胶手套"')
    const preview = await upload(sheet, text, { same: 'update' })
    expect(preview.exportedAt).toBe(new Date(sheets.now - 60_000).toISOString())
    expect(preview.matches.map(({ row, changes }) => [row, changes])).toEqual([
      ['a', [{ column: 'quantity', old: 250, new: 300, conflict: true }]],
      ['b', [{ column: 'item', old: '手套', new: '乳胶手套', conflict: false }]],
    ])
    expect(preview).toMatchObject({ conflictCount: 1, willUpdateCells: 1 })
    const forced = await sheets.imports.choose(preview.id, {
      duplicates: { same: 'update', lines: { 2: 'overwrite' } },
    })
    expect(forced.willUpdateCells).toBe(2)
    await sheets.imports.choose(preview.id, { duplicates: { same: 'update' } })
    await sheets.imports.confirm(preview.id, AUTHOR)
    expect((await cellsOf(sheet)).a).toMatchObject({ quantity: 250, organization: '胸科医院东院' })
    expect((await cellsOf(sheet)).b).toMatchObject({ item: '乳胶手套', unit: '双' })
  })

  it('IMP-7 a cell somebody changes between preview and confirmation is left and named', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const preview = await upload(sheet, '需求,需求数量,行号 ID\n口罩,300,a\n', { same: 'update' })
    await sheets.rooms.writeCells(sheet, [{ row: 'a', column: 'quantity', value: 5 }], OTHER)
    const result = await sheets.imports.confirm(preview.id, AUTHOR)
    expect(result).toMatchObject({
      updatedCells: 0,
      leftCount: 1,
      left: [{ sheet, row: 'a', column: 'quantity', label: '口罩' }],
    })
    expect((await cellsOf(sheet)).a).toMatchObject({ quantity: 5 })
  })

  it('IMP-8 a cell mended in the preview is read again at once; line and column that are not there are refused', async () => {
    const sheet = await sheets.sheet('needs')
    const { id, refusals } = await upload(sheet, '物资,数量\n口罩,若干\n,5\n')
    expect(refusals.map(({ line, index }) => [line, index])).toEqual([
      [2, 1],
      [3, 0],
    ])
    const mended = await sheets.imports.choose(id, { mends: { '2:1': '2万', '3:0': '手套' } })
    expect(mended).toMatchObject({ refusalCount: 0, willAdd: 2 })
    expect(mended.rows.map(row => row.cells)).toEqual([
      { item: '口罩', quantity: 20000 },
      { item: '手套', quantity: 5 },
    ])
    await expect(sheets.imports.choose(id, { mends: { '99:1': 'x' } })).rejects.toMatchObject({ code: 'bad-request' })
    await sheets.imports.choose(id, { mends: { '2:1': '2万', '3:0': '手套' } })
    await sheets.imports.confirm(id, AUTHOR)
    expect(await sheets.rows(sheet)).toHaveLength(2)
  })

  it('IMP-9 an import is taken back as one and done again: rows go and come, cells go back unless somebody changed them', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const file = '需求,需求数量,单位,行号 ID\n口罩,300,只,a\n手套,7,,b\n新的,1,,\n另一行,2,,\n'
    const { id } = await upload(sheet, file, { same: 'update' })
    await sheets.imports.confirm(id, AUTHOR)
    await sheets.rooms.writeCells(sheet, [{ row: 'a', column: 'unit', value: '个' }], OTHER)
    await sheets.rooms.writeCells(sheet, [{ row: `${id}-2`, column: 'note', value: '有人用' }], OTHER)
    const before = await sheets.rows(sheet)
    const undone = await sheets.commands.undo(id, AUTHOR)
    expect(undone.command).toMatchObject({ state: 'undone', leftCount: 2, fileName: '需求.csv' })
    expect(undone.command.left.map(({ row, column, label }) => [row, column, label])).toEqual([
      [`${id}-2`, '_row', '另一行'],
      ['a', 'unit', '口罩'],
    ])
    expect(await cellsOf(sheet)).toEqual({
      a: { item: '口罩', quantity: 200, unit: '个', organization: '胸科医院' },
      b: ROWS[1]?.cells,
      c: ROWS[2]?.cells,
      [`${id}-2`]: { item: '另一行', quantity: 2, note: '有人用' },
    })
    expect((await sheets.commands.undo(id, AUTHOR)).written).toBe(0)
    const redone = await sheets.commands.redo(id, OTHER)
    expect(redone.command).toMatchObject({ state: 'done', leftCount: 0 })
    expect(await sheets.rows(sheet)).toEqual(before)
    await sheets.commands.undo(id, AUTHOR)
    expect(Object.keys(await cellsOf(sheet))).toEqual(['a', 'b', 'c', `${id}-2`])
  })

  it('IMP-9 the list of imports says who, when, from which file, how much, and whether it was taken back', async () => {
    const sheet = await sheets.sheet('needs', ROWS)
    const { id } = await upload(sheet, '需求,需求数量,行号 ID\n口罩,300,a\n新的,1,\n', { same: 'update' })
    await sheets.imports.confirm(id, AUTHOR)
    await sheets.imports.confirm(id, AUTHOR)
    expect(await sheets.commands.list('import', { sheet })).toMatchObject([
      {
        id,
        sheet,
        by: { id: AUTHOR.member, name: '导入' },
        fileName: '需求.csv',
        state: 'done',
        counts: { rowsAdded: 1, rowsUpdated: 1, cellsUpdated: 1 },
      },
    ])
    await expect(sheets.commands.undo('nothing', AUTHOR)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('IMP-10 thousands of rows are compared, written and taken back while others have their turn', async () => {
    const many = Array.from({ length: 8_000 }, (_, i) => ({
      id: `m${i}`,
      cells: { item: `物资${i}`, organization: `医院${i % 500}`, quantity: i },
    }))
    const sheet = await sheets.sheet('needs', many)
    const file = ['需求,需求数量,医院,行号 ID', ...many.map((row, i) => `物资${i},${i + 1},医院${i % 500},${row.id}`)]
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const preview = await upload(sheet, file.join('\n'), { same: 'update' })
    expect(preview).toMatchObject({ willUpdate: 8_000, willUpdateCells: 8_000 })
    await sheets.imports.confirm(preview.id, AUTHOR)
    const undone = await sheets.commands.undo(preview.id, AUTHOR)
    delay.disable()
    expect(delay.count).toBeGreaterThan(10)
    expect(undone).toMatchObject({ written: 8_000, command: { state: 'undone', leftCount: 0 } })
    expect((await cellsOf(sheet)).m5).toMatchObject({ quantity: 5 })
  })
})
