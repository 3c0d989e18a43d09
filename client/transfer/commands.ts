/** Commands of files in and out. */
import { mayI } from '../app/rights.ts'
import type { Command } from '../commands/Command.ts'

export const TRANSFER_COMMANDS: readonly Command[] = [
  {
    id: 'data.import',
    group: 'data',
    label: t => t('toolbar.import'),
    visible: ({ me, operation, view }) => !view.session.readOnly && mayI(me, 'sheet.import', operation.id),
    run: ({ show }) => show('import'),
  },
]
