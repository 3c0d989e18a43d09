/** Commands about edits that wait for a nod. */
import { mayI } from '../app/rights.ts'
import type { Command } from '../commands/Command.ts'

export const GUARD_COMMANDS: readonly Command[] = [
  {
    id: 'guard.suggestions',
    group: 'data',
    label: t => t('guard.menu'),
    visible: ({ me, operation, sheet }) => sheet.waits === true || mayI(me, 'edit.nod', operation.id),
    run: ({ show, panel }) => show(panel === 'suggestions' ? 'none' : 'suggestions'),
  },
]
