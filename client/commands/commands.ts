/** Commands about the commands. */
import type { Command } from './Command.ts'

export const HELP_COMMANDS: readonly Command[] = [
  {
    id: 'help.palette',
    group: 'help',
    keys: ['Ctrl+K'],
    whileTyping: true,
    label: t => t('keys.palette'),
    run: ({ show }) => show('palette'),
  },
  {
    id: 'help.keys',
    group: 'help',
    keys: ['Ctrl+/'],
    whileTyping: true,
    label: t => t('keys.helpTitle'),
    run: ({ show }) => show('help'),
  },
]
