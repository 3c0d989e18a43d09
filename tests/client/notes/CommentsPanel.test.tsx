// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { OpenSheet } from '../../../client/app/openSheet.ts'
import { Bell } from '../../../client/inbox/Bell.tsx'
import { InboxList, inboxPath } from '../../../client/inbox/InboxList.tsx'
import { CommentsPanel } from '../../../client/notes/CommentsPanel.tsx'
import type { Comment, InboxItem } from '../../../shared/protocol/notes.ts'
import { ME, NOW, network, type Sent, SHEET, show, VIEWER } from '../page.tsx'

afterEach(cleanup)

const comment = (more: Partial<Comment> = {}): Comment => ({
  id: 'c1',
  row: 'r1',
  column: null,
  thread: null,
  author: { id: 'm2', name: '李梅', color: '#336699' },
  text: '@联众力值班 请看 https://a.org/x javascript:alert(1)',
  mentions: [{ id: 'm1', name: '联众力值班' }],
  at: new Date(NOW).toISOString(),
  edited: false,
  deleted: false,
  resolved: null,
  ...more,
})
const PEOPLE = [{ id: 'm2', name: '李梅', color: '#336699', organization: '壹基金' }]

function answering(comments: Comment[], fail: (sent: Sent) => boolean = () => false) {
  return network(sent => {
    if (fail(sent)) return 'unreachable'
    if (sent.path.includes('/people')) return { body: { items: PEOPLE } }
    if (sent.path.includes('/reminders')) return { body: { items: [] } }
    if (sent.method === 'GET') return { body: { items: comments } }
    return { status: 201, body: comment({ id: 'c9' }) }
  })
}

const open = (me = ME) =>
  ({
    me,
    sheet: SHEET,
    operation: ME.operations[0],
    zone: 'Asia/Shanghai',
    columns: SHEET.columns,
  }) as unknown as OpenSheet

describe('comments of a row', () => {
  it('NOTE-22 show who said what, links that are safe, names that are meant', async () => {
    const { wire } = answering([
      comment(),
      comment({ id: 'c2', thread: 'c1', text: '好', author: { id: 'm1', name: '联众力值班', color: '#000000' } }),
    ])
    show(<CommentsPanel open={open()} row="r1" />, { wire })
    const link = await screen.findByRole('link', { name: 'https://a.org/x' })
    expect([link.getAttribute('rel'), screen.getAllByRole('link').length]).toEqual(['noopener noreferrer nofollow', 1])
    expect(screen.getByText('@联众力值班').tagName).toBe('MARK')
    // Only one's own can be changed.
    expect(screen.getAllByRole('button', { name: '修改' }).length).toBe(1)
  })

  it('NOTE-22 are sent with who is named, and stay in the field when they could not be sent', async () => {
    let down = true
    const { wire, sent } = answering([], request => down && request.method === 'POST')
    show(<CommentsPanel open={open()} row="r1" />, { wire })
    const field = await screen.findByRole('textbox')
    await waitFor(() => expect(sent.some(({ path }) => path.includes('/people'))).toBe(true))
    fireEvent.change(field, { target: { value: '@李梅 数量？' } })
    fireEvent.click(screen.getByRole('button', { name: /发\s*送/ }))
    await screen.findByRole('alert')
    expect((field as HTMLTextAreaElement).value).toBe('@李梅 数量？')
    down = false
    await waitFor(() => expect(screen.getByRole('button', { name: /发\s*送/ }).className).not.toContain('loading'))
    fireEvent.click(screen.getByRole('button', { name: /发\s*送/ }))
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(''))
    expect(sent.findLast(({ method }) => method === 'POST')?.body).toEqual({
      row: 'r1',
      text: '@李梅 数量？',
      mentions: ['m2'],
    })
  })

  it('NOTE-22 offer nothing to write to who may only read; settled ones are shown on demand', async () => {
    const settled = { by: '李梅', at: new Date(NOW).toISOString() }
    const { wire } = answering([comment({ resolved: settled, text: '已经说好' })])
    show(<CommentsPanel open={open(VIEWER)} row="r1" />, { wire })
    fireEvent.click(await screen.findByRole('checkbox'))
    expect(screen.getByText('已经说好')).toBeDefined()
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('the bell', () => {
  const item: InboxItem = {
    id: 'i1',
    kind: 'mention',
    operation: 'op1',
    sheet: { id: 's1', title: '需求' },
    row: 'r1',
    column: 'item',
    from: '李梅',
    text: '请核对',
    at: new Date(NOW).toISOString(),
    read: false,
  }

  it('NOTE-23 says in words and a number how much is unread, and an item leads to its row', async () => {
    const { wire, sent } = network(request =>
      request.method === 'GET' ? { body: { items: [item], next: null, unread: 1 } } : { body: { unread: 0 } },
    )
    show(<Bell me={ME} />, { wire })
    fireEvent.click(await screen.findByRole('button', { name: '1 条未读提醒' }))
    fireEvent.click(await screen.findByRole('button', { name: /请核对/ }))
    await waitFor(() => expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ ids: ['i1'] }))
    expect(inboxPath(item)).toBe('/o/op1/s/s1?row=r1&cell=item&panel=comments')
  })

  it('NOTE-23 an empty inbox says what it is for', () => {
    const inbox = { isSuccess: true, error: null, data: { items: [], next: null, unread: 0 } }
    show(<InboxList me={ME} inbox={inbox as never} onRead={() => undefined} onGone={() => undefined} />)
    expect(screen.getByText(/会出现在这里/)).toBeDefined()
  })
})
