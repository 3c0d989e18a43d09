// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ImportDialog } from '../../../client/transfer/ImportDialog.tsx'
import type { ImportPreview, ImportResult } from '../../../shared/protocol/imports.ts'
import type { CommandInfo } from '../../../shared/protocol/revert.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { network, problemOf, type Sent, SHEET, show } from '../page.tsx'

afterEach(cleanup)

const PREVIEW: ImportPreview = {
  id: 'i1',
  fileName: '需求.csv',
  tables: ['需求.csv'],
  table: '需求.csv',
  encoding: 'gb18030',
  headerLine: 1,
  headerLines: 1,
  exportedAt: null,
  willUpdate: 0,
  willUpdateCells: 0,
  willSkip: 0,
  sameCount: 7,
  alikeCount: 0,
  conflictCount: 0,
  matches: [],
  matchCount: 0,
  understood: [],
  understoodCount: 0,
  columns: [
    { index: 0, header: '物资名称', column: 'item', by: 'words', confidence: 1, samples: ['口罩', '手套'] },
    { index: 1, header: '要多少', column: null, by: 'nothing', confidence: 0, samples: ['很多'] },
  ],
  rowCount: 1200,
  willAdd: 1190,
  alreadyThere: 7,
  refusals: [
    { line: 3, header: '需求数量', text: '很多', reason: 'not-a-number', effect: 'note', index: 1 },
    { line: 4, header: '物资名称', text: '', reason: 'required', effect: 'row' },
  ],
  refusalCount: 40,
  personalCount: 0,
  rows: [{ id: 'r1', cells: { item: '口罩', quantity: 2000 } }],
}

function dialog(answer: (sent: Sent) => ReturnType<Parameters<typeof network>[0]>) {
  const net = network(sent => (sent.method === 'GET' ? { body: { items: [] } } : answer(sent)))
  show(<ImportDialog sheet={SHEET} columns={columnsOf('needs')} zone="Asia/Shanghai" onClose={() => undefined} />, {
    wire: net.wire,
  })
  const choose = (): void => {
    const field = document.querySelector<HTMLInputElement>('input[type=file]')
    if (field === null) throw new Error('no file field')
    fireEvent.change(field, { target: { files: [new File(['物资名称\n口罩'], '需求.csv')] } })
  }
  return { ...net, choose }
}

const RESULT: ImportResult = {
  added: 3,
  updatedRows: 1,
  updatedCells: 2,
  alreadyThere: 0,
  skipped: 0,
  refusedRows: 0,
  refusedCells: 0,
  leftCount: 1,
  left: [{ sheet: 's1', row: 'r1', column: 'quantity', label: '口罩' }],
}
const command = (state: 'done' | 'undone'): CommandInfo => ({
  id: 'i1',
  kind: 'import',
  sheet: 's1',
  by: { id: 'm1', name: '联众力值班' },
  of: null,
  since: null,
  fileName: '需求.csv',
  at: '2022-01-05T07:00:00.000Z',
  state,
  stateAt: '2022-01-05T07:05:00.000Z',
  stateBy: { id: 'm1', name: '联众力值班' },
  counts: { rowsAdded: 3, rowsUpdated: 1 },
  leftCount: state === 'undone' ? 1 : 0,
  left: state === 'undone' ? [{ sheet: 's1', row: 'i1-2', column: '_row', label: '手套' }] : [],
})
const MATCHED: ImportPreview = {
  ...PREVIEW,
  willAdd: 3,
  willUpdate: 1,
  willUpdateCells: 1,
  sameCount: 1,
  alikeCount: 1,
  conflictCount: 1,
  columns: [{ index: 0, header: 'wuzi', column: 'item', by: 'sound', confidence: 0.8, samples: ['口罩'] }],
  matches: [
    {
      line: 2,
      row: 'r1',
      by: 'id',
      score: 1,
      reasons: [],
      gone: false,
      label: '口罩',
      choice: 'update',
      changes: [
        { column: 'quantity', old: 200, new: 300, conflict: false },
        { column: 'unit', old: '只', new: '个', conflict: true },
      ],
    },
    {
      line: 3,
      row: 'r2',
      by: 'likeness',
      score: 0.91,
      reasons: ['sameItem', 'sameOrganization'],
      gone: false,
      label: '手套',
      choice: 'new',
      changes: [],
    },
  ],
  matchCount: 2,
  understood: [{ header: '数量', text: '200箱', column: 'quantity', value: 200, unit: '箱', line: 2, count: 3 }],
  understoodCount: 1,
}

