// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { App } from '../../../client/app/App.tsx'
import type { Me } from '../../../shared/protocol/http.ts'
import type { SheetViewInfo } from '../../../shared/protocol/views.ts'
import { ROW_GONE } from '../../../shared/sheet/cell.ts'
import { PLAIN_VIEW, type ViewContent } from '../../../shared/views/content.ts'
import { FakeSession } from '../FakeSession.ts'
import { withGridTimers } from '../grid/realGrid.ts'
import { ME, network, problemOf, type Sent, SHEET, surround } from '../page.tsx'

// A busy machine is no failure.
configure({ asyncUtilTimeout: 20_000 })
withGridTimers()
beforeEach(() => localStorage.clear())
afterEach(cleanup)

const ROWS = {
  a: { item: '口罩', quantity: 200, urgency: 'low', district: '莲湖区' },
  b: { item: '手套', quantity: 30, urgency: 'critical', district: '碑林区' },
  c: { item: '酒精', urgency: 'critical', district: '莲湖区' },
}
/** A sheet of four columns: roles are looked up in a small page. */
const FEW_COLUMNS = {
  ...SHEET,
  columns: SHEET.columns.filter(({ id }) => ['item', 'quantity', 'urgency', 'district'].includes(id)),
}
const kept = (id: string, name: string, content: Partial<ViewContent>, more: Partial<SheetViewInfo> = {}) => ({
  id,
  sheet: 's1',
  name,
  shared: false,
  default: false,
  content: { ...PLAIN_VIEW, ...content },
  version: 1,
  owner: 'm1',
  updatedBy: { id: 'm1', name: '联众力值班' },
  updatedAt: '2022-01-05T07:00:00.000Z',
  ...more,
})
const LIANHU = kept('v1', '莲湖', { filters: [{ column: 'district', condition: { is: 'anyOf', values: ['莲湖区'] } }] })
const URGENT = kept(
  'v2',
  '特急',
  { sorts: [{ column: 'urgency', descending: false }] },
  { shared: true, default: true },
)

