// @vitest-environment happy-dom
import type { SuppressKeyboardEventParams } from 'ag-grid-community'
import { describe, expect, it, vi } from 'vitest'
import { keepFromGrid, keyWish } from '../../../client/grid/keyboard.ts'
import type { RowRef } from '../../../client/grid/RowRef.ts'

const key = (name: string, more: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, ...more })
const inCell = (event: KeyboardEvent, editing = false): SuppressKeyboardEventParams<RowRef> =>
  ({
    event,
    editing,
    node: { data: { id: 'a' } },
    column: { getColId: () => 'item' },
  }) as SuppressKeyboardEventParams<RowRef>

describe('the keys of the sheet', () => {
  it.each([
    ['z', { ctrlKey: true }, 'undo'],
    ['z', { metaKey: true }, 'undo'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'redo'],
    ['y', { ctrlKey: true }, 'redo'],
    ['f', { ctrlKey: true }, 'find'],
    ['h', { altKey: true }, 'history'],
    ['˙', { altKey: true, code: 'KeyH' }, 'history'],
    ['Enter', { ctrlKey: true, shiftKey: true }, 'addRow'],
    ['z', {}, undefined],
    ['Enter', {}, undefined],
    ['F', { ctrlKey: true, shiftKey: true }, undefined],
  ] as const)('PAGE-12 %s with %j means %s', (name, more, wish) => {
    expect(keyWish(key(name, more))).toBe(wish)
  })

  it('PAGE-12 the grid never sees a key of an input method, in an editor or in a cell', () => {
    const clear = vi.fn()
    for (const editing of [true, false]) {
      expect(keepFromGrid(inCell(key('Enter', { isComposing: true }), editing), clear)).toBe(true)
      expect(keepFromGrid(inCell(key('Process', { keyCode: 229 }), editing), clear)).toBe(true)
    }
    expect(keyWish(key('z', { ctrlKey: true, isComposing: true }))).toBeUndefined()
    expect(clear).not.toHaveBeenCalled()
  })

  it('PAGE-12 Delete empties the cell one is in, and is a letter’s own key while editing', () => {
    const clear = vi.fn()
    expect(keepFromGrid(inCell(key('Delete')), clear)).toBe(true)
    expect(clear.mock.calls).toEqual([[{ row: 'a', column: 'item' }]])
    expect(keepFromGrid(inCell(key('Delete'), true), clear)).toBe(false)
    expect(keepFromGrid(inCell(key('ArrowDown')), clear)).toBe(false)
    expect(clear).toHaveBeenCalledOnce()
  })
})
