// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { EditorAids } from '../../../client/grid/editors/EditorAids.ts'
import { draftsOf } from '../../../client/row/drafts.ts'
import { RowFields } from '../../../client/row/RowFields.tsx'
import { FakeSession } from '../FakeSession.ts'
import { SHEET, show } from '../page.tsx'

afterEach(cleanup)

const ZONE = 'Asia/Shanghai'
const ROW = { item: '口罩', quantity: 2000, urgency: 'critical', runsOutAt: '2022-01-05T08:00:00Z', neededBy: '下周' }

function open(mode: 'editing' | 'reading' = 'editing', language: 'zh' | 'en' = 'zh') {
  const session = new FakeSession({ a: ROW, b: { item: '奶粉' } }, mode)
  const aids = new EditorAids()
  aids.organizations = ['壹基金', '爱德基金会']
  const form = (row: string) => (
    <RowFields session={session} row={row} columns={SHEET.columns} zone={ZONE} aids={aids} />
  )
  return { session, form, aids, ...show(form('a'), { language }) }
}
const field = (name: string | RegExp) => screen.getByLabelText(name) as HTMLInputElement
const offered = (name: string): string[] => [...(field(name).list?.options ?? [])].map(({ value }) => value)
const stateOf = (column: string): string | undefined =>
  document.querySelector(`[data-column="${column}"] .field-state`)?.textContent?.trim()

