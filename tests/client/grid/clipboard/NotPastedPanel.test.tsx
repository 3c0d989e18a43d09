// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { NotPastedPanel } from '../../../../client/grid/clipboard/NotPastedPanel.tsx'
import { SheetView } from '../../../../client/grid/SheetView.ts'
import { columnsOf } from '../../../../shared/schema/schemas.ts'
import { FakeSession } from '../../FakeSession.ts'
import { show } from '../../page.tsx'

afterEach(cleanup)

function panel() {
  const session = new FakeSession({ a: { item: '口罩' } })
  const view = new SheetView(session)
  view.notPasted.add([
    { row: 'a', column: 'quantity', text: '很多', reason: 'not-a-number' },
    { row: 'a', column: undefined, text: '多余', reason: 'no-column' },
  ])
  const onClose = vi.fn()
  show(<NotPastedPanel view={view} columns={columnsOf('needs')} zone="Asia/Shanghai" onClose={onClose} />)
  return { session, view, onClose }
}

describe('what was not pasted', () => {
  it('CELL-9 each text stands there with its reason; mended it goes where it belongs, as one step', () => {
    const { session, view } = panel()
    expect(screen.getByText('不是数字')).toBeDefined()
    expect(screen.getByText('这里没有列')).toBeDefined()
    const [field] = screen.getAllByRole<HTMLTextAreaElement>('textbox', { name: '内容' })
    const put = screen.getByRole<HTMLButtonElement>('button', { name: /写.?入/ })
    if (field === undefined) throw new Error('no field')
    expect(put.disabled).toBe(true)
    fireEvent.change(field, { target: { value: '1.2万' } })
    expect(put.disabled).toBe(false)
    fireEvent.click(put)
    expect(session.sheet.value('a', 'quantity')).toBe(12000)
    expect(session.wishes).toHaveLength(1)
    expect(view.notPasted.store.get().map(({ text }) => text)).toEqual(['多余'])
  })

  it('CELL-9 a text can be discarded, the others stay', () => {
    const { session, view } = panel()
    const [first] = screen.getAllByRole('button', { name: /^丢.?弃$/ })
    if (first === undefined) throw new Error('no button')
    fireEvent.click(first)
    expect(view.notPasted.store.get()).toHaveLength(1)
    expect(session.wishes).toEqual([])
  })
})
