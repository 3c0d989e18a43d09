// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, describe, expect, it } from 'vitest'
import { OperationScreen } from '../../../client/app/OperationScreen.tsx'
import { OPERATION_PAGES } from '../../../client/app/pages.tsx'
import { PeopleActivity } from '../../../client/people/PeopleActivity.tsx'
import type { Activity, CommandInfo, RevertPreview } from '../../../shared/protocol/revert.ts'
import { ME, network, type Sent, SHEET, show, VIEWER } from '../page.tsx'

afterEach(cleanup)

const person = (id: string, name: string) => ({
  member: { id, name },
  organization: '西安联众力',
  edits: 1_412,
  rowsAdded: 3,
  rowsDeleted: 0,
  emptied: 0,
  overwritten: 400,
  imports: 1,
  imported: 20,
  lastAt: '2022-01-05T07:59:00.000Z',
  spark: [0, 5, 400],
  suspicions: [],
})
const ACTIVITY: Activity = {
  from: '2022-01-05T07:00:00.000Z',
  to: '2022-01-05T08:00:00.000Z',
  stepMinutes: 5,
  cut: false,
  people: [
    { ...person('v', '张三'), suspicions: [{ why: 'sameText', count: 400, text: '低价口罩加微信' }] },
    person('m', '李四'),
  ],
}
const PREVIEW: RevertPreview = {
  cells: 399,
  rowsRemoved: 3,
  rowsRestored: 0,
  leftCount: 1,
  left: [{ sheet: 's1', row: 'r9', column: 'item', label: '手套' }],
  columns: [{ sheet: 's1', column: 'item', cells: 399 }],
  sample: [{ sheet: 's1', row: 'r1', column: 'item', label: '低价口罩加微信', old: '低价口罩加微信', new: '奶粉' }],
}
const command = (state: 'done' | 'undone'): CommandInfo => ({
  id: 'c1',
  kind: 'revert',
  sheet: null,
  by: { id: 'm1', name: '联众力值班' },
  of: { id: 'v', name: '张三' },
  since: '2022-01-05T07:00:00.000Z',
  fileName: null,
  at: '2022-01-05T08:00:00.000Z',
  state,
  stateAt: '2022-01-05T08:00:00.000Z',
  stateBy: { id: 'm1', name: '联众力值班' },
  counts: { cells: 399 },
  leftCount: 1,
  left: [],
})
const ITEM = {
  id: 7,
  sheet: 's1',
  label: '奶粉',
  row: 'r1',
  column: 'item',
  old: '奶粉',
  new: '低价口罩加微信',
  member: { id: 'v', name: '张三' },
  at: '2022-01-05T07:59:00.000Z',
  won: true,
  unseen: false,
}

function answer({ method, path }: Sent) {
  if (path.includes('/activity?')) return { body: ACTIVITY }
  if (path.includes('/changes?')) return { body: { items: [ITEM], next: null } }
  if (path.endsWith('/reverts/preview')) return { body: PREVIEW }
  if (path.endsWith('/undo')) return { body: { command: command('undone'), written: 402 } }
  if (path.endsWith('/reverts'))
    return { body: method === 'GET' ? { items: [] } : { command: command('done'), written: 402 } }
  return { body: { items: [SHEET] } }
}

const [operation] = ME.operations
function page() {
  const net = network(answer)
  if (operation === undefined) throw new Error('no operation')
  show(<PeopleActivity me={ME} operation={operation} sheets={[SHEET]} />, { wire: net.wire })
  return net
}

describe('who changed how much', () => {
  it('REVERT-6 REVERT-7 each person has a line of counts, suspicious ones say why, and another time is asked for', async () => {
    const { sent } = page()
    expect(await screen.findByText('同一段文字写进 400 行：“低价口罩加微信”')).toBeTruthy()
    expect(screen.getAllByText('1,412')).toHaveLength(2)
    expect(screen.getAllByRole('img', { name: /张三：最多一段 400 处修改/ })).toHaveLength(1)
    expect(screen.getAllByText('1 次，20 行')).toHaveLength(2)
    const asked = () =>
      sent.filter(({ path }) => path.includes('/activity?')).map(({ path }) => new URL(path, 'http://x').searchParams)
    expect(asked()[0]?.get('from')).toBe('2022-01-05T07:00:00.000Z')
    fireEvent.click(screen.getByText('最近 4 小时'))
    await waitFor(() => expect(asked().at(-1)?.get('from')).toBe('2022-01-05T04:00:00.000Z'))
  })

  it('REVERT-4 REVERT-8 a person opened shows the changes, what undoing them would do, undoes them with one click and takes that back', async () => {
    const { sent } = page()
    fireEvent.click(await screen.findByRole('button', { name: '查看 张三 的修改' }))
    expect(await screen.findByText('需求 · 奶粉')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '撤销此人的修改…' }))
    expect(await screen.findByText('将写回 399 格，移走 3 行，恢复 0 行。')).toBeTruthy()
    expect(screen.getByText('手套 · 需求')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '撤销全部' }))
    expect(await screen.findByText('已撤销 张三 的修改')).toBeTruthy()
    const made = sent.find(({ method, path }) => method === 'POST' && path.endsWith('/reverts'))
    expect(made?.body).toEqual({ member: 'v', since: '2022-01-05T07:00:00.000Z' })
    expect(made?.headers.get('idempotency-key')).toMatch(/^[!-~]{1,200}$/)
    fireEvent.click(screen.getByRole('button', { name: '恢复此人的修改' }))
    expect(await screen.findByText('后来又恢复')).toBeTruthy()
    expect(sent.some(({ path }) => path === '/api/v1/reverts/c1/undo')).toBe(true)
  })

  it('PAGE-20 PAGE-25 who may not see what others did is not shown the page', async () => {
    const net = network(answer)
    const page = OPERATION_PAGES.find(({ path }) => path === 'people-activity')
    if (page === undefined) throw new Error('no such page')
    const routes = (
      <Routes>
        <Route path="/o/:operation/people-activity" element={<OperationScreen me={VIEWER} page={page} />} />
      </Routes>
    )
    show(routes, { wire: net.wire, at: '/o/op1/people-activity' })
    expect(await screen.findByText('这里没有内容')).toBeTruthy()
    expect(net.sent.filter(({ path }) => path.includes('/activity'))).toEqual([])
  })
})
