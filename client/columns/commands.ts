/** Commands about what a sheet is made of. */
import { mayI } from '../app/rights.ts'
import type { Command } from '../commands/Command.ts'

export const OWN_COLUMN_COMMANDS: readonly Command[] = [
  {
    id: 'columns.own',
    group: 'insert',
    label: t => t('columns.menu'),
    visible: ({ me, operation }) => mayI(me, 'column.edit', operation.id),
    run: ({ show, panel }) => show(panel === 'columns' ? 'none' : 'columns'),
  },
]
