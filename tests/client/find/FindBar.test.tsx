// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { OpenSheet } from '../../../client/app/openSheet.ts'
import { FindBar } from '../../../client/find/FindBar.tsx'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { realGrid, withGridTimers } from '../grid/realGrid.ts'
import { show } from '../page.tsx'

withGridTimers()
afterEach(cleanup)

function barOver(session: FakeSession): OpenSheet {
  const open = openSheetOf(session)
  open.view.attach(realGrid(session).api)
  show(<FindBar open={open} />)
  return open
}

describe('the find bar', () => {
  it('FIND-1 FIND-2 says how many there are, Enter goes from one to the next, Esc closes it', async () => {
    const open = barOver(new FakeSession({ a: { item: '口罩' }, b: { item: '手套' }, c: { item: '口罩' } }))
    expect(screen.queryByRole('search')).toBeNull()
    act(() => open.finder.open('find'))
    const field = screen.getByRole('searchbox')
    expect(document.activeElement).toBe(field)
    fireEvent.change(field, { target: { value: '口罩' } })
    await screen.findByText('共 2 处')
    fireEvent.keyDown(field, { key: 'Enter' })
    await screen.findByText('第 1 / 2 处')
    fireEvent.keyDown(field, { key: 'Enter' })
    await screen.findByText('第 2 / 2 处')
    expect(open.view.cell.get()).toEqual({ row: 'c', column: 'item' })
    fireEvent.keyDown(field, { key: 'Escape' })
    expect(screen.queryByRole('search')).toBeNull()
  })

  it('FIND-4 FIND-5 replaces all, says how many and lists what would not fit', async () => {
    const session = new FakeSession({ a: { item: '口罩' }, b: { item: '手套', quantity: 2 } })
    const open = barOver(session)
    act(() => open.finder.open('replace'))
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '口罩' } })
    await screen.findByText('共 1 处')
    fireEvent.change(screen.getByLabelText('替换为'), { target: { value: '帐篷' } })
    fireEvent.click(screen.getByRole('button', { name: '全部替换' }))
    await screen.findByText('已替换 1 格')
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
    expect(session.sheet.value('a', 'item')).toBe('帐篷')
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '手套' } })
    await screen.findByText('共 1 处')
    fireEvent.change(screen.getByLabelText('替换为'), { target: { value: '' } })
    fireEvent.click(screen.getByRole('button', { name: '全部替换' }))
    const list = await screen.findByRole('region', { name: '1 格没有替换' })
    expect(within(list).getByText(/必填|必须/)).toBeDefined()
    expect(session.sheet.value('b', 'item')).toBe('手套')
    await waitFor(() => expect(open.finder.outcome.get().progress).toBeUndefined())
  })
})
