// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, screen, waitFor } from '@testing-library/react'
import { App as AntApp } from 'antd'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { TimeView } from '../../../client/time/TimeView.tsx'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { NOW, network, show, VIEWER } from '../page.tsx'

beforeAll(() => {
  // A grid is built for each of these; on a busy machine that takes more than the second one waits by default.
  configure({ asyncUtilTimeout: 20_000 })
  // The grid asks for it; there is no screen here.
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }))
})
afterEach(cleanup)

const iso = (ms: number): string => new Date(ms).toISOString()
const HOUR = 3_600_000

function past(role: 'coordinator' | 'viewer' = 'coordinator') {
  const session = new FakeSession({ a: { item: '口罩', quantity: 3 }, b: { item: '手套' } })
  const open = openSheetOf(session, ...(role === 'viewer' ? [VIEWER] : []))
  const closed = vi.fn()
  const { wire, sent } = network(({ method, path }) => {
    if (path.includes('/timeline'))
      return {
        body: {
          first: iso(NOW - 10 * HOUR),
          last: iso(NOW - HOUR),
          from: iso(NOW - 10 * HOUR),
          to: iso(NOW - HOUR),
          counts: [3, 0, 5],
        },
      }
    if (path.includes('/past'))
      return {
        body: {
          at: new URL(path, 'http://hub').searchParams.get('at'),
          rows: { a: { quantity: 1 }, b: { _row: null } },
        },
      }
    if (method === 'POST')
      return { body: { written: 2, leftCount: 1, left: [{ row: 'a', column: 'note' }], before: iso(NOW), seen: 9 } }
    return {
      body: {
        at: iso(NOW - HOUR),
        seen: 7,
        cells: 1,
        rowsBack: 0,
        rowsAway: 1,
        rowsMoved: 0,
        columns: [{ column: 'quantity', cells: 1 }],
        sample: [{ row: 'a', column: 'quantity', now: 3, was: 1 }],
      },
    }
  })
  const shown = show(
    <AntApp>
      <TimeView open={open} onClose={closed} />
    </AntApp>,
    { wire },
  )
  return { session, open, closed, sent, shown }
}

const asked = (sent: readonly { path: string }[]): string[] =>
  sent.flatMap(({ path }) => new URL(path, 'http://hub').searchParams.get('at') ?? [])

describe('the time slider', { timeout: 60_000 }, () => {
  it('TIME-15 begins before the newest change; slider and clock move together in the operation’s zone', async () => {
    const { sent } = past()
    const slider = await screen.findByRole('slider', { name: '时刻' })
    expect(asked(sent)).toEqual([])
    expect(screen.getByLabelText('日期和时间').getAttribute('value')).toBe('2022-01-05T14:59:59')
    fireEvent.change(slider, { target: { value: String(NOW - 5 * HOUR) } })
    await waitFor(() => expect(asked(sent)).toContain(iso(NOW - 5 * HOUR)))
    fireEvent.change(screen.getByLabelText('日期和时间'), { target: { value: '2022-01-05T08:00:00' } })
    await waitFor(() => expect(asked(sent).at(-1)).toBe('2022-01-05T00:00:00.000Z'))
  })

  it('TIME-20 plays from change to change to the end, and begins anew from there', async () => {
    const { sent } = past()
    const slider = (await screen.findByRole('slider', { name: '时刻' })) as HTMLInputElement
    fireEvent.change(slider, { target: { value: String(NOW - 10 * HOUR) } })
    fireEvent.click(screen.getByRole('button', { name: '播放' }))
    // Of three parts of the time the second one is without a change.
    await waitFor(() => expect(Number(slider.value)).toBe(NOW - 7 * HOUR))
    await waitFor(() => expect(Number(slider.value)).toBe(NOW - HOUR))
    await waitFor(() => expect(screen.getByRole('button', { name: '播放' })).toBeTruthy())
    await waitFor(() => expect(asked(sent)).toContain(iso(NOW - HOUR)))
    fireEvent.click(screen.getByRole('button', { name: '播放' }))
    fireEvent.click(screen.getByRole('button', { name: '暂停' }))
    expect(Number(slider.value)).toBe(NOW - 10 * HOUR)
  })

  it('TIME-16 says which moment is on screen and how much is different now; Esc leads back', async () => {
    const { closed } = past()
    expect(await screen.findByText('1月5日 14:59 的样子；2 处与现在不同')).toBeTruthy()
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape', keyCode: 27 })
    expect(closed).toHaveBeenCalled()
  })

  it('TIME-14 begins once everything typed here is saved', async () => {
    const { session } = past()
    await screen.findByText(/2 处与现在不同/)
    cleanup()
    session.nowIs({ kind: 'saving', count: 1 })
    const open = openSheetOf(session)
    show(
      <AntApp>
        <TimeView open={open} onClose={() => undefined} />
      </AntApp>,
      { wire: network(() => ({ body: { first: null, last: null, from: null, to: null, counts: [] } })).wire },
    )
    expect(await screen.findByText(/正在准备/)).toBeTruthy()
    await act(async () => session.nowIs({ kind: 'saved', at: 0 }))
    await waitFor(() => expect(screen.queryByText(/正在准备/)).toBeNull())
  })

  it('TIME-17 going back shows what it changes first, says what was left, and offers to take it back', async () => {
    const { sent, closed } = past()
    fireEvent.click(await screen.findByText('恢复到这一刻…'))
    expect(await screen.findByText('1 格写回当时的值')).toBeTruthy()
    expect(screen.getByText(/1 行（之后添加的）将被删除/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '恢复' }))
    expect(await screen.findByText(/已恢复：写入 2 处；1 处在预览之后被改过/)).toBeTruthy()
    expect(sent.find(({ method }) => method === 'POST')?.body).toMatchObject({ seen: 7 })
    expect(closed).toHaveBeenCalled()
    fireEvent.click(screen.getByRole('button', { name: '撤销' }))
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ at: iso(NOW), seen: 9 }))
  })

  it('TIME-17 who may not is not offered to go back', async () => {
    past('viewer')
    await screen.findByText(/2 处与现在不同/)
    expect(screen.queryByText('恢复到这一刻…')).toBeNull()
  })
})
