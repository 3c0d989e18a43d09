import type { MenuProps } from 'antd'
import type { TFunction } from 'i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { returnToCell } from '../grid/cellFocus.ts'
import { COMMANDS } from './all.ts'
import { COMMAND_GROUPS, type Command, isEnabled, isVisible } from './Command.ts'
import { isMac, shownKeys } from './keyPress.ts'

type Items = NonNullable<MenuProps['items']>

/** These commands as lines of a menu: label and first key, greyed out where they cannot be carried out now. */
export const menuItems = (commands: readonly Command[], open: OpenSheet, t: TFunction): Items =>
  commands
    .filter(command => isVisible(command, open))
    .map(command => {
      const keys = command.keys?.[0]
      return {
        key: command.id,
        label: command.label(t, open),
        disabled: !isEnabled(command, open),
        ...(keys === undefined ? {} : { extra: <kbd className="menu-keys">{shownKeys(keys, isMac())}</kbd> }),
      }
    })

/** The same with a line between the groups. */
export function groupedItems(commands: readonly Command[], open: OpenSheet, t: TFunction): Items {
  const groups = COMMAND_GROUPS.map(group =>
    menuItems(
      commands.filter(command => command.group === group),
      open,
      t,
    ),
  ).filter(items => items.length > 0)
  return groups.flatMap((items, place) => (place === 0 ? items : [{ type: 'divider' as const }, ...items]))
}

/** Carries out a command chosen in a menu: the keyboard goes back to the rows first, where the menu had taken it from. */
export function choose(id: string, open: OpenSheet): void {
  const command = COMMANDS.find(candidate => candidate.id === id)
  if (command === undefined || !isEnabled(command, open)) return
  returnToCell(open.view.grid.get(), open.view.cell.get())
  command.run(open)
}
