/** What an update the gate has let through does to cells that others were the last to fill in (docs/SPEC.md SYNC-9, GUARD-1). */
import { BRAKE, type Weight } from '../../shared/domain/brake.ts'
import { ROW_EXISTS, splitCellKey } from '../../shared/sheet/cell.ts'
import { effectOf, isOwn, type WeighedSheet } from '../../shared/sheet/weigh.ts'
import type { SheetAccepted } from './gate.ts'

/** What an update the gate has let through would do. */
export function weighUpdate(accepted: SheetAccepted, at: WeighedSheet, member: string): Weight {
  let emptied = 0
  let overwritten = 0
  for (const key of [...accepted.deleted, ...accepted.emptied]) {
    if (isOwn(at, key, member)) continue
    emptied += splitCellKey(key)?.column === ROW_EXISTS ? BRAKE.emptiedByRow : 1
  }
  for (const [key, touches] of accepted.touched) {
    const cell = splitCellKey(key)
    if (cell === undefined) continue
    for (const kind of new Set(touches.map(({ value }) => effectOf(at, { ...cell, value }, member)))) {
      if (kind === 'row') emptied += BRAKE.emptiedByRow
      else if (kind === 'emptied') emptied++
      else if (kind === 'overwritten') overwritten++
    }
  }
  return { emptied, overwritten }
}
