// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { MembersPage } from '../../../client/members/MembersPage.tsx'
import type { Me } from '../../../shared/protocol/http.ts'
import { ME, NOW, network, type Sent, show, VIEWER } from '../page.tsx'

afterEach(cleanup)

const member = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  color: '#0b6478',
  roles: ['editor'],
  suspended: false,
  within: true,
  ...more,
})
const PEOPLE = {
  organizations: [
    {
      id: 'o1',
      name: '西安联众力',
      about: '物资与物流',
      members: [member('m1', '联众力值班', { roles: ['coordinator'] })],
    },
    {
      id: 'o2',
      name: '爱德基金会',
      about: '',
      members: [member('m2', '张三'), member('m3', '李四', { suspended: true })],
    },
  ],
}
const WAITING = {
  id: 'j1',
  member: { id: 'm9', name: '王五', login: '王五' },
  organization: { id: 'o2', name: '爱德基金会' },
  roles: ['editor'],
  askedAt: new Date(NOW - 120_000).toISOString(),
  mine: true,
}

/** The page as this member sees it, over a hub that knows these people. */
function open(me: Me, waiting: readonly object[] = []) {
  const { wire, sent } = network(({ method, path }: Sent) => {
    if (method === 'POST' && path.endsWith('/invitations'))
      return {
        status: 201,
        body: {
          id: 'i1',
          organization: { id: 'o1', name: '西安联众力' },
          roles: ['editor'],
          approve: false,
          used: 0,
          ceiling: 30,
          expiresAt: new Date(NOW + 86_400_000).toISOString(),
          createdAt: new Date(NOW).toISOString(),
          by: '联众力值班',
          state: 'open',
          token: 'secret-token',
        },
      }
    if (method === 'POST') return { status: 204 }
    if (path === '/api/v1/session') return { body: me }
    if (path.endsWith('/people')) return { body: PEOPLE }
    if (path.endsWith('/waiting')) return { body: { items: waiting } }
    return { body: { items: path.endsWith('/organizations') ? PEOPLE.organizations : [] } }
  })
  const [operation] = me.operations
  if (operation === undefined) throw new Error('the member is nowhere')
  show(<MembersPage me={me} operation={operation} />, { wire })
  return sent
}

describe('the page of members', () => {
  it('JOIN-18 shows everybody by organization, and finds them', async () => {
    open(ME)
    expect((await screen.findAllByRole('region')).map(section => section.querySelector('h2')?.textContent)).toEqual(
      expect.arrayContaining(['西安联众力', '爱德基金会']),
    )
    expect(screen.getByText('物资与物流')).toBeTruthy()
    expect(screen.getByText('已停用')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '张三' } })
    expect(screen.queryByText('联众力值班')).toBeNull()
    expect(screen.getByText('张三')).toBeTruthy()
  })

  it('JOIN-9 JOIN-18 offers who may only read nothing that would be refused, and does not ask who waits', async () => {
    const sent = open(VIEWER)
    await screen.findByText('张三')
    for (const name of [/邀请成员/, /^管理/, /^编辑/]) expect(screen.queryByRole('button', { name })).toBeNull()
    expect(sent.some(({ path }) => /waiting|invitations/.test(path))).toBe(false)
  })

  it('JOIN-8 JOIN-18 who waits is on top and let in by one press', async () => {
    const sent = open(ME, [WAITING])
    fireEvent.click(await screen.findByLabelText('批准 王五 加入', {}, { timeout: 10_000 }))
    await waitFor(() =>
      expect(sent.find(({ method }) => method === 'POST')).toMatchObject({
        path: '/api/v1/operations/op1/waiting/j1',
        body: { accept: true },
      }),
    )
  })

  it('JOIN-8 what one cannot give one cannot approve', async () => {
    open(ME, [{ ...WAITING, mine: false, roles: ['admin'] }])
    await screen.findByText('您没有其中的权限，请管理员批准', {}, { timeout: 10_000 })
    expect(screen.queryByRole('button', { name: '批准 王五 加入' })).toBeNull()
  })

  it('JOIN-2 JOIN-18 an invitation is a link with its secret behind the #, and a code', async () => {
    open(ME)
    fireEvent.click(await screen.findByRole('button', { name: '邀请成员' }))
    fireEvent.click(await screen.findByRole('button', { name: '生成邀请' }))
    const link = await screen.findByDisplayValue(/secret-token$/)
    expect(link.getAttribute('value')).toBe(`${location.origin}/join#secret-token`)
    expect(await screen.findByRole('img', { name: '邀请二维码' })).toBeTruthy()
  })
})
