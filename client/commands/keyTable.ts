import { COMMANDS } from './all.ts'
import type { Command } from './Command.ts'
import { parseKeys, pressesOf } from './keyPress.ts'

/** Normal form of a key press → the command it means; of two commands with one key the first has it (a test says there are none). */
export function keyTable(commands: readonly Command[]): ReadonlyMap<string, Command> {
  const table = new Map<string, Command>()
  for (const command of commands)
    for (const keys of command.keys ?? []) {
      const press = parseKeys(keys)
      if (!table.has(press)) table.set(press, command)
    }
  return table
}

const TABLE = keyTable(COMMANDS)

/** The command a key press means, if any. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  for (const press of pressesOf(event)) {
    const command = TABLE.get(press)
    if (command !== undefined) return command
  }
  return undefined
}

/** A key that types or moves by itself: no Ctrl, no Alt, no function key. */
export const isPlain = (event: KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key))

/** A plain key means a command only while the keyboard is in the rows. */
export const needsRows = (command: Command, event: KeyboardEvent): boolean => command.inRows === true || isPlain(event)
