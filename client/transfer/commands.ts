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
  {
    id: 'data.contactExport',
    group: 'data',
    label: t => t('contacts.take.menu'),
    visible: ({ me, operation }) => mayI(me, 'contact.export', operation.id),
    run: ({ show }) => show('contactExport'),
  },
]
