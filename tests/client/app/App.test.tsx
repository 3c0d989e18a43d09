// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { App } from '../../../client/app/App.tsx'
import { chooseLanguage } from '../../../client/i18n/language.ts'
import type { SheetSession } from '../../../client/sync/session.ts'
import type { Me } from '../../../shared/protocol/http.ts'
import { FakeSession } from '../FakeSession.ts'
import { withGridTimers } from '../grid/realGrid.ts'
import { type Given, ME, network, problemOf, type Sent, SHEET, surround, VIEWER } from '../page.tsx'

withGridTimers()
beforeEach(() => {
  localStorage.clear()
  history.replaceState(null, '', '/')
})
afterEach(cleanup)

/** A hub with one sheet, in which `me` is signed in or not yet. */
function hub(me: Me, state: { signedIn: boolean }, sheets: readonly (typeof SHEET)[] = [SHEET]) {
  return network(({ method, path }: Sent) => {
    if (path === '/api/v1/session' && method === 'POST') {
      state.signedIn = true
      return { body: me }
    }
    if (path === '/api/v1/session' && method === 'DELETE') {
      state.signedIn = false
      return { status: 204 }
    }
    if (path === '/api/v1/links') {
      state.signedIn = true
      return { body: me }
    }
    if (!state.signedIn) return problemOf('not-signed-in', 401)
    if (path === '/api/v1/session') return { body: me }
    return path === '/api/v1/sheets' ? { body: { items: sheets } } : problemOf('not-found', 404)
  })
}

function openPage(at: string, given: Given) {
  history.replaceState(null, '', at)
  const { services, translations } = surround(given)
  render(<App services={services} translations={translations} />)
  return { services, translations }
}

const sheetIsOpen = async (): Promise<void> => {
  await waitFor(() => expect(document.querySelector('.ag-root')).not.toBeNull(), { timeout: 20_000 })
}
const session = (mode: 'editing' | 'reading' = 'editing'): SheetSession =>
  new FakeSession({ a: { item: '口罩' } }, mode)

