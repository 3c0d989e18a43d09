/** Changes gathered as people remember them: who, and in which minute (TIME-18). */
import type { TFunction } from 'i18next'
import type { HistoryItem } from '../../shared/protocol/http.ts'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../shared/sheet/cell.ts'

/** What one person did within one minute, newest first; never empty. */
export interface Group {
  /** That of its newest change. */
  readonly id: number
  readonly member: HistoryItem['member']
  /** ISO 8601, of its newest change. */
  readonly at: string
  readonly items: readonly HistoryItem[]
}

const minuteOf = (at: string): string => at.slice(0, 16)

/** Neighbours of one person and one minute together, in the order they are in. */
export function groupsOf(items: readonly HistoryItem[]): readonly Group[] {
  const groups: { id: number; member: HistoryItem['member']; at: string; items: HistoryItem[] }[] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last !== undefined && last.member.id === item.member.id && minuteOf(last.at) === minuteOf(item.at))
      last.items.push(item)
    else groups.push({ id: item.id, member: item.member, at: item.at, items: [item] })
  }
  return groups
}

/** `改了 3 格 · 添加 2 行`. */
export function groupText({ items }: Group, t: TFunction): string {
  const count = { cells: 0, added: 0, deleted: 0, restored: 0, moved: 0 }
  for (const item of items) {
    if (item.column === ROW_EXISTS) count.added++
    else if (item.column === ROW_GONE) count[item.new === true ? 'deleted' : 'restored']++
    else if (item.column === ROW_ORDER) count.moved++
    else count.cells++
  }
  // A new row is put somewhere: that is no move.
  if (count.added > 0) count.moved = Math.max(0, count.moved - count.added)
  return (['cells', 'added', 'deleted', 'restored', 'moved'] as const)
    .filter(kind => count[kind] > 0)
    .map(kind => t(`time.sheet.${kind}`, { count: count[kind] }))
    .join(' · ')
}
