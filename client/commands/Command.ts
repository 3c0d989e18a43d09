/**
 * What a person can ask of an open sheet, each said once: the menus, the context menu, the keys and the help sheet all read these. An area
 * has its own list in `client/<area>/commands.ts`; all.ts puts them together.
 */
import type { TFunction } from 'i18next'
import type { OpenSheet } from '../app/openSheet.ts'

/** The menus, in their order. */
export const COMMAND_GROUPS = ['edit', 'insert', 'view', 'data', 'history', 'help'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

export interface Command {
  /** Stable, `area.verb`. */
  readonly id: string
  readonly group: CommandGroup
  /** What it is called now; it may name what it will do (「撤销：粘贴 200 格」). */
  readonly label: (t: TFunction, open: OpenSheet) => string
  /** Key presses that mean it, as people write them: `Ctrl+Shift+Z`, `Alt+H`, `F2`. Ctrl is Cmd on a Mac. The first one is shown. */
  readonly keys?: readonly string[]
  /** Also in the menu of a cell or of a row number (right click, Shift+F10). */
  readonly context?: true
  /** In the menu of a column's header; it acts on the column of the cell the person is in. */
  readonly header?: true
  /** Its keys count only while the keyboard is in the rows; keys without Ctrl or Alt do so by themselves. */
  readonly inRows?: true
  /** Where its keys without Ctrl or Alt mean it; elsewhere they type. Everywhere in the rows without it. */
  readonly plain?: (open: OpenSheet) => boolean
  /** Works while the person types in a field, too. */
  readonly whileTyping?: true
  /** Not offered at all to people it is not for; offered to all without it. */
  readonly visible?: (open: OpenSheet) => boolean
  /** Greyed out when false. */
  readonly enabled?: (open: OpenSheet) => boolean
  readonly run: (open: OpenSheet) => void
}

/** Whether the command is offered here at all. */
export const isVisible = (command: Command, open: OpenSheet): boolean => command.visible?.(open) ?? true

/** Whether it can be carried out now. */
export const isEnabled = (command: Command, open: OpenSheet): boolean => command.enabled?.(open) ?? true