/** The page on a sheet whose hub keeps these views; `saving` answers a saving. */
async function sheetPage(
  at: string,
  {
    views = [LIANHU, URGENT],
    me = ME,
    session = new FakeSession(ROWS),
    saving,
    listed = Promise.resolve(),
  }: { views?: SheetViewInfo[]; me?: Me; session?: FakeSession; saving?: () => object; listed?: Promise<void> } = {},
) {
  const items = [...views]
  const { wire, sent } = network(({ method, path, body }: Sent) => {
    if (path === '/api/v1/session') return { body: me }
    if (path === '/api/v1/sheets') return { body: { items: [FEW_COLUMNS] } }
    if (path === '/api/v1/sheets/s1/views' && method === 'GET') return { body: { items } }
    if (path === '/api/v1/sheets/s1/views') {
      items.push(kept('v9', (body as SheetViewInfo).name, (body as SheetViewInfo).content))
      return { body: items.at(-1) }
    }
    if (path.startsWith('/api/v1/views/') && saving !== undefined) return saving()
    return problemOf('not-found', 404)
  })
  const slow: typeof wire.fetch = async (input, init) => {
    if (String(input).endsWith('/views')) await listed
    return wire.fetch(input, init)
  }
  history.replaceState(null, '', at)
  const { services, translations } = surround({ wire: { ...wire, fetch: slow }, session })
  render(<App services={services} translations={translations} />)
  await waitFor(() => expect(document.querySelector('.ag-root')).not.toBeNull(), { timeout: 20_000 })
  return { session, sent, items }
}
const rowsShown = () =>
  [...document.querySelectorAll('.ag-row')]
    .sort((a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index')))
    .map(row => row.getAttribute('row-id'))
const shows = (...rows: string[]) => waitFor(() => expect(rowsShown()).toEqual(rows), { timeout: 10_000 })
const switcher = (name: string) => screen.findByRole('button', { name: new RegExp(`视图：${name}`) })

describe('views on screen', { timeout: 60_000 }, () => {
  it('VIEW-15 the sheet opens with its first view; another is chosen from the menu and is in the address', async () => {
    await sheetPage('/o/op1/s/s1')
    await shows('b', 'c', 'a')
    fireEvent.click(await switcher('特急'))
    const menu = await screen.findByRole('menu', { name: /视图/ })
    expect(within(menu).getByText('我的视图')).toBeTruthy()
    expect(within(menu).getByText('共享视图')).toBeTruthy()
    fireEvent.click(within(menu).getByText('莲湖'))
    await shows('a', 'c')
    expect(location.search).toBe('?view=v1')
    expect(await switcher('莲湖')).toBeTruthy()
  })

  it('VIEW-15 what was chosen and set before the views were known stays', async () => {
    let answer = (): void => undefined
    const listed = new Promise<void>(done => {
      answer = done
    })
    const { sent } = await sheetPage('/o/op1/s/s1', { listed })
    fireEvent.click(await switcher('全部'))
    fireEvent.click(within(await screen.findByRole('menu', { name: /视图/ })).getByText('全部'))
    fireEvent.click(screen.getByRole('button', { name: '分组' }))
    fireEvent.click(within(await screen.findByRole('menu', { name: '分组' })).getByText('区县'))
    await waitFor(() => expect(document.querySelectorAll('.group-line')).toHaveLength(2))
    answer()
    await waitFor(() => expect(sent.some(({ path }) => path.endsWith('/views'))).toBe(true))
    fireEvent.click(await switcher('全部'))
    await screen.findByText('莲湖')
    expect(document.querySelectorAll('.group-line')).toHaveLength(2)
  })

  it('VIEW-13 VIEW-15 what is set stands above the rows and is taken away there; the view is marked as changed, and put back', async () => {
    await sheetPage('/o/op1/s/s1?view=v1')
    await shows('a', 'c')
    fireEvent.click(screen.getByRole('button', { name: '去掉筛选：区县：莲湖区' }))
    await shows('a', 'b', 'c')
    expect(screen.getByText('有未保存的改动')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '放弃改动' }))
    await shows('a', 'c')
    expect(screen.queryByText('有未保存的改动')).toBeNull()
  })

  it('VIEW-14 values are ticked with their counts, empty cells among them; a search narrows what "all" means', async () => {
    await sheetPage('/o/op1/s/s1?view=all')
    await shows('a', 'b', 'c')
    fireEvent.click(screen.getByRole('button', { name: '筛选“区县”（Alt+↓）' }))
    const editor = await screen.findByRole('dialog', { name: '筛选：区县' })
    expect([...editor.querySelectorAll('li')].map(item => item.textContent)).toEqual(['碑林区1', '莲湖区2'])
    fireEvent.change(within(editor).getByRole('searchbox'), { target: { value: '莲湖' } })
    fireEvent.click(within(editor).getByRole('checkbox', { name: '全选' }))
    await shows('b')
    fireEvent.click(within(editor).getByRole('checkbox', { name: '全选' }))
    await shows('a', 'b', 'c')
    fireEvent.change(within(editor).getByRole('searchbox'), { target: { value: '' } })
    fireEvent.click(within(editor).getByRole('checkbox', { name: '碑林区' }))
    await shows('a', 'c')
    fireEvent.click(within(editor).getByRole('button', { name: '清除' }))
    await shows('a', 'b', 'c')
  })

  it('VIEW-14 a number is filtered by its size', async () => {
    await sheetPage('/o/op1/s/s1?view=all')
    await shows('a', 'b', 'c')
    fireEvent.click(screen.getByRole('button', { name: '筛选“需求数量”（Alt+↓）' }))
    const editor = await screen.findByRole('dialog', { name: '筛选：需求数量' })
    const least = within(editor).getByRole('spinbutton', { name: '最小' })
    fireEvent.change(least, { target: { value: '100' } })
    fireEvent.blur(least)
    await shows('a')
    fireEvent.keyDown(editor, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('dialog', { name: '筛选：需求数量' })).toBeNull())
    expect(screen.getByText('需求数量：≥ 100')).toBeTruthy()
  })

  it('VIEW-15 what is on screen is saved as a view of one’s own, with its columns', async () => {
    const { sent } = await sheetPage('/o/op1/s/s1?view=v1')
    await shows('a', 'c')
    fireEvent.click(screen.getByRole('button', { name: '去掉筛选：区县：莲湖区' }))
    fireEvent.click(await screen.findByRole('button', { name: '另存为…' }))
    const dialog = await screen.findByRole('dialog', { name: '另存为视图' })
    fireEvent.change(within(dialog).getByLabelText('名称'), { target: { value: ' 今晚 ' } })
    fireEvent.click(within(dialog).getByRole('button', { name: '保存' }))
    expect(await switcher('今晚')).toBeTruthy()
    const posted = sent.find(({ method, path }) => method === 'POST' && path.endsWith('/views'))
    const order = expect.arrayContaining(['item', 'district'])
    expect(posted?.body).toMatchObject({ name: '今晚', shared: false, content: { filters: [], columns: { order } } })
    expect(location.search).toBe('?view=v9')
  })

  it('VIEW-9 VIEW-15 a view somebody else saved meanwhile: it is said who, and what is on screen stays', async () => {
    const { items } = await sheetPage('/o/op1/s/s1?view=v2', { saving: () => problemOf('conflict', 409) })
    await shows('b', 'c', 'a')
    fireEvent.click(document.querySelector('.ag-header-cell[col-id="quantity"] .sheet-header-label') as Element)
    await shows('b', 'a', 'c')
    const theirs = { ...URGENT, version: 2, updatedBy: { id: 'm2', name: '壹基金协调员' } }
    items.splice(1, 1, { ...theirs, content: { ...PLAIN_VIEW, sorts: [{ column: 'quantity', descending: true }] } })
    fireEvent.click(screen.getByRole('button', { name: '保存' }))
    expect((await screen.findAllByText(/“特急”刚刚已由|壹基金协调员/)).length).toBeGreaterThan(0)
    expect(rowsShown()).toEqual(['b', 'a', 'c'])
    fireEvent.click(screen.getByRole('button', { name: '看对方保存的' }))
    await shows('a', 'b', 'c')
    expect(screen.queryByText('有未保存的改动')).toBeNull()
  })

  it('VIEW-7 VIEW-8 who may only read chooses views but keeps none; an editor is not offered to share', async () => {
    const as = (role: 'viewer' | 'editor'): Me => ({
      ...ME,
      member: { ...ME.member, memberships: [{ operation: 'op1', roles: [role] }] },
    })
    const offered = async (me: Me) => {
      await sheetPage('/o/op1/s/s1?view=v2', { me })
      await shows('b', 'c', 'a')
      fireEvent.click(await switcher('特急'))
      const menu = await screen.findByRole('menu', { name: /视图/ })
      const words = menu.textContent
      cleanup()
      return ['另存为…', '重命名…', '收回为我的视图', '删除…'].filter(word => words?.includes(word))
    }
    expect(await offered(as('viewer'))).toEqual([])
    expect(await offered(as('editor'))).toEqual(['另存为…'])
    expect(await offered(ME)).toEqual(['另存为…', '重命名…', '收回为我的视图', '删除…'])
  })

  it('VIEW-6 the legend says in words what each sign means', async () => {
    const colors: ViewContent['colors'] = [
      { column: 'urgency', condition: { is: 'anyOf', values: ['critical'] }, tone: 'red' },
      { column: 'gone', condition: { is: 'blank' }, tone: 'grey' },
    ]
    await sheetPage('/o/op1/s/s1?view=v3', { views: [kept('v3', '颜色', { colors })] })
    const legend = await screen.findByRole('list', { name: '颜色的含义' })
    expect([...legend.children].map(item => item.textContent)).toEqual(['▲ 紧急程度：特急'])
  })
})