describe('importing a file', () => {
  it('IMP-4 IMP-5 IMP-6 rows that are there already are shown change by change, and decided for all or one by one', async () => {
    const { sent, choose } = dialog(() => ({ body: MATCHED }))
    choose()
    expect(await screen.findByText('将更新 1 行，1 格')).toBeTruthy()
    expect(screen.getByText('1 格冲突：导出之后有人改过')).toBeTruthy()
    expect(screen.getByText('相似度 91% · 物品相同 · 机构相同')).toBeTruthy()
    expect(screen.getByText('导出后有人改过')).toBeTruthy()
    expect(screen.getByText('按读音猜测', { exact: false }).textContent).toContain('把握 80%')
    expect(screen.getByText('200 箱')).toBeTruthy()
    fireEvent.click(within(screen.getByRole('radiogroup', { name: '看起来相同的 1 行' })).getByText('跳过'))
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ duplicates: { same: 'update', alike: 'skip', lines: {} } }))
    await waitFor(() =>
      expect(screen.getByRole('combobox', { name: '第 2 行如何处理' }).hasAttribute('disabled')).toBe(false),
    )
    fireEvent.mouseDown(screen.getByRole('combobox', { name: '第 2 行如何处理' }))
    fireEvent.click(await screen.findByText('更新并覆盖冲突', { selector: '.ant-select-item-option-content' }))
    await waitFor(() =>
      expect(sent.at(-1)?.body).toEqual({ duplicates: { same: 'update', alike: 'skip', lines: { 2: 'overwrite' } } }),
    )
  })

  it('VAULT-23 says how many cells look like personal data, before anything is written', async () => {
    const { choose } = dialog(() => ({ body: { ...PREVIEW, personalCount: 3 } }))
    choose()
    expect(await screen.findByText(/^3 格里看起来有手机号或身份证号/)).toBeTruthy()
  })

  it('IMP-8 a cell that does not fit is mended where it is listed and read again at once', async () => {
    const { sent, choose } = dialog(({ path }) =>
      path.endsWith('/preview') ? { body: { ...PREVIEW, refusals: [], refusalCount: 0 } } : { body: PREVIEW },
    )
    choose()
    const field = await screen.findByRole('textbox', { name: '修改第 3 行“需求数量”' })
    fireEvent.change(field, { target: { value: '2万' } })
    fireEvent.keyDown(field, { key: 'Enter', code: 'Enter', keyCode: 13 })
    expect(await screen.findByText('已修改 1 格')).toBeTruthy()
    expect(sent.at(-1)?.body).toEqual({ mends: { '3:1': '2万' }, duplicates: { same: 'update' } })
  })

  it('IMP-7 IMP-9 the end says what was left, and takes the whole import back and does it again', async () => {
    const { sent, choose } = dialog(({ path }) => {
      if (path.endsWith('/confirm')) return { body: RESULT }
      if (path.endsWith('/undo')) return { body: { command: command('undone'), written: 5 } }
      if (path.endsWith('/redo')) return { body: { command: command('done'), written: 5 } }
      return { body: MATCHED }
    })
    choose()
    fireEvent.click(await screen.findByText('确认：添加 3 行，更新 1 行'))
    expect(await screen.findByText('已更新 1 行，2 格。')).toBeTruthy()
    expect(screen.getByText('口罩 · 需求数量')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '撤销这次导入' }))
    expect(await screen.findByText('已撤销这次导入。新行已移走，改过的格已还原。')).toBeTruthy()
    expect(screen.getByText('手套 · 整行')).toBeTruthy()
    fireEvent.click(await screen.findByRole('button', { name: /重新导入/ }))
    expect(await screen.findByText('已重新导入。')).toBeTruthy()
    const steps = sent.filter(({ path }) => /do$/.test(path))
    expect(steps.map(({ path }) => path)).toEqual(['/api/v1/imports/i1/undo', '/api/v1/imports/i1/redo'])
    for (const { headers } of steps) expect(headers.get('idempotency-key')).toMatch(/^[!-~]{1,200}$/)
  })

  it('IMP-9 earlier imports are listed with who, when and how much, each with the way back', async () => {
    const net = network(({ method, path }) =>
      method === 'GET'
        ? { body: { items: [command('done')] } }
        : { body: { command: command('undone'), written: 5, path } },
    )
    show(<ImportDialog sheet={SHEET} columns={columnsOf('needs')} zone="Asia/Shanghai" onClose={() => undefined} />, {
      wire: net.wire,
    })
    fireEvent.click(screen.getByText('以前的导入'))
    expect(await screen.findByText('添加 3 行，更新 1 行')).toBeTruthy()
    expect(screen.getByText('联众力值班 · 1月5日 15:00')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '撤销这次导入: 需求.csv' }))
    expect(await screen.findByText('已撤销（联众力值班，1月5日 15:05）')).toBeTruthy()
  })

  it('PAGE-18 shows what was understood before anything is written', async () => {
    const { sent, choose } = dialog(() => ({ body: PREVIEW }))
    choose()
    expect(await screen.findByText('将添加 1,190 行')).toBeTruthy()
    expect(screen.getByText('7 行已在表中，保持不变')).toBeTruthy()
    expect(screen.getByText('40 处不能按原样写入')).toBeTruthy()
    expect(screen.getByText('不是数字')).toBeTruthy()
    expect(screen.getByText('整行不导入')).toBeTruthy()
    expect(screen.getByText('只显示前 2 处，全部内容可以下载。')).toBeTruthy()
    expect(screen.getByText('下载未导入的内容').getAttribute('href')).toBe('/api/v1/imports/i1/refusals')
    expect(sent.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/api/v1/sheets/s1/imports?same=update',
    ])
  })

  it('PAGE-18 a changed mapping asks for a fresh preview with the whole mapping', async () => {
    const { sent, choose } = dialog(({ path }) =>
      path.endsWith('/preview')
        ? { body: { ...PREVIEW, refusals: [], refusalCount: 0, willAdd: 1200 } }
        : { body: PREVIEW },
    )
    choose()
    fireEvent.mouseDown(await screen.findByRole('combobox', { name: '要多少 → 表格中的列' }))
    fireEvent.click(await screen.findByText('需求数量', { selector: '.ant-select-item-option-content' }))
    expect(await screen.findByText('将添加 1,200 行')).toBeTruthy()
    expect(sent.at(-1)?.body).toEqual({
      table: '需求.csv',
      headerLine: 1,
      headerLines: 1,
      mapping: { 0: 'item', 1: 'quantity' },
      duplicates: { same: 'update' },
    })
  })

  it('PAGE-18 confirming twice after a lost answer sends the same key', async () => {
    let lost = true
    const { sent, choose } = dialog(({ path }) => {
      if (!path.endsWith('/confirm')) return { body: PREVIEW }
      if (lost) {
        lost = false
        return 'unreachable'
      }
      return {
        body: {
          added: 1190,
          updatedRows: 0,
          updatedCells: 0,
          alreadyThere: 7,
          skipped: 0,
          refusedRows: 3,
          refusedCells: 37,
          leftCount: 0,
          left: [],
        },
      }
    })
    choose()
    fireEvent.click(await screen.findByText('导入 1,190 行'))
    expect(await screen.findByText('连不上服务器。请检查网络后重试。')).toBeTruthy()
    fireEvent.click(screen.getByText('导入 1,190 行'))
    expect(await screen.findByText('已导入 1,190 行')).toBeTruthy()
    expect(screen.getByText('3 行未导入，37 格的文字放进了备注。')).toBeTruthy()
    const keys = sent
      .filter(({ path }) => path.endsWith('/confirm'))
      .map(({ headers }) => headers.get('idempotency-key'))
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(keys[1])
  })

  it('PAGE-18 a file that cannot be read is named, and another can be chosen', async () => {
    const { choose } = dialog(() => problemOf('bad-file', 422, '需求.csv'))
    choose()
    expect(await screen.findByText('无法读取这个文件。 需求.csv')).toBeTruthy()
    await waitFor(() => expect(document.querySelector('input[type=file]')).not.toBeNull())
  })
})
