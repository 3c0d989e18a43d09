// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { OpenSheet } from '../../../client/app/openSheet.ts'
import { useSheetKeys } from '../../../client/app/useSheetKeys.ts'
import { COMMANDS } from '../../../client/commands/all.ts'
import { isVisible } from '../../../client/commands/Command.ts'
import { ContextMenu } from '../../../client/commands/ContextMenu.tsx'
import { HelpSheet } from '../../../client/commands/HelpSheet.tsx'
import { groupedItems } from '../../../client/commands/menuItems.tsx'
import { Palette } from '../../../client/commands/Palette.tsx'
import { createTranslations } from '../../../client/i18n/language.ts'
import { FakeSession } from '../FakeSession.ts'
import { realGrid, withGridTimers } from '../grid/realGrid.ts'
import { show, VIEWER } from '../page.tsx'
import { openSheetOf } from './openSheet.ts'

const ROWS = { a: { item: '口罩', quantity: 200 }, b: { item: '手套' } }

withGridTimers()
afterEach(cleanup)

function Keys({ open }: { readonly open: OpenSheet }) {
  useSheetKeys(open)
  return (
    <>
      <section id="sheet">
        <div className="ag-row" row-id="a">
          <div className="ag-cell" col-id="item" tabIndex={-1} data-testid="cell" />
        </div>
      </section>
      <input data-testid="field" />
      <div role="dialog" tabIndex={-1} data-testid="dialog" />
      <ContextMenu open={open} />
    </>
  )
}

const press = (id: string, init: KeyboardEventInit): boolean => fireEvent.keyDown(screen.getByTestId(id), init)

describe('commands on screen', () => {
  it('KEY-1 every command has a name in both languages', () => {
    const open = openSheetOf(new FakeSession(ROWS))
    for (const language of ['zh', 'en'] as const) {
      const { t } = createTranslations(language)
      for (const command of COMMANDS) expect(command.label(t, open), command.id).not.toMatch(/^$|^\w+\.\w+/)
    }
  })

  it('KEY-2 undo says what it takes back; who may only read is offered nothing that writes', () => {
    const session = new FakeSession(ROWS)
    const open = openSheetOf(session)
    const { t } = createTranslations('zh')
    const labels = (of: OpenSheet): string[] =>
      groupedItems(COMMANDS, of, t).flatMap(item => (item !== null && 'label' in item ? String(item.label) : []))
    session.edit([{ row: 'a', column: 'item', value: '帐篷' }])
    expect(labels(open)).toContain('撤销：修改需求')
    session.deleteRows(['a', 'b'])
    expect(labels(open)).toContain('撤销：删除 2 行')
    session.addRow({ item: '水' })
    expect(labels(open)).toContain('撤销：添加 1 行')
    const reading = labels(openSheetOf(new FakeSession(ROWS, 'reading'), VIEWER))
    expect(reading).toContain('修改历史')
    expect(reading.filter(label => /撤销|^删除|添加行|导入|替换|填充|清除内容/.test(label))).toEqual([])
  })

  it('KEY-3 PAGE-12 a key is a command in the rows, the field’s own in a field, nobody’s while a word is composed', () => {
    const open = openSheetOf(new FakeSession(ROWS))
    show(<Keys open={open} />)
    expect(press('cell', { key: 'z', ctrlKey: true })).toBe(false)
    expect(open.actions.undo).toHaveBeenCalledOnce()
    expect(press('field', { key: 'z', ctrlKey: true })).toBe(true)
    press('cell', { key: 'z', ctrlKey: true, isComposing: true })
    press('dialog', { key: 'z', ctrlKey: true })
    expect(open.actions.undo).toHaveBeenCalledOnce()
    press('field', { key: 'f', ctrlKey: true })
    expect(open.finder.setting.get().mode).toBe('find')
  })

  it('KEY-4 Shift+F10 and a right click open the menu of the cell; choosing carries it out', async () => {
    const open = openSheetOf(new FakeSession(ROWS))
    act(() => open.view.enter({ row: 'a', column: 'item' }))
    show(<Keys open={open} />)
    press('cell', { key: 'F10', shiftKey: true })
    fireEvent.click(await screen.findByRole('menuitem', { name: /在下方添加行/ }))
    expect(open.actions.addRow).toHaveBeenCalledWith('a')
    await waitFor(() => expect(screen.queryByRole('menuitem')).toBeNull())
    expect(fireEvent.contextMenu(screen.getByTestId('cell'))).toBe(false)
    fireEvent.click(await screen.findByRole('menuitem', { name: /修改历史/ }))
    expect(open.show).toHaveBeenCalledWith('history')
    expect(fireEvent.contextMenu(screen.getByTestId('field'))).toBe(true)
  })

  it('KEY-5 the help sheet lists every command with its keys, and finds them by word and by key', () => {
    const open = openSheetOf(new FakeSession(ROWS))
    show(<HelpSheet open={open} onClose={() => undefined} />)
    const { t } = createTranslations('zh')
    for (const command of COMMANDS.filter(it => isVisible(it, open)))
      expect(screen.getAllByText(command.label(t, open))).not.toEqual([])
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'ctrl+y' } })
    expect(screen.getAllByRole('listitem').map(line => line.textContent)).toEqual(['重做Ctrl+YCtrl+Shift+Z'])
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '没有的' } })
    expect(screen.getByText('没有这样的命令')).toBeDefined()
  })

  it('KEY-9 the palette finds commands by name and pinyin, and rows by what they hold; Enter goes there', async () => {
    const session = new FakeSession(ROWS)
    const open = openSheetOf(session)
    open.view.attach(realGrid(session).api)
    await open.view.aids.pinyin.load()
    show(<Palette open={open} onClose={() => undefined} />)
    const field = screen.getByRole('combobox')
    const lines = (): (string | null)[] => screen.getAllByRole('option').map(line => line.textContent)
    fireEvent.change(field, { target: { value: 'xgls' } })
    await waitFor(() => expect(lines()).toEqual(['命令修改历史Alt+H']))
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(open.show).toHaveBeenCalledWith('history')
    fireEvent.change(field, { target: { value: '手套' } })
    await waitFor(() => expect(lines()).toEqual(['行2 · 手套']))
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(open.view.cell.get()).toEqual({ row: 'b', column: 'item' })
    fireEvent.change(field, { target: { value: '没有的东西' } })
    await screen.findByText('没有找到')
  })
})
