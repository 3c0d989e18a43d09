// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { badgeWords, SaveBadge } from '../../../client/app/SaveBadge.tsx'
import { createTranslations } from '../../../client/i18n/language.ts'
import type { SaveState } from '../../../client/sync/session.ts'
import { show } from '../page.tsx'

afterEach(cleanup)

const STATES: readonly (readonly [SaveState, zh: string, en: string])[] = [
  [{ kind: 'opening' }, '正在打开', 'Opening'],
  [{ kind: 'saved', at: 0 }, '已保存到服务器', 'Saved on the server'],
  [{ kind: 'saving', count: 2 }, '正在保存 2', 'Saving 2'],
  [{ kind: 'waiting', count: 3 }, '3 处修改等待网络', '3 waiting for the network'],
  [{ kind: 'waiting', count: 0 }, '未连接服务器', 'Not connected'],
  [{ kind: 'notSaved', count: 1, code: 'disk-full' }, '未保存：服务器磁盘已满', 'Not saved: the server’s disk is full'],
  [{ kind: 'closed', count: 0, code: 'not-signed-in' }, '已断开：登录已失效', 'Disconnected: signed out'],
  [
    { kind: 'closed', count: 4, code: 'conflict' },
    '已断开：服务器结束了连接',
    'Disconnected: the server ended the connection',
  ],
]

const badge = (state: SaveState, held = 0, more: { onHeld?: () => void; onReopen?: () => void } = {}) => (
  <SaveBadge
    state={state}
    held={held}
    clock={() => '14:05:09'}
    onHeld={more.onHeld ?? (() => undefined)}
    onReopen={more.onReopen ?? (() => undefined)}
  />
)

describe('the save badge', () => {
  it.each(STATES)('PAGE-1 says what is true: %j', (state, zh, en) => {
    const chinese = badgeWords(state, createTranslations('zh').t, () => '14:05:09')
    const english = badgeWords(state, createTranslations('en').t, () => '14:05:09')
    expect([chinese.word, english.word]).toEqual([zh, en])
    expect(chinese.icon).toBeTruthy()
  })

  it('PAGE-1 only what is on the server’s disk is called saved', () => {
    for (const [state] of STATES) {
      const { tone } = badgeWords(state, createTranslations('zh').t, () => '')
      expect(tone === 'good', state.kind).toBe(state.kind === 'saved')
    }
  })

  it('PAGE-1 a change is read out politely', () => {
    show(badge({ kind: 'waiting', count: 3 }))
    const status = screen.getByRole('status')
    expect(status.getAttribute('aria-live')).toBe('polite')
    expect(status.textContent).toBe('3 处修改等待网络')
  })

  it('PAGE-1 an ended session offers the next step', () => {
    const onReopen = vi.fn()
    show(badge({ kind: 'closed', count: 1, code: 'no-such-document' }, 0, { onReopen }))
    fireEvent.click(screen.getByText('重新打开'))
    expect(onReopen).toHaveBeenCalledOnce()
    cleanup()
    show(badge({ kind: 'closed', count: 1, code: 'not-signed-in' }))
    expect(screen.getByText('重新登录')).toBeTruthy()
  })

  it('PAGE-16 refused edits are counted beside it', () => {
    const onHeld = vi.fn()
    show(badge({ kind: 'saved', at: undefined }, 2, { onHeld }))
    fireEvent.click(screen.getByText('2 处被拒绝'))
    expect(onHeld).toHaveBeenCalledOnce()
  })
})
