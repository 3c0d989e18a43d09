import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CellEdit, ROW_EXISTS, ROW_GONE, type Scalar } from '../../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { type UndoPlan, UndoStack } from '../../../shared/sheet/UndoStack.ts'
import { addRow, catchUp, exchange, fold, replicaOf, sheetWith } from './sheets.ts'

/** A person at a sheet, who edits and undoes as a page does. */
class Person {
  readonly sheet: SheetDocument
  readonly stack: UndoStack

  constructor(sheet: SheetDocument) {
    this.sheet = sheet
    this.stack = new UndoStack((row, column) => sheet.value(row, column))
  }

  edit(...edits: CellEdit[]): void {
    const step = edits.map(({ row, column, value }) => ({
      row,
      column,
      before: this.sheet.value(row, column),
      after: value,
    }))
    this.sheet.edit(edits)
    this.stack.push(step)
  }

  type(row: string, column: string, value: Scalar): void {
    this.edit({ row, column, value })
  }

  undo(): UndoPlan | undefined {
    return this.#carryOut(this.stack.undo())
  }

  redo(): UndoPlan | undefined {
    return this.#carryOut(this.stack.redo())
  }

  #carryOut(plan: UndoPlan | undefined): UndoPlan | undefined {
    if (plan !== undefined && plan.edits.length > 0) this.sheet.edit(plan.edits)
    return plan
  }
}

function two(rows: readonly string[] = ['r1', 'r2']): [Person, Person] {
  const sheet = sheetWith(rows)
  return [new Person(sheet), new Person(replicaOf(sheet))]
}

const meet = (a: Person, b: Person): void => exchange(a.sheet, b.sheet)

