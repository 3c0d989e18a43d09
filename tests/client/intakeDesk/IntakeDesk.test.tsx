// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { App } from 'antd'
import { afterEach, describe, expect, it } from 'vitest'
import { IntakeDesk } from '../../../client/intakeDesk/IntakeDesk.tsx'
import type { Me, Operation } from '../../../shared/protocol/http.ts'
import type { SubmissionDetail, SubmissionItem } from '../../../shared/protocol/intake.ts'
import { ME, network, type Sent, SHEET, show } from '../page.tsx'

afterEach(cleanup)

const OPERATION: Operation = { id: 'op1', name: '西安疫情响应', timeZone: 'Asia/Shanghai' }
const item = (id: string, name: string, more: Partial<SubmissionItem> = {}): SubmissionItem => ({
  id,
  sheet: { id: 's1', title: '需求' },
  source: 'form',
  from: '求助',
  form: 'f1',
  community: '胜利社区',
  cells: { item: name, quantity: 12 },
  signs: [],
  state: 'received',
  at: '2022-01-05T07:50:00.000Z',
  confidential: false,
  contact: { id: 'c1', organization: 'o1', name: '张*', phone: '138****0000', more: [] },
  decided: null,
  ...more,
})
const ITEMS = [
  item('a', '奶粉'),
  item('b', '口罩', { cells: { item: '口罩', quantity: 1e14 }, signs: ['amount:quantity'], state: 'held' }),
]
const detail = (id: string): SubmissionDetail => ({
  ...(ITEMS.find(one => one.id === id) ?? item(id, '')),
  answers: [{ id: 'q1', label: { zh: '家里几口人', en: 'How many at home' }, value: 3 }],
  files: [],
  candidates: [{ row: 'r9', score: 0.9, why: ['sameItem'], cells: { item: '奶粉', quantity: 6 } }],
})

function open(me: Me = ME) {
  const answer = ({ path, body }: Sent) => {
    if (path.includes('/submissions/count'))
      return {
        body: {
          waiting: 2,
          held: 1,
          communities: ['胜利社区'],
          forms: [{ id: 'f1', title: { zh: '求助', en: 'Help' } }],
        },
      }
    if (path.includes('/submissions?')) return { body: { items: ITEMS, next: null } }
    if (path.endsWith('/decisions')) {
      const { ids, decision } = body as { ids: string[]; decision: string }
      return {
        body: {
          items: ids.map(id =>
            id === 'b' && decision === 'accept'
              ? { id, done: false, why: 'taken', by: '李四', state: 'rejected' }
              : { id, done: true, state: 'accepted', row: id, sheet: 's1' },
          ),
        },
      }
    }
    if (path.endsWith('/undo')) return { body: { items: [{ id: 'a', done: true, state: 'received' }] } }
    return { body: detail(path.slice(path.lastIndexOf('/') + 1)) }
  }
  const { wire, sent } = network(answer)
  show(
    <App>
      <IntakeDesk me={me} operation={OPERATION} sheets={[SHEET]} />
    </App>,
    { wire },
  )
  const decisions = () => sent.filter(({ path }) => path.endsWith('/decisions')).map(({ body }) => body)
  return { sent, decisions, press: (key: string) => fireEvent.keyDown(document.body, { key }) }
}

describe('the inbox on screen', () => {
  it('INTAKE-13 with the keys alone: down, accept, and taken back', async () => {
    const { decisions, press, sent } = open()
    await screen.findByRole('button', { name: /奶粉/ })
    press('j')
    expect(await screen.findByRole('heading', { name: /奶粉 · 12/ })).toBeTruthy()
    press('a')
    await waitFor(() => expect(decisions()).toEqual([{ decision: 'accept', ids: ['a'] }]))
    expect(await screen.findByText('已采纳 1 条')).toBeTruthy()
    press('z')
    await waitFor(() => expect(sent.filter(({ path }) => path.endsWith('/undo'))).toHaveLength(1))
  })

  it('INTAKE-13 many at once, and who was first is said', async () => {
    const { decisions } = open()
    fireEvent.click(await screen.findByRole('checkbox', { name: /奶粉/ }))
    fireEvent.click(screen.getByRole('checkbox', { name: /口罩/ }))
    const bar = screen.getByRole('toolbar', { name: '处理' })
    fireEvent.click(within(bar).getByRole('button', { name: '采纳' }))
    await waitFor(() => expect(decisions()).toEqual([{ decision: 'accept', ids: ['a', 'b'] }]))
    expect(await screen.findByText(/已由李四处理：退回/)).toBeTruthy()
  })

  it('INTAKE-13 a rejection asks for its reason', async () => {
    const { decisions, press } = open()
    await screen.findByRole('button', { name: /奶粉/ })
    press('j')
    press('x')
    fireEvent.click(await screen.findByRole('button', { name: '重复提交' }))
    await waitFor(() => expect(decisions()).toEqual([{ decision: 'reject', ids: ['a'], reason: '重复提交' }]))
  })

  it('INTAKE-14 answers, mask, signs in words, and the row it may be about side by side', async () => {
    const { decisions } = open()
    fireEvent.click(await screen.findByRole('button', { name: /口罩/ }))
    expect(await screen.findByText('“需求数量”的数量不合常理')).toBeTruthy()
    expect(screen.getByText('家里几口人')).toBeTruthy()
    expect([screen.getByText('张*'), screen.getByText('138****0000')]).toHaveLength(2)
    expect(screen.getByRole('button', { name: '查看电话' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '并入这一行' }))
    await waitFor(() => expect(decisions()).toEqual([{ decision: 'attach', ids: ['b'], row: 'r9' }]))
  })

  it('INTAKE-14 what the row cannot hold is put right before it is accepted', async () => {
    const { decisions } = open()
    fireEvent.click(await screen.findByRole('button', { name: /口罩/ }))
    fireEvent.click(await screen.findByRole('button', { name: '更正' }))
    const quantity = screen.getByLabelText('需求数量')
    expect(screen.getByRole('button', { name: '改好并采纳' })).toHaveProperty('disabled', true)
    fireEvent.change(quantity, { target: { value: '1,000' } })
    fireEvent.click(screen.getByRole('button', { name: '改好并采纳' }))
    await waitFor(() =>
      expect(decisions()).toEqual([{ decision: 'accept', ids: ['b'], cells: { item: '口罩', quantity: 1000 } }]),
    )
  })

  it('INTAKE-14 who may only look is offered no decision', async () => {
    const membership = [{ operation: 'op1', roles: ['dispatcher' as const] }]
    const { decisions, press } = open({ ...ME, member: { ...ME.member, memberships: membership } })
    fireEvent.click(await screen.findByRole('button', { name: /奶粉/ }))
    await screen.findByText('家里几口人')
    expect(screen.queryByRole('button', { name: '采纳' })).toBeNull()
    press('a')
    expect(decisions()).toEqual([])
  })
})
