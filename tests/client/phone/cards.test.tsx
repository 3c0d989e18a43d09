// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SheetPage } from '../../../client/app/SheetPage.tsx'
import { cardOf, titleColumn } from '../../../client/phone/cardOf.ts'
import { chooseLayout } from '../../../client/phone/layout.ts'
import { tabsOf } from '../../../client/phone/PhoneTabs.tsx'
import { RowTexts, wordsOf } from '../../../client/phone/RowTexts.ts'
import type { SheetViewInfo } from '../../../shared/protocol/views.ts'
import type { Column } from '../../../shared/schema/column.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { PLAIN_VIEW } from '../../../shared/views/content.ts'
import { FakeSession, sheetOf } from '../FakeSession.ts'
import { ME, network, SHEET, show, VIEWER } from '../page.tsx'

beforeEach(() => chooseLayout('cards'))
afterEach(() => {
  cleanup()
  chooseLayout('auto')
  localStorage.clear()
})

const ZONE = 'Asia/Shanghai'
const ROWS = {
  a: {
    item: 'N95 口罩',
    quantity: 2000,
    unit: '只',
    urgency: 'critical',
    city: '西安市',
    district: '莲湖区',
    organization: '胜利社区',
    status: 'open',
  },
  b: { item: '奶粉', quantity: 12, unit: '罐', urgency: 'low' },
  c: { item: '手术衣', urgency: 'urgent' },
}

async function openPhone(
  session = new FakeSession(ROWS),
  me = ME,
  at = '/o/op1/s/s1',
  views: readonly SheetViewInfo[] = [],
) {
  const { wire } = network(({ path }) =>
    path === '/api/v1/sheets'
      ? { body: { items: [SHEET] } }
      : path === '/api/v1/sheets/s1/views'
        ? { body: { items: views } }
        : { status: 404, body: {} },
  )
  const page = (
    <Routes>
      <Route path="/o/:operation/s/:sheet" element={<SheetPage me={me} />} />
    </Routes>
  )
  const shown = show(page, { wire, session, at })
  await screen.findByRole('navigation', { name: '表格' }, { timeout: 20_000 })
  return { session, ...shown }
}
const titles = (): (string | null)[] => [...document.querySelectorAll('.card-title')].map(title => title.textContent)
const card = (title: string) => screen.getByRole('button', { name: new RegExp(title) })

