/** Making rows confidential, and open again. */
import { mayI } from '../app/rights.ts'
import type { Command } from '../commands/Command.ts'
import { rowsMeant } from '../grid/commands.ts'

export const CONFIDENTIAL_COMMANDS: readonly Command[] = [
  {
    id: 'row.confide',
    group: 'data',
    context: true,
    label: (t, { sheet }) =>
      sheet.confidentialOf === undefined ? t('confidential.confide') : t('confidential.disclose'),
    visible: ({ me, operation, sheet }) => sheet.archived !== true && mayI(me, 'row.confide', operation.id),
    enabled: open => rowsMeant(open).length > 0,
    run: ({ show }) => show('confide'),
  },
]
