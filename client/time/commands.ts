/** Commands of conflicts, deleted rows and the time slider. */
import type { OpenSheet } from '../app/openSheet.ts'
import type { Command } from '../commands/Command.ts'

/** Goes to the next cell in conflict and shows what was lost there. */
export function goToNextConflict({ view, conflicts, show }: OpenSheet): void {
  const next = conflicts.next(view.cell.get())
  if (next === undefined) return
  view.reveal(next)
  show('conflicts')
}

export const TIME_COMMANDS: readonly Command[] = [
  {
    id: 'history.nextConflict',
    group: 'history',
    keys: ['Alt+C'],
    whileTyping: true,
    label: (t, { conflicts }) => t('time.conflict.next', { count: conflicts.open.get().length }),
    enabled: ({ conflicts }) => conflicts.open.get().length > 0,
    run: goToNextConflict,
  },
  {
    id: 'history.time',
    group: 'history',
    keys: ['Alt+T'],
    whileTyping: true,
    label: t => t('time.slider.open'),
    run: ({ show }) => show('time'),
  },
  {
    id: 'history.deleted',
    group: 'history',
    label: t => t('time.deleted.open'),
    run: ({ show }) => show('deleted'),
  },
]
