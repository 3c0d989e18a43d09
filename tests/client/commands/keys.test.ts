// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../client/commands/all.ts'
import { COMMAND_GROUPS, type Command } from '../../../client/commands/Command.ts'
import { parseKeys, shownKeys } from '../../../client/commands/keyPress.ts'
import { commandOf, keyTable, needsRows } from '../../../client/commands/keyTable.ts'

const key = (name: string, more: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, ...more })

describe('the keys of the commands', () => {
  it('KEY-1 no two commands share a key or an id, and a key of one is found', () => {
    const presses = COMMANDS.flatMap(({ keys }) => keys ?? []).map(parseKeys)
    expect(presses.length).toBeGreaterThan(5)
    expect(presses.filter((press, at) => presses.indexOf(press) !== at)).toEqual([])
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length)
    expect(COMMANDS.every(({ group }) => COMMAND_GROUPS.includes(group))).toBe(true)
    const twice = COMMANDS[0] as Command
    expect(keyTable([twice, { ...twice, id: 'other' }]).get(parseKeys(twice.keys?.[0] ?? ''))).toBe(twice)
  })

  it.each([
    ['z', { ctrlKey: true }, 'edit.undo'],
    ['z', { metaKey: true }, 'edit.undo'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'edit.redo'],
    ['y', { ctrlKey: true }, 'edit.redo'],
    ['f', { ctrlKey: true }, 'view.find'],
    ['h', { altKey: true }, 'history.cell'],
    ['˙', { altKey: true, code: 'KeyH' }, 'history.cell'],
    ['Enter', { ctrlKey: true, shiftKey: true }, 'insert.rowBelow'],
    ['/', { ctrlKey: true, code: 'Slash' }, 'help.keys'],
    ['、', { ctrlKey: true, code: 'Slash' }, 'help.keys'],
    ['/', { ctrlKey: true, shiftKey: true, code: 'Digit7' }, 'help.keys'],
    ['z', {}, undefined],
    ['Enter', {}, undefined],
    ['F', { ctrlKey: true, shiftKey: true }, undefined],
    // Dvorak: the letter counts, not the place of a Z.
    [';', { ctrlKey: true, code: 'KeyZ' }, undefined],
  ] as const)('KEY-3 %s with %j means %s', (name, more, id) => {
    // What stands on a Dvorak keyboard under Z may be a command of its own; it is never undo.
    const found = commandOf(key(name, more))?.id
    if (id === undefined && 'code' in more) expect(found).not.toBe('edit.redo')
    else expect(found).toBe(id)
  })

  it('KEY-3 what types or moves by itself counts in the rows only', () => {
    const command: Command = { id: 'x', group: 'edit', label: () => '', run: () => undefined }
    expect(needsRows(command, key('Delete'))).toBe(true)
    expect(needsRows(command, key(' ', { shiftKey: true }))).toBe(true)
    expect(needsRows(command, key('f', { ctrlKey: true }))).toBe(false)
    expect(needsRows({ ...command, inRows: true }, key('a', { ctrlKey: true }))).toBe(true)
  })

  it('KEY-5 keys are shown as the keyboard at hand has them', () => {
    expect(shownKeys('Ctrl+Shift+Z', false)).toBe('Ctrl+Shift+Z')
    expect(shownKeys('Ctrl+Shift+Z', true)).toBe('⇧⌘Z')
    expect(shownKeys('Ctrl+ArrowUp', false)).toBe('Ctrl+↑')
  })
})
