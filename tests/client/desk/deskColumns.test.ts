import { describe, expect, it, vi } from 'vitest'
import { gridColumns } from '../../../client/grid/columns.ts'
import { EditorAids } from '../../../client/grid/editors/EditorAids.ts'
import type { FeedTarget } from '../../../client/grid/GridFeed.ts'
import { SheetView } from '../../../client/grid/SheetView.ts'
import { VERIFICATION_COLUMN, withDeskColumns } from '../../../shared/schema/deskColumns.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { PLAIN_VIEW } from '../../../shared/views/content.ts'
import { FakeSession } from '../FakeSession.ts'
import { FakeDesk } from './FakeDesk.ts'

const COLUMNS = [...columnsOf('needs')]
const SHOWN = withDeskColumns(COLUMNS)
const { id: STANDING } = VERIFICATION_COLUMN

function open() {
  const session = new FakeSession({
    r1: { item: '口罩', quantity: 200 },
    r2: { item: '手套', quantity: 10 },
    r3: { item: '护目镜' },
  })
  const desk = new FakeDesk()
  const view = new SheetView(session, desk)
  view.know(COLUMNS)
  view.describe({ columns: SHOWN, language: 'zh', zone: 'Asia/Shanghai', today: '2022-01-05' })
  desk.verify('r1', { item: '口罩', quantity: 200 })
  desk.verify('r2', { item: '手套', quantity: 9 })
  return { session, desk, view }
}

/** A grid that notes which rows it is told of. */
function target() {
  const told: string[][] = []
  const grid = {
    applyTransactionAsync: vi.fn(({ update = [] }) => void told.push(update.map(({ id }: { id: string }) => id))),
    flushAsyncTransactions: vi.fn(),
    getEditingCells: () => [],
    getRowNode: () => undefined,
    isQuickFilterPresent: () => false,
    onFilterChanged: vi.fn(),
    refreshCells: vi.fn(),
    setGridOption: vi.fn(),
  } as unknown as FeedTarget
  return { grid, told }
}

describe('the columns of the desk', () => {
  it('DESK-7 say of each row what the desk and its cells say together, and nobody types into them', () => {
    const { session, view } = open()
    expect(['r1', 'r2', 'r3'].map(row => view.value(row, STANDING))).toEqual(['verified', 'stale', 'unverified'])
    session.edit([{ row: 'r1', column: 'quantity', value: 2_000 }])
    expect(view.value('r1', STANDING)).toBe('stale')
    session.edit([{ row: 'r1', column: 'quantity', value: 200 }])
    expect(view.value('r1', STANDING)).toBe('verified')
    const setting = {
      language: 'zh',
      zone: 'Asia/Shanghai',
      readOnly: false,
      value: (row: string, column: string) => view.value(row, column),
      words: {} as never,
      columns: SHOWN,
      sheet: () => session.sheet,
      aids: new EditorAids(),
    } as const
    const column = gridColumns(SHOWN, setting, 'pin').find(({ colId }) => colId === STANDING)
    expect(column?.editable).toBe(false)
    const format = column?.valueFormatter
    if (typeof format !== 'function') throw new Error('no formatter')
    expect(format({ value: 'stale' } as never)).toBe('⚠ 核实后有变更')
    expect(format({ value: 'unverified' } as never)).toBe('未核实')
  })

  it('DESK-8 are filtered, sorted, grouped and coloured by as any other', () => {
    const { desk, session, view } = open()
    const stale = { column: STANDING, condition: { is: 'anyOf' as const, values: ['stale'] } }
    view.arrange({ ...PLAIN_VIEW, filters: [stale] })
    expect(view.arranged.rows()).toEqual(['r2'])
    session.edit([{ row: 'r1', column: 'quantity', value: 7 }])
    expect(view.arranged.rows()).toEqual(['r1', 'r2'])
    desk.verify('r2', { item: '手套', quantity: 10 })
    expect(view.arranged.rows()).toEqual(['r1'])
    view.arrange({
      ...PLAIN_VIEW,
      sorts: [{ column: STANDING, descending: false }],
      colors: [{ ...stale, tone: 'amber' }],
    })
    expect(view.arranged.rows()).toEqual(['r1', 'r3', 'r2'])
    expect(view.arranged.colorOf('r1')?.tone).toBe('amber')
    view.arrange({ ...PLAIN_VIEW, group: STANDING })
    expect(view.arranged.groupLines().length).toBe(3)
  })

  it('DESK-9 a change of the desk repaints exactly its rows', () => {
    const { desk, view } = open()
    const { grid, told } = target()
    view.feed.attach(grid)
    desk.verify('r3', { item: '护目镜' })
    desk.verify('elsewhere', {})
    expect(told).toEqual([['r3']])
  })
})
