// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ContactSection } from '../../../client/contacts/ContactSection.tsx'
import { RevealLogPage } from '../../../client/contacts/RevealLogPage.tsx'
import type { ContactLogItem, RowContact } from '../../../shared/protocol/contacts.ts'
import { ME, network, type Sent, SHEET, show } from '../page.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const PHONE = '13800000001'
const KEPT: RowContact = {
  contact: {
    id: 'c1',
    phone: '138****0001',
    name: '张*',
    more: ['health'],
    organization: { id: 'o1', name: '西安联众力' },
    changedAt: '2022-01-05T07:00:00.000Z',
    mayReveal: true,
    mayCorrect: true,
    mayErase: false,
    same: 2,
  },
  mayKeep: true,
}
const NONE: RowContact = { contact: null, mayKeep: true }
const LINE: ContactLogItem = {
  id: 7,
  at: '2022-01-05T07:30:00.000Z',
  what: 'reveal',
  member: { id: 'm2', name: '值班乙', organization: '妇源汇' },
  contact: 'c1',
  row: { sheet: 's1', row: 'r1' },
  field: 'phone',
  purpose: 'deliver',
  reason: null,
  count: 1,
}

function open(contact: RowContact) {
  const wire = network(({ path, method, body }: Sent) => {
    if (path.includes('/reveals?')) return { body: { items: [LINE], next: null } }
    if (path.endsWith('/reveals')) return { body: { value: PHONE } }
    if (method === 'POST')
      return { body: { ...KEPT, contact: { ...KEPT.contact, name: (body as { name?: string }).name ?? null } } }
    return { body: contact }
  })
  show(<ContactSection sheet="s1" row="r1" zone="Asia/Shanghai" />, wire)
  const posts = () => wire.sent.filter(({ method }) => method === 'POST')
  return { ...wire, posts }
}
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))

describe('the personal details of a row', () => {
  it('VAULT-10 are masked, say who took them down and that the same phone is there again', async () => {
    open(KEPT)
    const section = await screen.findByRole('region', { name: '隐私信息' })
    await waitFor(() => expect(section.textContent).toContain('138****0001'))
    expect(section.textContent).toContain('张*')
    expect(section.textContent).toContain('由“西安联众力”登记')
    expect(section.textContent).toContain('另有 2 条登记')
    expect(screen.queryByRole('button', { name: '彻底删除…' })).toBeNull()
  })

  it('VAULT-10 who may not look sees the mask alone and whom to ask', async () => {
    const contact = KEPT.contact === null ? null : { ...KEPT.contact, mayReveal: false, mayCorrect: false }
    open({ contact, mayKeep: true })
    await screen.findByText(/请联系“西安联众力”或协调员/)
    expect(screen.queryAllByRole('button')).toEqual([])
  })

  it('VAULT-10 are filled in, and corrected field by field: an empty field says nothing', async () => {
    const { posts } = open(NONE)
    await press('填写隐私信息')
    const save = screen.getByRole('button', { name: '保存' })
    expect(save.hasAttribute('disabled')).toBe(true)
    fireEvent.change(screen.getByLabelText('电话'), { target: { value: PHONE } })
    fireEvent.change(screen.getByLabelText('姓名'), { target: { value: '张三' } })
    fireEvent.change(screen.getByLabelText('姓名'), { target: { value: '' } })
    fireEvent.click(save)
    await screen.findByText('138****0001')
    expect(posts().map(({ path, body }) => [path, body])).toEqual([
      ['/api/v1/sheets/s1/rows/r1/contact', { phone: PHONE }],
    ])
    await press('更正')
    await press('去掉电话')
    await press('保存')
    await waitFor(() => expect(posts().at(-1)?.body).toEqual({ phone: null }))
  })

  it('VAULT-11 one is shown after a purpose was chosen, can be called, and is gone after a minute', async () => {
    const { posts } = open(KEPT)
    await press('查看电话')
    const shown = screen.getByRole('button', { name: '显示' })
    expect(shown.hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByLabelText('其他（请说明）'))
    expect(shown.hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByLabelText('送达物资或服务'))
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    fireEvent.click(shown)
    const link = await screen.findByRole('link', { name: `拨打 ${PHONE}` })
    expect(link.getAttribute('href')).toBe(`tel:${PHONE}`)
    expect(posts().map(({ path, body }) => [path, body])).toEqual([
      ['/api/v1/contacts/c1/reveals', { field: 'phone', purpose: 'deliver' }],
    ])
    act(() => void vi.advanceTimersByTime(59_000))
    expect(screen.queryByText(PHONE)).not.toBeNull()
    act(() => void vi.advanceTimersByTime(1_000))
    expect(screen.queryByText(PHONE)).toBeNull()
    expect(screen.queryByText('138****0001')).not.toBeNull()
  })

  it('VAULT-12 whoever may look sees who has looked', async () => {
    open(KEPT)
    await press('谁看过')
    await screen.findByText('值班乙')
    expect(document.querySelector('.contact-log')?.textContent).toContain('查看电话送达物资或服务')
  })
})

describe('the page of who looked', () => {
  it('VAULT-12 says who, when, what and why, and leads to the row', async () => {
    const { wire, sent } = network(() => ({ body: { items: [LINE], next: null } }))
    const [operation] = ME.operations
    if (operation === undefined) throw new Error('no operation')
    show(<RevealLogPage operation={operation} sheets={[SHEET]} />, { wire })
    const line = (await screen.findByText('值班乙')).closest('li')
    expect(line?.textContent).toContain('妇源汇查看电话送达物资或服务')
    expect(screen.getByRole('link', { name: '去那一行' }).getAttribute('href')).toBe('/o/op1/s/s1?row=r1')
    expect(sent.map(({ path }) => path)).toEqual(['/api/v1/operations/op1/reveals?limit=50'])
  })
})
