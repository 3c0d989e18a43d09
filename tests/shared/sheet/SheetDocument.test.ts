import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../../shared/sheet/cell.ts'
import { orderBetween, placeKey } from '../../../shared/sheet/order.ts'
import { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { finishFold, openGeneration } from '../../../shared/sheet/writeBase.ts'
import { addRow, catchUp, changesOf, exchange, fold, replicaOf, scalars, sheetWith, view, write } from './sheets.ts'

describe('values', () => {
  it('SHEET-1 the newest generation with the key counts, then the older, then the base, then nothing', () => {
    const sheet = sheetWith([{ id: 'r1', cells: { item: 'base', note: 'base', unit: 'base' } }])
    sheet.edit([
      { row: 'r1', column: 'item', value: 'old' },
      { row: 'r1', column: 'note', value: 'old' },
    ])
    openGeneration(sheet)
    write(sheet, 'r1', 'item', 'new')
    expect(['item', 'note', 'unit', 'status'].map(column => sheet.value('r1', column))).toEqual([
      'new',
      'old',
      'base',
      null,
    ])
    expect(sheet.cells('r1')).toEqual({ item: 'new', note: 'old', unit: 'base' })
    expect(sheet.value('nobody', 'item')).toBeNull()
    expect(sheet.baseValue('r1', 'item')).toBe('base')
  })

  it('SHEET-1 in the middle of a transaction every value is what has been written so far', () => {
    const sheet = sheetWith(['r1'])
    const far = replicaOf(sheet)
    sheet.doc.transact(() => {
      write(sheet, 'r1', 'item', 'first')
      write(sheet, 'r1', 'specification', 'KN95')
      expect(sheet.value('r1', 'item')).toBe('first')
      expect(sheet.cells('r1')).toEqual({ item: 'first', specification: 'KN95' })
      write(sheet, 'r1', 'item', 'second')
      expect(sheet.value('r1', 'item')).toBe('second')
      sheet.edit([{ row: 'n1', column: ROW_EXISTS, value: true }])
      expect(sheet.has('n1')).toBe(true)
      write(sheet, 'r1', ROW_GONE, true)
      expect(sheet.isDeleted('r1')).toBe(true)
    })
    expect(sheet.cells('r1')).toEqual({ item: 'second', specification: 'KN95' })
    far.doc.transact(() => {
      catchUp(far, sheet)
      expect([far.value('r1', 'item'), far.isDeleted('r1')]).toEqual(['second', true])
    })
  })

  it('SHEET-1 cells() holds what holds something, reserved columns left out', () => {
    const sheet = sheetWith([{ id: 'r1', cells: { item: '口罩', note: 'x', [ROW_ORDER]: placeKey(9) } }])
    sheet.edit([
      { row: 'r1', column: 'note', value: null },
      { row: 'r1', column: 'quantity', value: 0 },
      { row: 'r1', column: 'openEnded', value: false },
      { row: 'r1', column: 'unit', value: '' },
    ])
    expect(sheet.cells('r1')).toEqual({ item: '口罩', quantity: 0, openEnded: false, unit: '' })
  })

  it('SHEET-1 what an edit says is what the cell holds, for every value', () => {
    fc.assert(
      fc.property(scalars, value => {
        const sheet = sheetWith(['r1'])
        write(sheet, 'r1', 'note', value)
        const far = replicaOf(sheet)
        fold(sheet)
        for (const there of [sheet, far]) expect(there.value('r1', 'note')).toBe(value)
      }),
    )
  })

  it('SHEET-2 a cleared cell is empty, before a fold and after it, whatever the base held', () => {
    const sheet = sheetWith([{ id: 'r1', cells: { item: '口罩', note: 'x' } }])
    write(sheet, 'r1', 'note', null)
    expect(sheet.value('r1', 'note')).toBeNull()
    fold(sheet)
    expect(sheet.value('r1', 'note')).toBeNull()
    expect(sheet.baseValue('r1', 'note')).toBeNull()
    expect(sheet.cells('r1')).toEqual({ item: '口罩' })
  })

  it('SHEET-3 columns of any name but the reserved ones are cells', () => {
    const sheet = sheetWith(['r1'])
    for (const column of ['constructor', 'toString', 'a1']) write(sheet, 'r1', column, column)
    expect(sheet.value('r1', 'valueOf')).toBeNull()
    const expected = { item: 'item of r1', constructor: 'constructor', toString: 'toString', a1: 'a1' }
    expect(sheet.cells('r1')).toEqual(expected)
    fold(sheet)
    expect(sheet.cells('r1')).toEqual(expected)
  })

  it('SHEET-5 a base that cannot be read stops the loading', () => {
    const doc = new Y.Doc()
    doc.getMap('base').set(placeKey(1), '{"columns":["item"],"rows":[["r1","x"]')
    expect(() => new SheetDocument(doc)).toThrow()
  })

  it('an edit before the sheet is loaded is an error, not a lost edit (SHEET-1)', () => {
    const sheet = new SheetDocument(new Y.Doc())
    expect([sheet.generation, sheet.newest, sheet.rowCount]).toEqual([0, undefined, 0])
    expect(() => write(sheet, 'r1', 'item', 'x')).toThrow('not loaded')
  })
})

describe('rows', () => {
  it('SHEET-6 rows stand by their keys; one can be put between any two, at the top and at the end', () => {
    const sheet = sheetWith(['r1', 'r2', 'r3'])
    addRow(sheet, 'n1', {}, 'r1')
    addRow(sheet, 'n2', {}, 'r1')
    addRow(sheet, 'n3')
    sheet.edit([
      { row: 'n0', column: ROW_EXISTS, value: true },
      { row: 'n0', column: ROW_ORDER, value: orderBetween(null, sheet.order('r1')) },
    ])
    expect(sheet.rows()).toEqual(['n0', 'r1', 'n2', 'n1', 'r2', 'r3', 'n3'])
    write(sheet, 'r3', ROW_ORDER, orderBetween(sheet.order('n0'), sheet.order('r1')))
    expect(sheet.rows()).toEqual(['n0', 'r3', 'r1', 'n2', 'n1', 'r2', 'n3'])
  })

  it('SHEET-6 two who add a row at one place at once both see both, in the same order, and a third goes behind them', () => {
    const a = sheetWith(['r1', 'r2'])
    const b = replicaOf(a)
    addRow(a, 'na', {}, 'r1')
    addRow(b, 'nb', {}, 'r1')
    exchange(a, b)
    expect(a.order('na')).toBe(a.order('nb'))
    expect(a.rows()).toEqual(['r1', 'na', 'nb', 'r2'])
    expect(b.rows()).toEqual(a.rows())
    addRow(a, 'nc', {}, 'na')
    expect(a.rows()).toEqual(['r1', 'na', 'nb', 'nc', 'r2'])
  })

  it('SHEET-6 a row without a valid key stands at the end; one of the base keeps its place', () => {
    const sheet = sheetWith(['r1', 'r2', 'r3'])
    sheet.edit([
      { row: 'plain', column: ROW_EXISTS, value: true },
      { row: 'odd', column: ROW_EXISTS, value: true },
      { row: 'odd', column: ROW_ORDER, value: 'no key!' },
      { row: 'r1', column: ROW_ORDER, value: 'no key!' },
    ])
    expect(sheet.rows()).toEqual(['r1', 'r2', 'r3', 'odd', 'plain'])
    addRow(sheet, 'last')
    fold(sheet)
    expect(sheet.rows()).toEqual(['r1', 'r2', 'r3', 'odd', 'plain', 'last'])
  })

  it('SHEET-6 the list of rows is the same array until rows or their order change', () => {
    const sheet = sheetWith(['r1', 'r2'])
    const rows = sheet.rows()
    write(sheet, 'r1', 'item', 'x')
    fold(sheet)
    expect(sheet.rows()).toBe(rows)
    write(sheet, 'r1', ROW_GONE, true)
    expect(sheet.rows()).not.toBe(rows)
    expect(rows).toEqual(['r1', 'r2'])
  })

  it('SHEET-8 an edit to a row deleted meanwhile is kept and shows when the row comes back', () => {
    const a = sheetWith(['r1', 'r2'])
    const b = replicaOf(a)
    write(a, 'r1', ROW_GONE, true)
    write(b, 'r1', 'note', 'still needed')
    exchange(a, b)
    for (const sheet of [a, b]) {
      expect(sheet.rows()).toEqual(['r2'])
      expect([sheet.has('r1'), sheet.isDeleted('r1')]).toEqual([true, true])
    }
    fold(a)
    write(a, 'r1', ROW_GONE, null)
    exchange(a, b)
    for (const sheet of [a, b]) {
      expect(sheet.rows()).toEqual(['r1', 'r2'])
      expect(sheet.cells('r1')).toEqual({ item: 'item of r1', note: 'still needed' })
    }
  })

  it('SHEET-10 different cells of one row both stand; one cell comes to the same value everywhere', () => {
    fc.assert(
      fc.property(scalars, scalars, scalars, (x, y, z) => {
        const [a, b, c] = [sheetWith(['r1'])].flatMap(sheet => [sheet, replicaOf(sheet), replicaOf(sheet)])
        if (a === undefined || b === undefined || c === undefined) throw new Error('three replicas')
        write(a, 'r1', 'note', x)
        write(b, 'r1', 'unit', y)
        write(a, 'r1', 'status', x)
        write(b, 'r1', 'status', y)
        write(c, 'r1', 'status', z)
        exchange(b, c)
        exchange(a, c)
        exchange(a, b)
        expect([a.value('r1', 'note'), a.value('r1', 'unit')]).toEqual([x, y])
        expect([x, y, z]).toContain(a.value('r1', 'status'))
        expect(view(b)).toEqual(view(a))
        expect(view(c)).toEqual(view(a))
      }),
      { numRuns: 50 },
    )
  })
})

describe('changes', () => {
  it('SHEET-9 an edit names its row and column, once a transaction, after it', () => {
    const sheet = sheetWith(['r1', 'r2'])
    const changes = changesOf(sheet)
    sheet.doc.transact(() => {
      write(sheet, 'r1', 'item', 'x')
      write(sheet, 'r1', 'note', 'y')
      write(sheet, 'r2', 'item', 'z')
      expect(changes).toEqual([])
    })
    expect(changes).toEqual([
      { added: [], removed: [], updated: { r1: ['item', 'note'], r2: ['item'] }, reordered: false },
    ])
  })

  it('SHEET-9 rows added, removed, restored and moved are named as such', () => {
    const sheet = sheetWith(['r1', 'r2'])
    const changes = changesOf(sheet)
    addRow(sheet, 'n1', { item: 'x' }, 'r1')
    write(sheet, 'r1', ROW_GONE, true)
    write(sheet, 'r1', ROW_GONE, null)
    write(sheet, 'n1', ROW_ORDER, orderBetween(sheet.order('r2'), null))
    sheet.edit([
      { row: 'short', column: ROW_EXISTS, value: true },
      { row: 'short', column: ROW_GONE, value: true },
    ])
    const nothing = { added: [], removed: [], updated: {}, reordered: false }
    expect(changes).toEqual([
      { ...nothing, added: ['n1'] },
      { ...nothing, removed: ['r1'] },
      { ...nothing, added: ['r1'] },
      { ...nothing, updated: { n1: [ROW_ORDER] }, reordered: true },
    ])
    expect(sheet.rows()).toEqual(['r1', 'r2', 'n1'])
  })

  it('SHEET-9 what comes from elsewhere is named the same way, and rows of a new block as added', () => {
    const sheet = sheetWith(['r1'])
    const far = replicaOf(sheet)
    const changes = changesOf(far)
    write(sheet, 'r1', 'item', 'x')
    catchUp(far, sheet)
    const whole = new SheetDocument(new Y.Doc())
    const joining = changesOf(whole)
    catchUp(whole, sheet)
    expect(changes).toEqual([{ added: [], removed: [], updated: { r1: ['item'] }, reordered: false }])
    expect(joining).toEqual([{ added: ['r1'], removed: [], updated: {}, reordered: false }])
  })

  it('SHEET-9 a fold that changes nothing visible says nothing, here or elsewhere', () => {
    const sheet = sheetWith(['r1', 'r2', 'r3'])
    addRow(sheet, 'n1', { item: 'x', note: 'y' }, 'r1')
    write(sheet, 'r2', 'note', null)
    write(sheet, 'r3', ROW_GONE, true)
    const far = replicaOf(sheet)
    const [here, there] = [changesOf(sheet), changesOf(far)]
    fold(sheet)
    catchUp(far, sheet)
    expect([here, there]).toEqual([[], []])
    expect(view(far)).toEqual(view(sheet))
  })

  it('SHEET-9 edits of this device that fell with a folded generation show as changed', () => {
    const server = sheetWith(['r1', 'r2'])
    const tab = replicaOf(server)
    write(tab, 'r1', 'note', 'typed on the train')
    addRow(tab, 'n1', { item: 'x' })
    const changes = changesOf(tab)
    fold(server)
    catchUp(tab, server)
    expect(tab.value('r1', 'note')).toBeNull()
    expect(tab.rows()).toEqual(['r1', 'r2'])
    expect(changes).toEqual([{ added: [], removed: ['n1'], updated: { r1: ['note'] }, reordered: false }])
    expect(view(tab)).toEqual(view(server))
  })

  it('SHEET-9 nothing that looks different goes unnamed, and nothing untouched is named', () => {
    const rows = ['r1', 'r2', 'r3', 'n1', 'n2']
    const column = fc.constantFrom('item', 'note', 'status')
    const edit = fc.oneof(
      fc.record({ row: fc.constantFrom(...rows), column, value: scalars }),
      fc.record({ row: fc.constantFrom(...rows), column: fc.constant(ROW_GONE), value: fc.constantFrom(true, null) }),
      fc.record({ row: fc.constantFrom('n1', 'n2'), column: fc.constant(ROW_EXISTS), value: fc.constant(true) }),
      fc.record({
        row: fc.constantFrom(...rows),
        column: fc.constant(ROW_ORDER),
        value: fc.constantFrom('a1', 'e00002V', 'e00009'),
      }),
    )
    const folding = fc.constantFrom('fold' as const, 'open' as const)
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(edit, { minLength: 1, maxLength: 5 }) },
      { weight: 1, arbitrary: folding },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const sheet = sheetWith(['r1', 'r2', 'r3'])
        for (const next of steps) {
          const before = view(sheet)
          const changes = changesOf(sheet)
          if (next === 'fold') fold(sheet)
          else if (next === 'open') sheet.doc.transact(() => openGeneration(sheet))
          else sheet.edit(next)
          const after = view(sheet)
          const named = { added: changes.flatMap(c => c.added), removed: changes.flatMap(c => c.removed) }
          expect(named).toEqual({
            added: after.rows.filter(row => !before.rows.includes(row)).sort(),
            removed: before.rows.filter(row => !after.rows.includes(row)).sort(),
          })
          const stayed = (list: readonly string[]) =>
            list.filter(row => before.rows.includes(row) && after.rows.includes(row))
          for (const change of changes) expect(change.reordered).toBe(hasMoved(change.updated))
          if (changes.every(c => !c.reordered)) expect(stayed(after.rows)).toEqual(stayed(before.rows))
          for (const row of stayed(after.rows))
            for (const name of new Set([
              ...Object.keys(before.cells[row] ?? {}),
              ...Object.keys(after.cells[row] ?? {}),
            ]))
              if (before.cells[row]?.[name] !== after.cells[row]?.[name])
                expect(changes.flatMap(c => c.updated[row] ?? [])).toContain(name)
          const touched = typeof next === 'string' ? [] : next.map(({ row, column: name }) => `${row}:${name}`)
          for (const [row, names] of changes.flatMap(c => Object.entries(c.updated)))
            for (const name of names) expect(touched).toContain(`${row}:${name}`)
          if (typeof next === 'string') expect(changes).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })

  const hasMoved = (updated: Record<string, string[]>): boolean =>
    Object.values(updated).some(columns => columns.includes(ROW_ORDER))

  it('SHEET-9 a device that was away for two folds is told what looks different, whichever server made which', () => {
    const first = sheetWith(['r1', 'r2'])
    const tab = replicaOf(first)
    write(first, 'r1', 'note', 'old')
    first.doc.transact(() => openGeneration(first))
    write(first, 'r1', 'note', 'new')
    catchUp(tab, first)
    const second = replicaOf(first)
    second.doc.transact(() => finishFold(second))
    fold(second)
    write(second, 'r1', 'note', 'old')
    const changes = changesOf(tab)
    catchUp(tab, second)
    expect(changes).toEqual([{ added: [], removed: [], updated: { r1: ['note'] }, reordered: false }])
    expect(view(tab)).toEqual(view(second))
  })

  it('SHEET-9 who has stopped listening hears nothing, and a destroyed sheet watches no longer', () => {
    const sheet = sheetWith(['r1'])
    let heard = 0
    const stop = sheet.onChange(() => heard++)
    write(sheet, 'r1', 'item', 'x')
    stop()
    write(sheet, 'r1', 'item', 'y')
    const changes = changesOf(sheet)
    sheet.destroy()
    write(sheet, 'r1', 'item', 'z')
    expect([heard, changes]).toEqual([1, []])
  })
})

describe('joining late', () => {
  it('SHEET-7 who joins in the middle of a fold sees what everybody sees, then and afterwards', () => {
    const sheet = sheetWith(['r1', 'r2'])
    addRow(sheet, 'n1', { item: 'x' }, 'r1')
    write(sheet, 'r1', 'note', 'old')
    sheet.doc.transact(() => openGeneration(sheet))
    write(sheet, 'r1', 'note', 'new')
    addRow(sheet, 'n2', { item: 'y' }, 'n1')
    write(sheet, 'r2', ROW_GONE, true)
    const late = replicaOf(sheet)
    const built = new SheetDocument(late.doc)
    expect(late.living.map(generation => generation.number)).toEqual([2, 1])
    for (const other of [late, built]) expect(view(other)).toEqual(view(sheet))
    const changes = changesOf(late)
    sheet.doc.transact(() => finishFold(sheet))
    catchUp(late, sheet)
    expect(changes).toEqual([])
    for (const other of [late, built]) expect(view(other)).toEqual(view(sheet))
    expect(late.living.map(generation => generation.number)).toEqual([2])
  })
})