describe('undo', () => {
  it('UNDO-1 takes back a cell, and redo does it again', () => {
    const [me] = two()
    me.type('r1', 'item', 'x')
    me.type('r1', 'item', 'y')
    me.undo()
    expect(me.sheet.value('r1', 'item')).toBe('x')
    me.undo()
    expect(me.sheet.value('r1', 'item')).toBe('item of r1')
    expect([me.stack.nextUndo !== undefined, me.stack.nextRedo !== undefined]).toEqual([false, true])
    me.redo()
    me.redo()
    expect(me.sheet.value('r1', 'item')).toBe('y')
    expect([me.stack.nextUndo !== undefined, me.stack.nextRedo !== undefined, me.redo()]).toEqual([
      true,
      false,
      undefined,
    ])
  })

  it('UNDO-1 a paste is one step, a deleted row is one, and cells that were empty are empty again', () => {
    const [me] = two()
    me.edit(
      { row: 'r1', column: 'note', value: 'a' },
      { row: 'r2', column: 'note', value: 'b' },
      { row: 'r2', column: 'item', value: 'c' },
    )
    me.edit({ row: 'r1', column: ROW_GONE, value: true })
    expect(me.sheet.rows()).toEqual(['r2'])
    me.undo()
    expect(me.sheet.rows()).toEqual(['r1', 'r2'])
    me.undo()
    expect(me.sheet.cells('r1')).toEqual({ item: 'item of r1' })
    expect(me.sheet.cells('r2')).toEqual({ item: 'item of r2' })
    expect(me.stack.nextUndo !== undefined).toBe(false)
  })

  it('UNDO-1 only what this person did is undone, however it is interleaved with what another did', () => {
    const [a, b] = two()
    a.type('r1', 'note', 'a1')
    meet(a, b)
    b.type('r2', 'note', 'b1')
    meet(a, b)
    a.type('r1', 'unit', 'a2')
    meet(a, b)
    b.type('r2', 'unit', 'b2')
    meet(a, b)
    a.undo()
    b.undo()
    meet(a, b)
    expect(a.sheet.cells('r1')).toEqual({ item: 'item of r1', note: 'a1' })
    expect(a.sheet.cells('r2')).toEqual({ item: 'item of r2', note: 'b1' })
    a.undo()
    b.redo()
    meet(a, b)
    expect(b.sheet.cells('r1')).toEqual({ item: 'item of r1' })
    expect(b.sheet.cells('r2')).toEqual({ item: 'item of r2', note: 'b1', unit: 'b2' })
  })

  it('UNDO-1 a step that changed nothing is none', () => {
    const [me] = two()
    me.stack.push([])
    expect(me.stack.nextUndo !== undefined).toBe(false)
  })

  it('UNDO-1 five hundred steps are remembered, and the oldest are forgotten first', () => {
    const [me] = two()
    for (let i = 0; i < 600; i++) me.type('r1', 'quantity', i)
    let undone = 0
    while (me.undo() !== undefined) undone++
    expect(undone).toBe(500)
    expect(me.sheet.value('r1', 'quantity')).toBe(99)
  })

  it('UNDO-2 a value a colleague has written since stays, and its cell is named (both had written at once, too)', () => {
    const [a, b] = two()
    a.edit({ row: 'r1', column: 'item', value: 'mine' }, { row: 'r1', column: 'note', value: 'mine' })
    b.type('r1', 'item', 'theirs, at the same time')
    meet(a, b)
    // One of the two won, the same for both; the one who lost must not take the other's away.
    const won = a.sheet.value('r1', 'item')
    expect(b.sheet.value('r1', 'item')).toBe(won)
    const [winner, loser] = won === 'mine' ? [a, b] : [b, a]
    const plan = loser.undo()
    expect(plan?.left).toEqual([{ row: 'r1', column: 'item' }])
    meet(a, b)
    expect(winner.sheet.value('r1', 'item')).toBe(won)
    winner.undo()
    meet(a, b)
    expect(a.sheet.value('r1', 'item')).toBe('item of r1')
    expect(b.sheet.value('r1', 'item')).toBe('item of r1')
    expect(a.sheet.value('r1', 'note')).toBeNull()
  })

  it('UNDO-2 a cell a colleague has emptied stays empty', () => {
    const [a, b] = two()
    a.type('r1', 'note', 'mine')
    meet(a, b)
    b.type('r1', 'note', null)
    meet(a, b)
    expect(a.undo()?.left).toEqual([{ row: 'r1', column: 'note' }])
    meet(a, b)
    expect([a.sheet.value('r1', 'note'), b.sheet.value('r1', 'note')]).toEqual([null, null])
    expect(a.redo()?.left).toEqual([])
  })

  it('UNDO-2 undoing an edit in a row a colleague has deleted does not bring the row back, but is not lost', () => {
    const [a, b] = two()
    a.type('r1', 'note', 'mine')
    meet(a, b)
    b.type('r1', ROW_GONE, true)
    meet(a, b)
    a.undo()
    meet(a, b)
    expect(b.sheet.rows()).toEqual(['r2'])
    b.undo()
    meet(a, b)
    expect(a.sheet.rows()).toEqual(['r1', 'r2'])
    expect(a.sheet.cells('r1')).toEqual({ item: 'item of r1' })
  })

  it('UNDO-2 an added row a colleague has written into is hidden by undo and whole again by redo', () => {
    const [a, b] = two()
    addRow(a.sheet, 'n1', { item: 'x' })
    a.stack.push([{ row: 'n1', column: ROW_GONE, before: true, after: null }])
    meet(a, b)
    b.type('n1', 'note', 'theirs')
    meet(a, b)
    a.undo()
    meet(a, b)
    expect(b.sheet.rows()).toEqual(['r1', 'r2'])
    a.redo()
    meet(a, b)
    expect(b.sheet.rows()).toEqual(['r1', 'r2', 'n1'])
    expect(b.sheet.cells('n1')).toEqual({ item: 'x', note: 'theirs' })
    expect(b.sheet.value('n1', ROW_EXISTS)).toBe(true)
  })

  it('UNDO-2 the cells of a paste that nobody touched are taken back, the others are left and named', () => {
    const [a, b] = two()
    a.edit(...['note', 'unit', 'status'].map(column => ({ row: 'r1', column, value: 'pasted' })))
    meet(a, b)
    b.type('r1', 'unit', 'theirs')
    meet(a, b)
    const plan = a.undo()
    expect(plan?.edits.map(edit => edit.column)).toEqual(['note', 'status'])
    expect(plan?.left).toEqual([{ row: 'r1', column: 'unit' }])
    meet(a, b)
    expect(b.sheet.cells('r1')).toEqual({ item: 'item of r1', unit: 'theirs' })
  })

  it('UNDO-3 works across a fold, for edits and for added and deleted rows', () => {
    const sheet = sheetWith(['r1', 'r2'])
    const me = new Person(replicaOf(sheet))
    me.type('r1', 'note', 'x')
    me.edit({ row: 'r2', column: ROW_GONE, value: true })
    catchUp(sheet, me.sheet)
    fold(sheet)
    fold(sheet)
    catchUp(me.sheet, sheet)
    me.undo()
    expect(me.sheet.rows()).toEqual(['r1', 'r2'])
    me.undo()
    expect(me.sheet.cells('r1')).toEqual({ item: 'item of r1' })
    catchUp(sheet, me.sheet)
    fold(sheet)
    catchUp(me.sheet, sheet)
    me.redo()
    me.redo()
    expect(me.sheet.rows()).toEqual(['r1'])
    expect(me.sheet.value('r1', 'note')).toBe('x')
  })

  it('UNDO-3 works after being offline: what others did meanwhile stays', () => {
    const [a, b] = two()
    a.type('r1', 'note', 'offline 1')
    a.type('r1', 'unit', 'offline 2')
    b.type('r1', 'status', 'theirs')
    meet(a, b)
    b.type('r1', 'note', 'theirs')
    meet(a, b)
    expect(a.undo()?.left).toEqual([])
    expect(a.undo()?.left).toEqual([{ row: 'r1', column: 'note' }])
    meet(a, b)
    expect(b.sheet.cells('r1')).toEqual({ item: 'item of r1', note: 'theirs', status: 'theirs' })
  })

  it('UNDO-4 a new edit forgets what could have been redone', () => {
    const [me] = two()
    me.type('r1', 'item', 'x')
    me.type('r1', 'item', 'y')
    me.undo()
    me.type('r1', 'note', 'z')
    expect([me.stack.nextRedo !== undefined, me.redo()]).toEqual([false, undefined])
    me.undo()
    me.undo()
    expect(me.sheet.cells('r1')).toEqual({ item: 'item of r1' })
  })
})

