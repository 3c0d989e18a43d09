/** Verifying the rows chosen. */
import { VERIFICATION_COLUMN } from '../../shared/schema/deskColumns.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import type { Command } from '../commands/Command.ts'
import { rowsToVerify } from './VerifyRows.tsx'

/** A plain V is a letter while somebody is in a cell they may type into; on a whole row or on the mark itself it is a wish. */
function onRow({ view }: OpenSheet): boolean {
  const place = view.cell.get()
  return (
    place?.column === VERIFICATION_COLUMN.id ||
    view.range.range?.kind === 'rows' ||
    (place !== undefined && view.selectedRows().includes(place.row))
  )
}

export const VERIFY_COMMANDS: readonly Command[] = [
  {
    id: 'verify.rows',
    group: 'data',
    keys: ['V', 'Alt+V'],
    inRows: true,
    context: true,
    label: t => t('verify.command'),
    visible: ({ me, operation, sheet }) => mayI(me, 'verification.set', operation.id) && sheet.archived !== true,
    enabled: open => rowsToVerify(open).length > 0,
    plain: onRow,
    run: ({ show }) => show('verify'),
  },
]
