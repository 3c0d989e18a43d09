/** Commands of finding and replacing. */
import type { Command } from '../commands/Command.ts'

export const FIND_COMMANDS: readonly Command[] = [
  {
    id: 'view.find',
    group: 'view',
    keys: ['Ctrl+F'],
    whileTyping: true,
    label: t => t('find.title'),
    run: ({ finder }) => finder.open('find'),
  },
  {
    id: 'edit.replace',
    group: 'edit',
    keys: ['Ctrl+H'],
    whileTyping: true,
    label: t => t('find.replaceMode'),
    visible: ({ view }) => !view.session.readOnly,
    run: ({ finder }) => finder.open('replace'),
  },
  {
    id: 'view.findNext',
    group: 'view',
    keys: ['F3', 'Ctrl+G'],
    whileTyping: true,
    label: t => t('find.next'),
    enabled: ({ finder }) => finder.pattern !== undefined,
    run: ({ finder }) => finder.step(1),
  },
  {
    id: 'view.findPrevious',
    group: 'view',
    keys: ['Shift+F3', 'Ctrl+Shift+G'],
    whileTyping: true,
    label: t => t('find.previous'),
    enabled: ({ finder }) => finder.pattern !== undefined,
    run: ({ finder }) => finder.step(-1),
  },
]
