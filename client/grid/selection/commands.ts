/** Commands of the selection. Copy, cut and paste have none: a page may only use the clipboard when the browser hands it over. */
import type { OpenSheet } from '../../app/openSheet.ts'
import type { Command } from '../../commands/Command.ts'

const mayEdit = ({ view }: OpenSheet): boolean => !view.session.readOnly
const hasSelection = ({ view }: OpenSheet): boolean => view.selection.get() !== undefined

export const SELECTION_COMMANDS: readonly Command[] = [
  {
    id: 'edit.fillDown',
    group: 'edit',
    keys: ['Ctrl+D'],
    inRows: true,
    context: true,
    label: t => t('cells.fillDown'),
    visible: mayEdit,
    enabled: hasSelection,
    run: ({ actions }) => actions.fill.fillDown(),
  },
  {
    id: 'edit.fillRight',
    group: 'edit',
    keys: ['Ctrl+R'],
    inRows: true,
    context: true,
    label: t => t('cells.fillRight'),
    visible: mayEdit,
    enabled: hasSelection,
    run: ({ actions }) => actions.fill.fillRight(),
  },
  {
    id: 'edit.fillSelection',
    group: 'edit',
    keys: ['Ctrl+Enter'],
    inRows: true,
    label: t => t('cells.fillSelection'),
    visible: mayEdit,
    enabled: ({ view }) => view.range.isWide,
    run: ({ actions }) => actions.fill.fillSelection(),
  },
  {
    id: 'edit.clear',
    group: 'edit',
    context: true,
    label: t => t('cells.clear'),
    visible: mayEdit,
    enabled: hasSelection,
    run: ({ actions }) => actions.clipboard.clear(),
  },
  {
    id: 'edit.notPasted',
    group: 'edit',
    label: t => t('cells.showNotPasted'),
    enabled: ({ view }) => view.notPasted.store.get().length > 0,
    run: ({ show }) => show('notPasted'),
  },
]