describe('links into a sheet', { timeout: 60_000 }, () => {
  const focused = () => document.activeElement?.closest('.ag-row')?.getAttribute('row-id')

  it('VIEW-16 a link shows its view and goes to its cell', async () => {
    const { session } = await sheetPage('/o/op1/s/s1?view=v1&row=c&cell=quantity')
    await shows('a', 'c')
    await waitFor(() => expect(session.cells.at(-1)).toEqual({ row: 'c', column: 'quantity' }))
    await waitFor(() => expect(focused()).toBe('c'))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('VIEW-16 a row the filters hide is said to be hidden, and shown on demand', async () => {
    const { session } = await sheetPage('/o/op1/s/s1?view=v1&row=b&cell=item')
    expect(await screen.findByText('链接指向的行被当前的筛选隐藏了。')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '清除筛选并显示' }))
    await shows('a', 'b', 'c')
    await waitFor(() => expect(session.cells.at(-1)).toEqual({ row: 'b', column: 'item' }))
    expect(screen.queryByText('链接指向的行被当前的筛选隐藏了。')).toBeNull()
  })

  it.each([
    ['?view=all&row=nobody', '链接指向的行不在这张表里。'],
    ['?view=elsewhere', '链接里的视图不存在，或没有共享给您。现在显示全部行。'],
  ])('VIEW-16 %s: %s', async (search, words) => {
    await sheetPage(`/o/op1/s/s1${search}`)
    expect(await screen.findByText(words)).toBeTruthy()
    await shows('a', 'b', 'c')
  })

  it('VIEW-16 a deleted row is said to be deleted', async () => {
    const session = new FakeSession(ROWS)
    session.arrive([{ row: 'b', column: ROW_GONE, value: true }])
    await sheetPage('/o/op1/s/s1?view=all&row=b', { session })
    expect(await screen.findByText(/已被删除/)).toBeTruthy()
  })
})
