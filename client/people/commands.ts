/** Commands about what people did. */
import { mayI } from '../app/rights.ts'
import type { Command } from '../commands/Command.ts'

export const PEOPLE_COMMANDS: readonly Command[] = [
  {
    id: 'people.activity',
    group: 'history',
    label: t => t('people.command'),
    visible: ({ me, operation }) => mayI(me, 'activity.read', operation.id),
    run: ({ show }) => show('people'),
  },
]
