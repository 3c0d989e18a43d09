/** Commands of the history. */
import type { Command } from '../commands/Command.ts'

export const HISTORY_COMMANDS: readonly Command[] = [
  {
    id: 'history.cell',
    group: 'history',
    keys: ['Alt+H'],
    context: true,
    whileTyping: true,
    label: t => t('history.title'),
    run: ({ panel, show }) => show(panel === 'history' ? 'none' : 'history'),
  },
]
