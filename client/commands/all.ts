/** Every command of a sheet, one list an area. Within a group they stand in this order. */
import { OWN_COLUMN_COMMANDS } from '../columns/commands.ts'
import { CONFIDENTIAL_COMMANDS } from '../confidential/commands.ts'
import { FIND_COMMANDS } from '../find/commands.ts'
import { COLUMN_COMMANDS } from '../grid/columnCommands.ts'
import { DELETE_ROWS, GRID_COMMANDS } from '../grid/commands.ts'
import { SELECTION_COMMANDS } from '../grid/selection/commands.ts'
import { GUARD_COMMANDS } from '../guard/commands.ts'
import { HISTORY_COMMANDS } from '../history/commands.ts'
import { PEOPLE_COMMANDS } from '../people/commands.ts'
import { ROW_COMMANDS } from '../row/commands.ts'
import { TIME_COMMANDS } from '../time/commands.ts'
import { TRANSFER_COMMANDS } from '../transfer/commands.ts'
import { VERIFY_COMMANDS } from '../verify/commands.ts'
import { VIEW_COMMANDS } from '../views/commands.ts'
import type { Command } from './Command.ts'
import { HELP_COMMANDS } from './commands.ts'

export const COMMANDS: readonly Command[] = [
  ...GRID_COMMANDS,
  ...FIND_COMMANDS,
  ...COLUMN_COMMANDS,
  ...SELECTION_COMMANDS,
  DELETE_ROWS,
  ...ROW_COMMANDS,
  ...VERIFY_COMMANDS,
  ...OWN_COLUMN_COMMANDS,
  ...CONFIDENTIAL_COMMANDS,
  ...GUARD_COMMANDS,
  ...TRANSFER_COMMANDS,
  ...HISTORY_COMMANDS,
  ...TIME_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...VIEW_COMMANDS,
  ...HELP_COMMANDS,
]