describe('the page', () => {
  it('PAGE-6 a deep link survives signing in', { timeout: 30_000 }, async () => {
    const { wire, sent } = hub(ME, { signedIn: false })
    openPage('/o/op1/s/s1', { wire, session: session() })
    fireEvent.change(await screen.findByLabelText('用户名'), { target: { value: 'duty' } })
    expect(location.pathname + location.search).toBe('/sign-in?next=%2Fo%2Fop1%2Fs%2Fs1')
    fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'a long password' } })
    fireEvent.click(screen.getByRole('button', { name: '登录' }))
    await sheetIsOpen()
    expect(location.pathname).toBe('/o/op1/s/s1')
    expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ login: 'duty', password: 'a long password' })
    expect(document.title).toBe('需求 · 西安疫情响应 · 共济 Gongji')
  })

  it('PAGE-6 a demo link signs in once and leads to the sheet; its token is in the body only', {
    timeout: 30_000,
  }, async () => {
    const { wire, sent } = hub(ME, { signedIn: false })
    openPage('/demo#secret-token', { wire, session: session() })
    await sheetIsOpen()
    const posts = sent.filter(({ method }) => method === 'POST')
    expect(posts.map(({ path, body }) => [path, body])).toEqual([['/api/v1/links', { token: 'secret-token' }]])
    expect(location.href).not.toContain('secret-token')
  })

  it('PAGE-5 a wrong password is said, and what was typed stays', async () => {
    const { wire } = network(({ method }) =>
      method === 'POST' ? problemOf('wrong-credentials', 401) : problemOf('not-signed-in', 401),
    )
    openPage('/sign-in', { wire })
    fireEvent.change(await screen.findByLabelText('用户名'), { target: { value: 'duty' } })
    fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'wrong' } })
    fireEvent.click(screen.getByRole('button', { name: '登录' }))
    expect(await screen.findByText('用户名或密码不对。')).toBeTruthy()
    expect(screen.getByLabelText('用户名').getAttribute('value')).toBe('duty')
  })

  it('PAGE-7 a server that cannot be reached is named, with a way to try again', { timeout: 30_000 }, async () => {
    const { wire, sent } = network(() => 'unreachable')
    openPage('/', { wire })
    expect(await screen.findByText('连不上服务器', {}, { timeout: 15_000 })).toBeTruthy()
    const before = sent.length
    fireEvent.click(screen.getByText('重试'))
    await waitFor(() => expect(sent.length).toBeGreaterThan(before))
  })

  it('PAGE-3 the language is switched on the spot, with lang and title', async () => {
    const { wire } = network(() => problemOf('not-signed-in', 401))
    const { translations } = openPage('/sign-in', { wire })
    await screen.findByRole('heading', { name: '登录' })
    expect(document.documentElement.lang).toBe('zh-CN')
    await act(() => chooseLanguage(translations, 'en'))
    expect(screen.getByRole('heading', { name: 'Sign in' })).toBeTruthy()
    expect(document.documentElement.lang).toBe('en')
    expect(document.title).toBe('Sign in · 共济 Gongji')
    expect(localStorage.getItem('gongji.language')).toBe('en')
  })

  it('PAGE-20 who may only read is told so and offered nothing that would be refused', {
    timeout: 30_000,
  }, async () => {
    const { wire } = hub(VIEWER, { signedIn: true })
    openPage('/', { wire, session: session('reading') })
    await sheetIsOpen()
    expect(screen.getByText('只读')).toBeTruthy()
    for (const name of ['添加行', '删除行', '导入', '导出', '新建表格'])
      expect(screen.queryByRole('button', { name }), name).toBeNull()
    expect(screen.getByRole('button', { name: '历史' })).toBeTruthy()
  })

  it('PAGE-20 who may edit, import and export is offered all of it', { timeout: 30_000 }, async () => {
    const { wire } = hub(ME, { signedIn: true })
    openPage('/', { wire, session: session() })
    await sheetIsOpen()
    for (const name of ['添加行', '删除行', '导入', '导出', '新建表格'])
      expect(screen.getByRole('button', { name }), name).toBeTruthy()
  })

  it('PAGE-15 an operation without sheets says so and offers the first one', async () => {
    const { wire } = hub(ME, { signedIn: true }, [])
    openPage('/', { wire })
    expect(await screen.findByText('这次行动还没有表格')).toBeTruthy()
    expect(screen.getAllByRole('button', { name: /新建表格/ }).length).toBeGreaterThan(0)
  })

  it('PAGE-19 signing out ends the session and deletes the copies on this device', { timeout: 30_000 }, async () => {
    const state = { signedIn: true }
    const { wire } = hub(ME, state)
    const cleared: string[] = []
    openPage('/', {
      wire,
      session: session(),
      services: { clearLocalCopies: async member => void cleared.push(member) },
    })
    await sheetIsOpen()
    fireEvent.click(screen.getByRole('button', { name: /^我: / }))
    fireEvent.click(await screen.findByText('退出登录'))
    expect(await screen.findByRole('heading', { name: '登录' })).toBeTruthy()
    await waitFor(() => expect(cleared).toEqual(['m1']))
    expect(state.signedIn).toBe(false)
    // Whoever comes next is not led to where this person was.
    expect(location.pathname + location.search).toBe('/sign-in')
  })

  it('PAGE-19 with unsaved edits it asks first, and staying keeps them', { timeout: 30_000 }, async () => {
    const state = { signedIn: true }
    const { wire } = hub(ME, state)
    const clearLocalCopies = vi.fn()
    openPage('/', { wire, session: session(), services: { clearLocalCopies, unsavedOn: () => 3 } })
    await sheetIsOpen()
    fireEvent.click(screen.getByRole('button', { name: /^我: / }))
    fireEvent.click(await screen.findByText('退出登录'))
    expect((await screen.findAllByText('还有 3 处修改没有保存到服务器')).length).toBeGreaterThan(0)
    fireEvent.click(screen.getByRole('button', { name: '留下' }))
    expect(state.signedIn).toBe(true)
    expect(clearLocalCopies).not.toHaveBeenCalled()
  })
})
