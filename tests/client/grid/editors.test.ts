// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EditorParams, EditorWords } from '../../../client/grid/columnSetting.ts'
import { ChoiceEditor } from '../../../client/grid/editors/ChoiceEditor.ts'
import { DateEditor } from '../../../client/grid/editors/DateEditor.ts'
import { EditorAids } from '../../../client/grid/editors/EditorAids.ts'
import { TextEditor } from '../../../client/grid/editors/TextEditor.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { sheetOf } from '../FakeSession.ts'

const words = new Proxy({} as EditorWords, { get: (_, name) => String(name) })

/** An editor opened on a cell by a key, as the grid opens it. */
function open<E extends TextEditor | ChoiceEditor>(
  editor: E,
  column: string,
  value: Scalar,
  eventKey: string | null = null,
) {
  const schema = columnsOf('needs').find(({ id }) => id === column)
  if (schema === undefined) throw new Error(`no column ${column}`)
  const stopEditing = vi.fn()
  const params = {
    schema,
    language: 'zh',
    zone: 'Asia/Shanghai',
    words,
    value,
    eventKey,
    column: { getActualWidth: () => 120 },
    validate: () => undefined,
    stopEditing,
    data: { id: 'r' },
    columns: columnsOf('needs'),
    aids: new EditorAids(),
    sheet: () => sheetOf({ r: { [column]: value } }),
    cell: () => null,
  }
  editor.init(params as unknown as EditorParams)
  document.body.append(editor.getGui())
  editor.afterGuiAttached()
  const field = editor.getGui().querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
  if (field === null) throw new Error('no field')
  const type = (text: string): void => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const press = (key: string, more: KeyboardEventInit = {}): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
    field.dispatchEvent(event)
    return event
  }
  return { editor, field, type, press, stopEditing }
}

afterEach(() => document.body.replaceChildren())

describe('editors', () => {
  it('PAGE-9 a number is read as people write it', () => {
    const { editor, type } = open(new TextEditor(), 'quantity', 200)
    type('１２，０００')
    expect([editor.getValue(), editor.getValidationErrors()]).toEqual([12000, null])
  })

  it('PAGE-9 what does not fit is refused with the reason, and the text stays', () => {
    const { editor, field, type } = open(new TextEditor(), 'quantity', 200)
    type('很多')
    expect(editor.getValidationErrors()).toEqual(['不是数字'])
    expect(field.value).toBe('很多')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(document.querySelector('[role=alert]')?.textContent).toBe('不是数字')
    type('5')
    expect(editor.getValidationErrors()).toBeNull()
    expect(document.querySelector('[role=alert]')).toBeNull()
  })

  it('PAGE-9 a cell opened and left as it was is no edit, whatever it holds', () => {
    const { editor } = open(new TextEditor(), 'quantity', '大约三百')
    expect([editor.getValue(), editor.getValidationErrors()]).toEqual(['大约三百', null])
  })

  it('PAGE-9 the key that opened it is its first letter; Backspace empties it', () => {
    expect(open(new TextEditor(), 'unit', '箱', '只').field.value).toBe('只')
    expect(open(new TextEditor(), 'unit', '箱', 'Backspace').field.value).toBe('')
    expect(open(new TextEditor(), 'unit', '箱', 'F2').field.value).toBe('箱')
  })

  it('PAGE-9 a text with line breaks keeps them, and Alt+Enter adds one', () => {
    const { editor, field, press } = open(new TextEditor(), 'note', '第一行\n第二行')
    expect(field.tagName).toBe('TEXTAREA')
    expect(press('Enter', { altKey: true }).defaultPrevented).toBe(true)
    expect(editor.getValue()).toBe('第一行\n第二行\n')
    expect(open(new TextEditor(), 'unit', '箱\n只').field.tagName).toBe('TEXTAREA')
  })

  it('PAGE-9 dates are read in the operation’s zone', () => {
    const { editor, type } = open(new DateEditor(), 'runsOutAt', null)
    type('2022-01-05 16:00')
    expect(editor.getValue()).toBe('2022-01-05T08:00:00Z')
    type('2022-13-40')
    expect(editor.getValidationErrors()).toEqual(['不是可识别的日期'])
  })

  it('PAGE-9 a choice is found by label in either language or by synonym', () => {
    for (const [typed, value] of [
      ['特', 'critical'],
      ['norm', 'normal'],
      ['加急', 'urgent'],
    ] as const) {
      const { editor, type } = open(new ChoiceEditor(), 'urgency', null)
      type(typed)
      expect(editor.getValue(), typed).toBe(value)
    }
  })

  it('PAGE-9 what matches no choice is refused and stays in the field', () => {
    const { editor, field, type } = open(new ChoiceEditor(), 'urgency', 'low')
    type('今晚断')
    expect(editor.getValidationErrors()).toEqual(['不在选项之内'])
    expect(field.value).toBe('今晚断')
  })

  it('PAGE-9 a choice opened and left is no edit; arrows and a click choose', () => {
    const left = open(new ChoiceEditor(), 'urgency', 'urgent')
    expect(left.editor.getValue()).toBe('urgent')
    left.press('ArrowDown')
    expect(left.editor.getValue()).toBe('normal')
    const clicked = open(new ChoiceEditor(), 'urgency', 'urgent')
    clicked.editor.getGui().querySelector<HTMLElement>('[data-place="0"]')?.click()
    expect([clicked.editor.getValue(), clicked.stopEditing.mock.calls.length]).toEqual(['critical', 1])
  })

  it('PAGE-9 a text that is no choice is offered, so that opening the list does not lose it', () => {
    const { editor } = open(new ChoiceEditor(), 'urgency', '今晚断')
    expect(editor.getValue()).toBe('今晚断')
    expect(editor.getGui().querySelector('li')?.textContent).toBe('今晚断')
  })

  it('PAGE-12 keys that belong to an input method reach neither editor nor grid', () => {
    for (const editor of [new TextEditor(), new ChoiceEditor()]) {
      const { press, stopEditing } = open(editor, editor instanceof TextEditor ? 'unit' : 'urgency', null)
      const heard = vi.fn()
      document.body.addEventListener('keydown', heard)
      press('Enter', { isComposing: true })
      press('Process', { keyCode: 229 })
      expect([heard.mock.calls.length, stopEditing.mock.calls.length]).toEqual([0, 0])
      press('Enter')
      expect(heard).toHaveBeenCalledOnce()
      document.body.removeEventListener('keydown', heard)
    }
  })
})