describe('the fields of a row', () => {
  it('PHONE-1 every column has a field with the keyboard or picker of its kind, holding what the cell holds', () => {
    open()
    expect(document.querySelectorAll('.row-field')).toHaveLength(SHEET.columns.length)
    expect(field(/^需求 /).value).toBe('口罩')
    expect([field('需求数量').value, field('需求数量').inputMode]).toEqual(['2000', 'decimal'])
    expect(field('紧急程度').value).toBe('critical')
    expect([field('耗尽时间').type, field('耗尽时间').value]).toEqual(['datetime-local', '2022-01-05T16:00'])
    // A picker would swallow a text that is no date.
    expect([field('需要日期').type, field('需要日期').value]).toEqual(['text', '下周'])
  })

  it('PHONE-1 a field is written when it is left, as one wish of its own; one left as it was is no wish', () => {
    const { session } = open()
    fireEvent.focus(field('规格'))
    expect(session.cells).toEqual([{ row: 'a', column: 'specification' }])
    fireEvent.change(field('规格'), { target: { value: 'N95' } })
    expect(session.wishes).toEqual([])
    fireEvent.blur(field('规格'))
    fireEvent.change(field('需求数量'), { target: { value: '2万' } })
    fireEvent.keyDown(field('需求数量'), { key: 'Enter', isComposing: true })
    fireEvent.keyDown(field('需求数量'), { key: 'Enter' })
    fireEvent.change(field('紧急程度'), { target: { value: 'low' } })
    fireEvent.blur(field(/^需求 /))
    fireEvent.change(field('规格'), { target: { value: 'N9' } })
    fireEvent.change(field('规格'), { target: { value: 'N95' } })
    fireEvent.blur(field('规格'))
    expect(session.wishes).toEqual([
      [{ row: 'a', column: 'specification', value: 'N95' }],
      [{ row: 'a', column: 'quantity', value: 20_000 }],
      [{ row: 'a', column: 'urgency', value: 'low' }],
    ])
  })

  it('PHONE-15 organizations and places are offered; a district named beyond doubt brings its levels and codes', async () => {
    const { session, aids } = open()
    fireEvent.focus(field('机构'))
    await waitFor(() => expect(offered('机构')).toEqual(['壹基金', '爱德基金会']))
    await aids.loadPlaces()
    fireEvent.change(field('省'), { target: { value: '陕西省' } })
    fireEvent.blur(field('省'))
    fireEvent.focus(field('市'))
    await waitFor(() => expect(offered('市')).toContain('西安市'))
    fireEvent.change(field('区县'), { target: { value: '莲湖区' } })
    fireEvent.blur(field('区县'))
    fireEvent.change(field('市'), { target: { value: '某个镇' } })
    fireEvent.blur(field('市'))
    const written = session.wishes.map(wish => Object.fromEntries(wish.map(({ column, value }) => [column, value])))
    expect(written[0]).toMatchObject({ province: '陕西省', provinceCode: '610000' })
    expect(written[1]).toEqual({
      province: '陕西省',
      provinceCode: '610000',
      city: '西安市',
      cityCode: '610100',
      district: '莲湖区',
      districtCode: '610104',
    })
    expect(written[2]).toEqual({ city: '某个镇', cityCode: null })
  })

  it('PHONE-2 a text that does not fit stays with its reason, also when the form is left and opened again', () => {
    const { session, form, rerender } = open()
    fireEvent.change(field('需求数量'), { target: { value: '若干' } })
    fireEvent.blur(field('需求数量'))
    expect(screen.getByText(/不是数字/)).toBeTruthy()
    expect(stateOf('quantity')).toBe('未写入')
    rerender(<div />)
    cleanup()
    show(form('b'))
    expect(field('需求数量').value).toBe('')
    cleanup()
    show(form('a'))
    expect(field('需求数量').value).toBe('若干')
    expect(draftsOf(session).has('a')).toBe(true)
    expect(session.wishes).toEqual([])
    fireEvent.change(field('需求数量'), { target: { value: '300' } })
    fireEvent.blur(field('需求数量'))
    expect(session.wishes).toEqual([[{ row: 'a', column: 'quantity', value: 300 }]])
    expect(draftsOf(session).has('a')).toBe(false)
  })

  it('PHONE-1 a text still in its field is written when the form is closed or the page is put away', () => {
    const { session, unmount } = open()
    fireEvent.change(field('规格'), { target: { value: '医用' } })
    act(() => void dispatchEvent(new Event('pagehide')))
    fireEvent.change(field('单位'), { target: { value: '只' } })
    unmount()
    expect(session.wishes).toEqual([
      [{ row: 'a', column: 'specification', value: '医用' }],
      [{ row: 'a', column: 'unit', value: '只' }],
    ])
  })

  it('PHONE-3 what a colleague writes shows at once, but never over a text being typed: there it is told and can be taken', () => {
    const { session } = open()
    act(() => session.arrive([{ row: 'a', column: 'unit', value: '箱' }]))
    expect(field('单位').value).toBe('箱')
    fireEvent.change(field('单位'), { target: { value: '只' } })
    act(() => session.arrive([{ row: 'a', column: 'unit', value: '包' }]))
    expect(field('单位').value).toBe('只')
    expect(screen.getByText(/同事刚刚写入：包/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '采用同事的内容' }))
    expect(field('单位').value).toBe('包')
    expect(session.wishes).toEqual([])
    act(() => session.nowHere([{ client: 7, name: '张三', color: '#ff0000', cell: { row: 'a', column: 'unit' } }]))
    return screen.findByText(/张三 在这里/)
  })

  it('PHONE-4 each field says in words how far its newest text has got', () => {
    const { session } = open()
    const now = (unsaved: boolean, state: Parameters<FakeSession['nowIs']>[0]): void => {
      if (unsaved) session.unsaved.add('a:unit')
      else session.unsaved.delete('a:unit')
      act(() => session.nowIs(state))
    }
    expect(stateOf('unit')).toBeUndefined()
    now(true, { kind: 'waiting', count: 1 })
    expect(stateOf('unit')).toBe('等待网络')
    now(true, { kind: 'saving', count: 1 })
    expect(stateOf('unit')).toBe('正在保存')
    now(true, { kind: 'notSaved', count: 1, code: 'disk-full' })
    expect(stateOf('unit')).toBe('未保存')
    now(false, { kind: 'saved', at: undefined })
    expect(stateOf('unit')).toBe('已保存')
    expect(stateOf('item')).toBeUndefined()
  })

  it('PHONE-1 who may only read sees the values and no inputs, in their language', () => {
    open('reading', 'en')
    expect(document.querySelectorAll('input, select, textarea')).toHaveLength(0)
    expect(screen.getByText('2,000')).toBeTruthy()
    expect(screen.getByText('Critical')).toBeTruthy()
  })
})