describe('undo, against a model', () => {
  const cells = [
    ['r1', 'item'],
    ['r1', 'note'],
    ['r2', 'item'],
  ] as const
  const cell = fc.nat(cells.length - 1)
  const command = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('edit' as const), at: fc.uniqueArray(cell, { minLength: 1 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('theirs' as const), at: fc.uniqueArray(cell, { minLength: 1 }) }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('fold' as const) }) },
  )

  it('UNDO-1 UNDO-2 UNDO-3 UNDO-4 a colleague’s newer value is never destroyed, and one’s own are taken back in turn', () => {
    let left = 0
    let taken = 0
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), commands => {
        const server = sheetWith(['r1', 'r2'])
        const me = new Person(replicaOf(server))
        const steps = { done: [] as number[][], undone: [] as number[][] }
        let count = 0
        for (const next of commands) {
          const before = cells.map(([row, column]) => me.sheet.value(row, column))
          if (next.kind === 'edit') {
            me.edit(...next.at.map(i => edit(i, `mine ${count++}`)))
            steps.done.push([...next.at])
            steps.undone = []
          } else if (next.kind === 'theirs') {
            server.edit(next.at.map(i => edit(i, `theirs ${count++}`)))
          } else if (next.kind === 'fold') {
            fold(server)
          } else {
            const [from, to] = next.kind === 'undo' ? [steps.done, steps.undone] : [steps.undone, steps.done]
            const step = from.pop()
            const plan = next.kind === 'undo' ? me.undo() : me.redo()
            expect(plan === undefined).toBe(step === undefined)
            if (step !== undefined && plan !== undefined) {
              to.push(step)
              const named = [...plan.edits, ...plan.left].map(({ row, column }) => `${row}:${column}`).sort()
              expect(named).toEqual(step.map(i => cells[i]?.join(':')).sort())
              for (const [i, [row, column]] of cells.entries())
                if (String(before[i]).startsWith('theirs') && !isRestored(plan, row, column, before[i]))
                  expect(me.sheet.value(row, column)).toBe(before[i])
              left += plan.left.length
              taken += plan.edits.length
            }
          }
          catchUp(server, me.sheet)
          catchUp(me.sheet, server)
        }
        // With nobody else's hand in it, all undos together give the sheet back as it was.
        if (commands.every(({ kind }) => kind !== 'theirs')) {
          while (me.undo() !== undefined);
          for (const [row, column] of cells)
            expect(me.sheet.value(row, column)).toBe(column === 'item' ? `item of ${row}` : null)
        }
      }),
      { numRuns: 600 },
    )
    expect(Math.min(left, taken)).toBeGreaterThan(60)
  })

  const edit = (i: number, value: string): CellEdit => {
    const [row, column] = cells[i] ?? ['', '']
    return { row, column, value }
  }

  /** Whether undoing or redoing what one did over a colleague's value is just what put that value there. */
  const isRestored = (plan: UndoPlan, row: string, column: string, value: unknown): boolean =>
    plan.step.cells.some(c => c.row === row && c.column === column && (c.before === value || c.after === value))
})
