// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react'
import { App as AntApp } from 'antd'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { SheetView } from '../../../client/grid/SheetView.ts'
import type { SheetActions } from '../../../client/grid/sheetActions.ts'
import { groupsOf, groupText } from '../../../client/history/groups.ts'
import { HistoryPanel } from '../../../client/history/HistoryPanel.tsx'
import { createTranslations } from '../../../client/i18n/language.ts'
import { DeletedRows } from '../../../client/time/DeletedRows.tsx'
import { rowEdits } from '../../../client/time/useRestoreRow.ts'
import type { HistoryItem } from '../../../shared/protocol/http.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { network, show } from '../page.tsx'

beforeAll(() => configure({ asyncUtilTimeout: 20_000 }))
afterEach(cleanup)

let ids = 1_000
const item = (more: Partial<HistoryItem>): HistoryItem => ({
  id: ids--,
  row: 'a',
  column: 'quantity',
  old: 200,
  new: 2000,
  member: { id: 'm2', name: '妇源汇值班' },
  at: '2022-01-05T07:57:00Z',
  won: true,
  unseen: false,
  ...more,
})

const BEN = { id: 'm3', name: '壹基金值班' }

describe('changes gathered', () => {
  it('TIME-18 by person and minute, in words, in the order they are in', () => {
    const groups = groupsOf([
      item({ at: '2022-01-05T07:58:40Z' }),
      item({ at: '2022-01-05T07:58:02Z', column: '_gone', new: true }),
      item({ at: '2022-01-05T07:58:01Z', member: BEN, column: '_row', new: true }),
      item({ at: '2022-01-05T07:58:01Z', member: BEN, column: '_order', new: 'a1' }),
      item({ at: '2022-01-05T07:57:59Z', member: BEN, column: '_gone', new: null }),
      item({ at: '2022-01-05T07:57:58Z' }),
    ])
    const { t } = createTranslations('zh')
    expect(groups.map(group => [group.member.name, group.items.length, groupText(group, t)])).toEqual([
      ['妇源汇值班', 2, '改了 1 格 · 删除 1 行'],
      ['壹基金值班', 2, '添加 1 行'],
      ['壹基金值班', 1, '恢复 1 行'],
      ['妇源汇值班', 1, '改了 1 格'],
    ])
  })
})

type Pages = Readonly<Record<string, { items: HistoryItem[]; next: string | null }>>

function panel(pages: Pages) {
  const session = new FakeSession({ a: { item: '口罩', quantity: 3000 }, b: {} })
  const view = new SheetView(session)
  vi.spyOn(view, 'rowNumber').mockImplementation(row => ({ a: 1, b: 2 })[row])
  const reveal = vi.spyOn(view, 'reveal')
  const opened = vi.fn()
  const { wire, sent } = network(({ path }) => {
    const { pathname, searchParams } = new URL(path, 'http://hub')
    if (pathname.endsWith('/authors')) return { body: { items: [BEN] } }
    if (pathname.endsWith('/past'))
      return { body: { at: searchParams.get('at'), rows: { a: { quantity: 200, note: '旧', _order: null } } } }
    return { body: pages[searchParams.get('cursor') ?? 'first'] ?? { items: [], next: null } }
  })
  show(
    <AntApp>
      <HistoryPanel
        view={view}
        sheetId="s1"
        columns={columnsOf('needs')}
        zone="Asia/Shanghai"
        actions={{ edit: vi.fn() } as unknown as SheetActions}
        onClose={() => undefined}
        onOpen={opened}
      />
    </AntApp>,
    { wire },
  )
  return { session, view, reveal, sent, opened }
}

