// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JoinPage } from '../../../client/join/JoinPage.tsx'
import { RecoverPage } from '../../../client/join/RecoverPage.tsx'
import { ME, network, problemOf, type Sent, show } from '../page.tsx'

afterEach(cleanup)
beforeEach(() => history.replaceState(null, '', '/join#secret-token'))

const FACE = { operation: '西安疫情响应', organization: '爱德基金会', roles: ['editor'], approve: false }
const PATIENCE = [{}, { timeout: 10_000 }] as const

/** A hub with one invitation and one link for a new password; `joins` is how it answers to joining. */
function hub(joins: () => object, signedIn = false) {
  return network(({ path, method }: Sent) => {
    if (path === '/api/v1/joins/look') return { body: FACE }
    if (path === '/api/v1/recoveries/look') return { body: { name: '张三', login: 'zhang' } }
    if (path === '/api/v1/session' && method === 'GET') return signedIn ? { body: ME } : problemOf('not-signed-in', 401)
    return joins()
  })
}

describe('coming in by a link', () => {
  it('JOIN-19 says what one joins; the login is the name until it is changed; the secret is in a body only', async () => {
    const { wire, sent } = hub(() => ({ body: ME }))
    show(<JoinPage />, { wire })
    expect(await screen.findByText('您将代表 爱德基金会 加入，身份：填表员。', ...PATIENCE)).toBeTruthy()
    fireEvent.change(screen.getByLabelText('您的姓名'), { target: { value: '张 三' } })
    expect(screen.getByLabelText('用户名').getAttribute('value')).toBe('张三')
    fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'a long password' } })
    fireEvent.click(screen.getByRole('button', { name: '加入' }))
    await waitFor(() => expect(sent.find(({ path }) => path === '/api/v1/joins')).toBeDefined(), PATIENCE[1])
    expect(sent.find(({ path }) => path === '/api/v1/joins')?.body).toEqual({
      token: 'secret-token',
      name: '张 三',
      login: '张三',
      password: 'a long password',
    })
    expect(sent.map(({ path }) => path).join(' ')).not.toContain('secret-token')
  })

  it('JOIN-3 JOIN-19 a taken login is said at the field, and what was typed stays', async () => {
    const { wire } = hub(() => problemOf('conflict', 409, 'The login zhang is taken.'))
    show(<JoinPage />, { wire })
    fireEvent.change(await screen.findByLabelText('您的姓名', ...PATIENCE), { target: { value: 'zhang' } })
    fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'a long password' } })
    fireEvent.click(screen.getByRole('button', { name: '加入' }))
    expect(await screen.findByText('这个用户名已有人用，请换一个，例如加上数字。', ...PATIENCE)).toBeTruthy()
    expect(screen.getByLabelText('您的姓名').getAttribute('value')).toBe('zhang')
  })

  it('JOIN-4 an invitation that is over is said, with what to do', async () => {
    const { wire } = network(() => problemOf('link-used', 410))
    show(<JoinPage />, { wire })
    expect(await screen.findByText(/这个邀请不能用了/, ...PATIENCE)).toBeTruthy()
  })

  it('JOIN-6 JOIN-19 who is signed in joins with their account by one press', async () => {
    const { wire, sent } = hub(() => ({ status: 204 }), true)
    show(<JoinPage />, { wire })
    fireEvent.click(await screen.findByRole('button', { name: '以 联众力值班 的身份加入' }, PATIENCE[1]))
    await waitFor(
      () => expect(sent.find(({ path }) => path === '/api/v1/joins/mine')?.body).toEqual({ token: 'secret-token' }),
      PATIENCE[1],
    )
  })

  it('JOIN-17 a link for a new password says whose it is and takes one', async () => {
    history.replaceState(null, '', '/recover#secret-token')
    const { wire, sent } = hub(() => ({ body: ME }))
    show(<RecoverPage />, { wire, language: 'en' })
    expect(await screen.findByText('张三, choose a new password for the user name zhang.', ...PATIENCE)).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'a long password' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save and enter' }))
    await waitFor(
      () =>
        expect(sent.find(({ path }) => path === '/api/v1/recoveries')?.body).toEqual({
          token: 'secret-token',
          password: 'a long password',
        }),
      PATIENCE[1],
    )
  })
})
