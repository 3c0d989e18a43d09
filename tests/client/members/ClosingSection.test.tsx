// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { mayI } from '../../../client/app/rights.ts'
import { ClosedNotice } from '../../../client/members/ClosedNotice.tsx'
import { ClosingSection } from '../../../client/members/ClosingSection.tsx'
import type { Closing } from '../../../shared/protocol/closing.ts'
import type { Me, Operation } from '../../../shared/protocol/http.ts'
import { ME, NOW, network, show } from '../page.tsx'

afterEach(cleanup)

const DAY = 86_400_000
const at = (days: number): string => new Date(NOW + days * DAY).toISOString()
const OPEN: Closing = { closedAt: null, retentionDays: 90, eraseAt: null, erasedAt: null, contacts: 12 }
const CLOSED: Closing = { ...OPEN, closedAt: at(-10), retentionDays: 30, eraseAt: at(20) }
const [operation] = ME.operations as [Operation]

function open(first: Closing) {
  let state = first
  const { wire, sent } = network(({ method, body }) => {
    if (method === 'POST') state = (body as { closed: boolean }).closed ? CLOSED : OPEN
    return { body: state }
  })
  show(<ClosingSection operation={operation} />, { wire })
  return () => sent.filter(({ method }) => method === 'POST').map(({ body }) => body)
}
const member = (role: 'admin' | 'editor', closed: boolean): Me => ({
  ...ME,
  member: { ...ME.member, memberships: [{ operation: 'op1', roles: [role] }] },
  operations: [{ ...operation, ...(closed ? { closed: true } : {}) }],
})

describe('the end of an operation', () => {
  it('VAULT-19 says of how many people details go and when, asks, and ends it with those days', async () => {
    const posted = open(OPEN)
    expect(await screen.findByText('现在保管着 12 人的联系方式等个人信息。')).toBeTruthy()
    expect(screen.getByText(/到 4月5日 16:00 自动清除/)).toBeTruthy()
    fireEvent.change(screen.getByRole('spinbutton', { name: '个人信息再保管' }), { target: { value: '30' } })
    expect(await screen.findByText(/到 2月4日 16:00 自动清除/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '结束行动' }))
    expect(await screen.findByText('结束“西安疫情响应”？')).toBeTruthy()
    expect(posted()).toEqual([])
    fireEvent.click(screen.getAllByRole('button', { name: '结束行动' }).at(-1) as HTMLElement)
    expect(await screen.findByRole('heading', { name: '这次行动已经结束' })).toBeTruthy()
    expect(posted()).toEqual([{ closed: true, retentionDays: 30 }])
  })

  it('VAULT-19 warns of a day that is over, and opens again', async () => {
    const posted = open(CLOSED)
    fireEvent.change(await screen.findByRole('spinbutton', { name: '个人信息再保管' }), { target: { value: '5' } })
    expect(await screen.findByText(/这个日期已过/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '重新打开' }))
    await waitFor(() => expect(posted()).toEqual([{ closed: false }]))
    expect(await screen.findByRole('heading', { name: '结束这次行动' })).toBeTruthy()
  })

  it('VAULT-19 says what was erased when', async () => {
    open({ ...CLOSED, eraseAt: null, erasedAt: at(-1), contacts: 0 })
    expect(await screen.findByText('个人信息已在 1月4日 16:00 清除。')).toBeTruthy()
    expect(screen.queryByRole('spinbutton')).toBeNull()
  })

  it('VAULT-19 a closed operation says so above its sheets, shows an admin the way back, and offers nothing that would be refused', () => {
    const [admin, editor] = [member('admin', true), member('editor', true)]
    show(<ClosedNotice open={{ me: editor, operation }} />)
    expect(screen.getByText('这次行动已经结束，只能查看和导出。')).toBeTruthy()
    expect(screen.queryByRole('link')).toBeNull()
    cleanup()
    show(<ClosedNotice open={{ me: admin, operation }} />)
    expect(screen.getByRole('link').getAttribute('href')).toBe('/o/op1/members')
    cleanup()
    show(<ClosedNotice open={{ me: member('admin', false), operation }} />)
    expect(screen.queryByText('这次行动已经结束，只能查看和导出。')).toBeNull()
    for (const action of ['sheet.edit', 'verification.set', 'form.manage', 'edit.bulk'] as const)
      expect([mayI(admin, action, 'op1'), mayI(member('admin', false), action, 'op1')]).toEqual([false, true])
    for (const action of ['sheet.read', 'sheet.export', 'contact.erase', 'operation.close'] as const)
      expect(mayI(admin, action, 'op1')).toBe(true)
  })
})
