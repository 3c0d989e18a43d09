// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EditorParams, EditorWords } from '../../../client/grid/columnSetting.ts'
import { AmountEditor } from '../../../client/grid/editors/AmountEditor.ts'
import { ChoiceEditor } from '../../../client/grid/editors/ChoiceEditor.ts'
import { DateEditor } from '../../../client/grid/editors/DateEditor.ts'
import { EditorAids } from '../../../client/grid/editors/EditorAids.ts'
import { OrganizationEditor } from '../../../client/grid/editors/OrganizationEditor.ts'
import { PlaceEditor } from '../../../client/grid/editors/PlaceEditor.ts'
import { LinkCell } from '../../../client/grid/linkCell.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import { sheetOf } from '../FakeSession.ts'

const words = new Proxy({} as EditorWords, { get: (_, name) => (name === 'useText' ? 'use {{text}}' : String(name)) })
const COLUMNS: readonly Column[] = columnsOf('needs')

type AnyEditor = AmountEditor | ChoiceEditor | DateEditor | OrganizationEditor | PlaceEditor

/** An editor opened in a row, with dictionary and places already there. */
async function openIn(
  editor: AnyEditor,
  column: string,
  row: Readonly<Record<string, Scalar>> = {},
  others: Readonly<Record<string, Readonly<Record<string, Scalar>>>> = {},
) {
  const aids = new EditorAids()
  await Promise.all([aids.pinyin.load(), aids.loadPlaces()])
  const sheet = sheetOf({ r: row, ...others })
  const schema = COLUMNS.find(({ id }) => id === column)
  if (schema === undefined) throw new Error(`no column ${column}`)
  const stopEditing = vi.fn()
  const params = {
    schema,
    language: 'zh',
    zone: 'Asia/Shanghai',
    words,
    value: row[column] ?? null,
    eventKey: null,
    column: { getActualWidth: () => 120 },
    validate: () => undefined,
    stopEditing,
    data: { id: 'r' },
    columns: COLUMNS,
    aids,
    sheet: () => sheet,
    cell: (id: string, name: string) => sheet.value(id, name),
  }
  editor.init(params as unknown as EditorParams)
  document.body.append(editor.getGui())
  editor.afterGuiAttached()
  const field = editor.getGui().querySelector<HTMLInputElement>('input, textarea')
  if (field === null) throw new Error('no field')
  const type = (text: string): void => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const press = (key: string): void =>
    void field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  const lines = (): string[] => [...editor.getGui().querySelectorAll('li')].map(line => line.textContent ?? '')
  const meant = (): string | undefined =>
    editor.getGui().querySelector('li[aria-selected=true]')?.textContent ?? undefined
  const beside = (): Record<string, Scalar> => {
    editor.getValue()
    return Object.fromEntries(aids.takeBeside('r', column).map(edit => [edit.column, edit.value]))
  }
  return { editor, field, type, press, lines, meant, beside, stopEditing }
}

afterEach(() => document.body.replaceChildren())

