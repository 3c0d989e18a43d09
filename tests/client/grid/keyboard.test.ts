// @vitest-environment happy-dom
import type { SuppressKeyboardEventParams } from 'ag-grid-community'
import { describe, expect, it, vi } from 'vitest'
import { isInRows, keepFromGrid } from '../../../client/grid/keyboard.ts'
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
  it('PAGE-12 the grid never sees a key of an input method, in an editor or in a cell', () => {
    const clear = vi.fn()
    for (const editing of [true, false]) {
      expect(keepFromGrid(inCell(key('Enter', { isComposing: true }), editing), clear)).toBe(true)
      expect(keepFromGrid(inCell(key('Process', { keyCode: 229 }), editing), clear)).toBe(true)
    }
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

  it('KEY-3 the keyboard is in the rows in a cell, not in a header, an editor or beside the sheet', () => {
    document.body.innerHTML = `<section id="sheet"><div class="ag-header"><i id="header"></i></div>
      <div class="ag-row"><div class="ag-cell" id="cell" tabindex="-1"></div><input id="editor"></div></section><p id="beside"></p>`
    const inRows = (id: string): boolean => isInRows(document.getElementById(id))
    expect(['cell', 'header', 'editor', 'beside'].map(inRows)).toEqual([true, false, false, false])
  })
})
