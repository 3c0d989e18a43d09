/** Commands of a row as a whole. */
import type { OpenSheet } from '../app/openSheet.ts'
import type { Command } from '../commands/Command.ts'

const inRow = ({ view }: OpenSheet): boolean => view.cell.get() !== undefined

export const ROW_COMMANDS: readonly Command[] = [
  {
    id: 'row.open',
    group: 'view',
    keys: ['Alt+R'],
    context: true,
    label: t => t('notes.openRow'),
    enabled: inRow,
    run: ({ panel, show }) => show(panel === 'row' ? 'none' : 'row'),
  },
  {
    id: 'row.note',
    group: 'view',
    label: t => t('notes.openNote'),
    enabled: inRow,
    run: ({ show }) => show('rowNote'),
  },
  {
    id: 'row.comments',
    group: 'insert',
    keys: ['Shift+F2'],
    inRows: true,
    context: true,
    label: t => t('keys.comment'),
    enabled: inRow,
    run: ({ panel, show }) => show(panel === 'rowComments' ? 'none' : 'rowComments'),
  },
]
