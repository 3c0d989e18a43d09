// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ImportDialog } from '../../../client/transfer/ImportDialog.tsx'
import type { ImportPreview } from '../../../shared/protocol/http.ts'
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
  columns: [
    { index: 0, header: '物资名称', column: 'item', samples: ['口罩', '手套'] },
    { index: 1, header: '要多少', column: null, samples: ['很多'] },
  ],
  rowCount: 1200,
  willAdd: 1190,
  alreadyThere: 7,
  refusals: [
    { line: 3, header: '需求数量', text: '很多', reason: 'not-a-number', effect: 'note' },
    { line: 4, header: '物资名称', text: '', reason: 'required', effect: 'row' },
  ],
  refusalCount: 40,
  rows: [{ id: 'r1', cells: { item: '口罩', quantity: 2000 } }],
}

function dialog(answer: (sent: Sent) => ReturnType<Parameters<typeof network>[0]>) {
  const net = network(answer)
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

describe('importing a file', () => {
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
    expect(sent.map(({ path }) => path)).toEqual(['/api/v1/sheets/s1/imports'])
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
    expect(sent.at(-1)?.body).toEqual({ table: '需求.csv', headerLine: 1, mapping: { 0: 'item', 1: 'quantity' } })
  })

  it('PAGE-18 confirming twice after a lost answer sends the same key', async () => {
    let lost = true
    const { sent, choose } = dialog(({ path }) => {
      if (!path.endsWith('/confirm')) return { body: PREVIEW }
      if (lost) {
        lost = false
        return 'unreachable'
      }
      return { body: { added: 1190, alreadyThere: 7, refusedRows: 3, refusedCells: 37 } }
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
