// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { HeldEdits } from '../../../client/app/HeldEdits.tsx'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { FakeSession } from '../FakeSession.ts'
import { show } from '../page.tsx'

afterEach(cleanup)

function panel() {
  const session = new FakeSession({ a: { item: '口罩' } })
  session.refuse([
    { id: 'h1', row: 'a', column: 'quantity', value: 2000, code: 'edit-refused' },
    { id: 'h2', row: 'gone', column: 'note', value: '请在晚上八点前送到', code: 'mass-delete' },
  ])
  const view = new SheetView(session)
  show(<HeldEdits view={view} columns={columnsOf('needs')} zone="Asia/Shanghai" open onClose={() => undefined} />)
  return { session }
}

describe('refused edits', () => {
  it('PAGE-16 each is listed with its text and the reason', () => {
    panel()
    expect(screen.getByText('请在晚上八点前送到')).toBeTruthy()
    expect(screen.getByText('2000')).toBeTruthy()
    expect(screen.getByText('服务器拒绝了这次修改；文字已为您保留。')).toBeTruthy()
    expect(screen.getByText('一分钟内清空了太多单元格，已停止；内容没有丢失。')).toBeTruthy()
  })

  it('PAGE-16 trying again writes it, discarding drops it, nothing else does', () => {
    const { session } = panel()
    act(() => void fireEvent.click(screen.getAllByText('再试一次')[0] as HTMLElement))
    expect(session.sheet.value('a', 'quantity')).toBe(2000)
    expect(session.held().map(({ id }) => id)).toEqual(['h2'])
    act(() => void fireEvent.click(screen.getByText('丢弃')))
    expect(session.held()).toEqual([])
    expect(screen.getByText('没有被拒绝的修改。')).toBeTruthy()
  })

  it('PAGE-16 the edit of a whole row is told in words, and all can be discarded after a question', () => {
    const { session } = panel()
    const gone = { row: 'a', column: '_gone', value: true, code: 'mass-delete' } as const
    act(() => session.refuse([...session.held(), { ...gone, id: 'h3' }]))
    expect(screen.getByText('删除了这一行')).toBeTruthy()
    act(() => void fireEvent.click(screen.getByText('全部丢弃')))
    expect(session.held().length).toBeGreaterThan(0)
    const yes = document.querySelector('.ant-popconfirm .ant-btn-dangerous')
    act(() => void fireEvent.click(yes as HTMLElement))
    expect(session.held()).toEqual([])
  })
})