describe('cards', () => {
  it('PHONE-6 a card says what, how much, how urgent, where, whose and how far, each in a word', () => {
    const value = (column: string): Scalar => (ROWS.a as Record<string, Scalar>)[column] ?? null
    expect(cardOf(SHEET.columns, value, 'zh', ZONE)).toEqual({
      title: 'N95 口罩',
      amount: '2,000 只',
      urgency: { word: '特急', tone: 'tone-pressing' },
      status: { word: '待满足', tone: '' },
      place: '西安市 莲湖区',
      organization: '胜利社区',
      others: [],
    })
    expect(cardOf(SHEET.columns, value, 'en', ZONE).urgency?.word).toBe('Critical')
    const open = (column: string): Scalar =>
      ({ item: '水', openEnded: true, province: '北京市', city: '北京市' })[column] ?? null
    expect(cardOf(SHEET.columns, open, 'zh', ZONE)).toMatchObject({ amount: '数量不限', place: '北京市' })
  })

  it('PHONE-6 a sheet without those columns shows its title and its first filled cells', () => {
    const column = (id: string, type: 'text' | 'date', required?: true): Column => ({
      id,
      label: { zh: id, en: id },
      kind: { type },
      ...(required === undefined ? {} : { required }),
    })
    const columns = [
      column('day', 'date'),
      column('place', 'text'),
      column('name', 'text', true),
      column('what', 'text'),
    ]
    expect(titleColumn(columns)?.id).toBe('name')
    const value = (id: string): Scalar => ({ name: '值班表', day: '2022-01-05', what: '消杀' })[id] ?? null
    expect(cardOf(columns, value, 'zh', ZONE)).toMatchObject({
      title: '值班表',
      others: ['day: 2022-01-05', 'what: 消杀'],
    })
  })

  it('PHONE-7 words are looked for in every column, in any spelling of width, and a changed row is read anew', () => {
    const sheet = sheetOf(ROWS)
    const texts = new RowTexts(SHEET.columns, 'zh', ZONE)
    const found = (typed: string): string[] => ['a', 'b', 'c'].filter(row => texts.has(sheet, row, wordsOf(typed)))
    expect(found('ｎ９５　莲湖')).toEqual(['a'])
    expect(found('特急')).toEqual(['a'])
    expect(found('12')).toEqual(['b'])
    expect(found('没有')).toEqual([])
    sheet.onChange(change => texts.forget(change))
    sheet.edit([{ row: 'b', column: 'note', value: '莲湖区转运' }])
    expect(found('莲湖')).toEqual(['a', 'b'])
  })

  it('PHONE-5 PHONE-7 the list follows the sheet, narrows by word and choice, and sorts the most urgent first', async () => {
    const { session } = await openPhone()
    await waitFor(() => expect(titles()).toEqual(['N95 口罩', '奶粉', '手术衣']))
    expect(document.querySelector('.ag-root')).toBeNull()
    act(() => session.arrive([{ row: 'b', column: 'item', value: '婴儿奶粉' }]))
    await waitFor(() => expect(titles()).toContain('婴儿奶粉'))
    fireEvent.change(screen.getByLabelText('排序'), { target: { value: 'urgency' } })
    await waitFor(() => expect(titles()).toEqual(['N95 口罩', '手术衣', '婴儿奶粉']))
    fireEvent.change(screen.getByLabelText('紧急程度'), { target: { value: 'low' } })
    await waitFor(() => expect(titles()).toEqual(['婴儿奶粉']))
    expect(screen.getByText('显示 1 / 3 行')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '口罩' } })
    await screen.findByText('没有符合条件的行')
  })

  it('PHONE-6 what is not settled about a row stands on its card in words', async () => {
    const { session } = await openPhone()
    await waitFor(() => card('奶粉'))
    session.unsaved.add('b:item')
    act(() => {
      session.refuse([{ id: 'h', row: 'b', column: 'unit', value: '箱', code: 'edit-refused' }])
      session.nowHere([{ client: 7, name: '张三', color: '#ff0000', cell: { row: 'b', column: 'unit' } }])
    })
    await waitFor(() => expect(card('奶粉').textContent).toContain('张三 在这里'))
    expect(card('奶粉').textContent).toContain('1 处未保存')
    expect(card('奶粉').textContent).toContain('1 处被拒绝')
    expect(card('手术衣').querySelector('.card-marks')).toBeNull()
  })

  it('PHONE-8 a card opens its row, what did not fit is marked on the card after going back, and the focus returns to it', async () => {
    const { session } = await openPhone()
    await waitFor(() => card('奶粉'))
    fireEvent.click(card('奶粉'))
    const quantity = (await screen.findByLabelText('需求数量')) as HTMLInputElement
    expect(document.activeElement?.textContent).toBe('奶粉')
    fireEvent.change(quantity, { target: { value: '很多' } })
    fireEvent.click(screen.getByRole('button', { name: '返回列表' }))
    await waitFor(() => expect(document.activeElement).toBe(card('奶粉')))
    expect(card('奶粉').textContent).toContain('有文字未写入')
    expect(session.wishes).toEqual([])
  })

  it('PHONE-8 a new row opens at once; a deleted one is gone from the list and can be taken back', async () => {
    const { session } = await openPhone()
    await waitFor(() => card('奶粉'))
    fireEvent.click(screen.getByRole('button', { name: '添加行' }))
    const item = await screen.findByLabelText(/^需求 /)
    fireEvent.change(item, { target: { value: '抗原试剂' } })
    fireEvent.click(screen.getByRole('button', { name: '返回列表' }))
    await waitFor(() => card('抗原试剂'))
    expect(session.sheet.rows()).toHaveLength(4)
    fireEvent.click(card('手术衣'))
    fireEvent.click(await screen.findByRole('button', { name: '删除此行' }))
    await waitFor(() => expect(titles()).not.toContain('手术衣'))
    fireEvent.click((await screen.findAllByRole('button', { name: '撤销' }))[0] as HTMLElement)
    await waitFor(() => card('手术衣'))
  })

  it('PHONE-8 a link opens the row; one that is gone is said to be gone; a viewer can only read', async () => {
    await openPhone(new FakeSession(ROWS, 'reading'), VIEWER, '/o/op1/s/s1?row=a')
    await screen.findByRole('heading', { name: 'N95 口罩' })
    expect(screen.queryByRole('button', { name: '删除此行' })).toBeNull()
    cleanup()
    await openPhone(new FakeSession(ROWS), ME, '/o/op1/s/s1?row=gone')
    await screen.findByText('这一行已不在表中。')
  })

  it('PHONE-5 the open sheet is always among the tabs; the choice of layout is remembered', () => {
    const sheets = ['1', '2', '3', '4', '5'].map(id => ({ ...SHEET, id }))
    const open = sheets[4] ?? SHEET
    expect(tabsOf(sheets, open).map(({ id }) => id)).toEqual(['1', '2', '5'])
    expect(tabsOf(sheets, sheets[1] ?? SHEET).map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(localStorage.getItem('gongji.layout')).toBe('cards')
    chooseLayout('auto')
    expect(localStorage.getItem('gongji.layout')).toBeNull()
  })

  it('PHONE-14 the sheet’s first view holds for the cards; another, or all rows, can be chosen and is remembered', async () => {
    const tonight: SheetViewInfo = {
      id: 'v1',
      sheet: 's1',
      name: '今晚',
      shared: true,
      default: true,
      content: {
        ...PLAIN_VIEW,
        filters: [{ column: 'urgency', condition: { is: 'anyOf', values: ['critical', 'urgent'] } }],
        sorts: [{ column: 'urgency', descending: true }],
      },
      version: 1,
      owner: 'm1',
      updatedBy: { id: 'm1', name: '值班' },
      updatedAt: '2022-01-05T08:00:00Z',
    }
    await openPhone(new FakeSession(ROWS), ME, undefined, [tonight])
    await waitFor(() => expect(titles()).toEqual(['手术衣', 'N95 口罩']))
    fireEvent.change(screen.getByLabelText('视图'), { target: { value: '' } })
    await waitFor(() => expect(titles()).toEqual(['N95 口罩', '奶粉', '手术衣']))
    expect(localStorage.getItem('gongji.view.m1.s1')).toBe('all')
  })
})