describe('the history of the sheet', () => {
  it('TIME-18 shows who did what, by the column’s kind, and leads to the cell and to more', async () => {
    const { reveal, sent } = panel({
      first: { items: [item({}), item({ column: 'columnGone', old: 'x', new: 'y' })], next: 'older' },
      older: { items: [item({ at: '2022-01-04T07:57:00Z', member: BEN })], next: null },
    })
    fireEvent.click(screen.getByText('整张表'))
    expect(await screen.findByText('改了 2 格')).toBeTruthy()
    expect(document.querySelector('ins')?.textContent).toBe('2,000')
    expect(screen.getByText('第 1 行 · columnGone')).toBeTruthy()
    fireEvent.click(screen.getByText('第 1 行 · 需求数量'))
    expect(reveal).toHaveBeenCalledWith({ row: 'a', column: 'quantity' })
    fireEvent.click(screen.getByText('更早的记录'))
    expect(await screen.findByText('壹基金值班')).toBeTruthy()
    expect(sent.at(-1)?.path).toContain('cursor=older')
  })

  it('TIME-18 a long minute is shown in part, and whole when asked', async () => {
    panel({ first: { items: Array.from({ length: 10 }, () => item({})), next: null } })
    fireEvent.click(screen.getByText('整张表'))
    expect(await screen.findByText('改了 10 格')).toBeTruthy()
    expect(document.querySelectorAll('.group-item')).toHaveLength(3)
    fireEvent.click(screen.getByText('还有 7 处'))
    expect(document.querySelectorAll('.group-item')).toHaveLength(10)
  })

  it('TIME-18 goes by person, and the ways to the past are there', async () => {
    const { sent, opened } = panel({ first: { items: [item({})], next: null } })
    fireEvent.click(screen.getByText('整张表'))
    await screen.findByText('改了 1 格')
    await waitFor(() => expect(sent.some(({ path }) => path.includes('authors'))).toBe(true))
    fireEvent.mouseDown(screen.getByRole('combobox', { name: '谁改的' }))
    fireEvent.click(await screen.findByTitle('壹基金值班'))
    await waitFor(() => expect(sent.at(-1)?.path).toContain('member=m3'))
    fireEvent.click(screen.getByText('时间轴'))
    fireEvent.click(screen.getByText('已删除的行'))
    expect(opened.mock.calls).toEqual([['time'], ['deleted']])
  })
})

describe('a row brought back', () => {
  it('TIME-19 to before one of its changes, as one step of undo that leaves its place alone', async () => {
    const { session, view, sent } = panel({ first: { items: [item({})], next: null } })
    act(() => view.enter({ row: 'a', column: 'quantity' }))
    fireEvent.click(screen.getByText('此行'))
    fireEvent.click(await screen.findByText('整行恢复到此前'))
    await waitFor(() => expect(session.sheet.value('a', 'quantity')).toBe(200))
    expect(session.sheet.value('a', 'note')).toBe('旧')
    expect(session.nextUndo()).toMatchObject({ kind: 'restore', cells: { length: 2 } })
    expect(sent.some(({ path }) => path.includes('at=2022-01-05T07%3A56%3A59.999Z'))).toBe(true)
  })

  it('TIME-19 nothing is written where nothing differs, and a deleted row comes back with it', () => {
    const session = new FakeSession({ a: { item: '口罩' } })
    session.deleteRows(['a'])
    expect(rowEdits(session.sheet, 'a', { _gone: null, item: '口罩', _row: true, _order: 'x' })).toEqual([
      { row: 'a', column: '_gone', value: null },
    ])
    session.undo()
    expect(rowEdits(session.sheet, 'a', { _gone: null, item: '口罩' })).toEqual([])
  })

  it('TIME-19 from the list of deleted rows', async () => {
    const session = new FakeSession({ a: { item: '口罩' }, b: { item: '手套' } })
    session.deleteRows(['a'])
    const open = openSheetOf(session)
    const { wire } = network(() => ({
      body: {
        items: [{ id: 'a', cells: { item: '口罩', quantity: 5 }, member: BEN, at: '2022-01-05T07:57:00Z' }],
        count: 1,
      },
    }))
    show(
      <AntApp>
        <DeletedRows open={open} onClose={() => undefined} />
      </AntApp>,
      { wire },
    )
    expect(await screen.findByText('口罩 · 5')).toBeTruthy()
    expect(screen.getByText('壹基金值班 删除')).toBeTruthy()
    fireEvent.click(screen.getByText('恢复此行'))
    expect(session.sheet.rows()).toEqual(['a', 'b'])
    expect(session.nextUndo()?.kind).toBe('restore')
  })
})