describe('typed editors', () => {
  it('TYPE-1 a choice is found by pinyin, in full and by initials', async () => {
    const { editor, type, lines } = await openIn(new ChoiceEditor(), 'urgency')
    for (const typed of ['teji', 'tj', 'TJ', '特']) {
      type(typed)
      expect(lines(), typed).toEqual(['特急'])
    }
    expect(editor.getValue()).toBe('critical')
    type('zz')
    expect(editor.getValidationErrors()).not.toBeNull()
  })

  it('TYPE-1 without the dictionary a choice is found by everything else', () => {
    expect(new EditorAids().pinyin.spell('口罩')).toEqual([])
  })

  it('TYPE-2 a quantity takes its unit along; a number alone leaves it', async () => {
    const { editor, type, beside } = await openIn(new AmountEditor(), 'quantity', { unit: '垛' })
    type('２万 箱')
    expect([editor.getValue(), editor.getValidationErrors(), beside()]).toEqual([20_000, null, { unit: '箱' }])
    type('12垛')
    expect([editor.getValue(), beside()]).toEqual([12, { unit: '垛' }])
    type('500')
    expect([editor.getValue(), beside()]).toEqual([500, {}])
    type('5 什么')
    expect([editor.getValidationErrors(), beside()]).toEqual([['不是数字'], {}])
    type('-5箱')
    expect(editor.getValidationErrors()).not.toBeNull()
  })

  it('TYPE-3 days may be said', async () => {
    const { editor, type } = await openIn(new DateEditor(), 'neededBy')
    const day = (text: string): number => {
      type(text)
      expect(editor.getValidationErrors(), text).toBeNull()
      return Date.parse(String(editor.getValue()))
    }
    expect(day('明天') - day('昨天')).toBe(2 * 86_400_000)
    expect(day('Today')).toBe(day('今天'))
    type('某天')
    expect(editor.getValidationErrors()).not.toBeNull()
    const clock = await openIn(new DateEditor(), 'runsOutAt')
    clock.type('现在')
    expect(clock.editor.getValue()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    clock.type('今天 14:30')
    expect(clock.editor.getValue()).toMatch(/T06:30:00Z$/)
  })

  it('TYPE-4 a district is found by pinyin and writes all its levels', async () => {
    const { editor, type, meant, beside } = await openIn(new PlaceEditor(), 'district')
    type('lianhuqu')
    expect(meant()).toContain('莲湖区')
    expect(editor.getValue()).toBe('莲湖区')
    expect(beside()).toEqual({
      province: '陕西省',
      provinceCode: '610000',
      city: '西安市',
      cityCode: '610100',
      district: '莲湖区',
      districtCode: '610104',
    })
  })

  it('TYPE-4 it is gone down to from the province, and up again', async () => {
    const { editor, press, lines, type, beside, field } = await openIn(new PlaceEditor(), 'district')
    type('陕西省')
    press('ArrowUp')
    press('Enter')
    expect(field.value).toBe('')
    expect(lines().slice(0, 3)).toEqual(['‹ 陕西省', '西安市', '铜川市'])
    press('Enter')
    expect(lines().slice(0, 2)).toEqual(['‹ 西安市', '新城区'])
    press('ArrowUp')
    press('Enter')
    expect(lines()[0]).toBe('‹ 陕西省')
    press('Enter')
    press('ArrowDown')
    expect(editor.getValue()).toBe('碑林区')
    expect(beside().districtCode).toBe('610103')
  })

  it('TYPE-4 in a row that names its city the districts there are offered first', async () => {
    const row = { province: '江苏省', city: '南京市' }
    const { editor, lines, type, beside } = await openIn(new PlaceEditor(), 'district', row)
    expect(lines()[0]).toBe('‹ 南京市')
    type('鼓楼区')
    expect(editor.getValue()).toBe('鼓楼区')
    expect(beside().districtCode).toBe('320106')
  })

  it('TYPE-4 TYPE-5 a name that several share, or nobody knows, stands as it is typed', async () => {
    const { editor, type, meant, beside } = await openIn(new PlaceEditor(), 'district')
    for (const text of ['鼓楼区', '城南一带']) {
      type(text)
      expect([meant(), editor.getValue(), beside()]).toEqual([`use ${text}`, text, {}])
    }
  })

  it('TYPE-5 a place opened and left is no edit; emptied it is empty', async () => {
    const { editor, type, field, beside } = await openIn(new PlaceEditor(), 'district', { district: '城南一带' })
    expect([field.value, editor.getValue(), beside()]).toEqual(['城南一带', '城南一带', {}])
    type('')
    expect(editor.getValue()).toBeNull()
  })

  it('TYPE-6 organizations of the sheet are offered; a typed name stands', async () => {
    const { editor, lines, type, meant, press } = await openIn(
      new OrganizationEditor(),
      'organization',
      {},
      { b: { organization: '西安红十字会' }, c: { organization: '胜利社区' } },
    )
    await vi.waitFor(() => expect(lines()).toContain('胜利社区'))
    type('红十字会')
    expect([meant(), editor.getValue()]).toEqual(['use 红十字会', '红十字会'])
    press('ArrowUp')
    expect(editor.getValue()).toBe('西安红十字会')
    type('slsq')
    expect(editor.getValue()).toBe('胜利社区')
    type('胜利社区')
    expect(lines()).toEqual(['胜利社区'])
  })

  it('TYPE-7 only an http address becomes a link, and says nothing of where one came from', () => {
    const schema: Column = { id: 'web', label: { zh: '网址', en: 'Web' }, kind: { type: 'link' } }
    const cell = new LinkCell()
    const anchorOf = (value: Scalar): HTMLAnchorElement | null => {
      cell.refresh({ value, schema, words } as never)
      return cell.getGui().querySelector('a')
    }
    const anchor = anchorOf('https://example.org/a?b=1')
    expect([anchor?.href, anchor?.target, anchor?.rel]).toEqual([
      'https://example.org/a?b=1',
      '_blank',
      'noopener noreferrer',
    ])
    for (const value of ['javascript:alert(1)', 'data:text/html,x', '<b>', 'not a link']) {
      expect(anchorOf(value)).toBeNull()
      expect(cell.getGui().textContent).toBe(value)
    }
  })
})
