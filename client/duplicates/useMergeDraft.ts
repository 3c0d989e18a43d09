import { nanoid } from 'nanoid'
import { useState } from 'react'
import {
  type MergeChoice,
  type MergeChoices,
  type MergeLine,
  mergedCells,
  mergeLines,
} from '../../shared/domain/mergeRows.ts'
import type { DuplicatePair, MergeWish, PairRow } from '../../shared/protocol/duplicates.ts'
import type { Column } from '../../shared/schema/column.ts'

/** What a person is about to make of two rows. */
export interface MergeDraft {
  readonly kept: PairRow
  readonly merged: PairRow
  readonly lines: readonly MergeLine[]
  readonly choiceOf: (line: MergeLine) => MergeChoice | undefined
  /** Takes this row's value, or both. */
  readonly choose: (column: string, choice: MergeChoice) => void
  /** This row stays and the other goes into it; what was chosen stays chosen. */
  readonly keep: (row: string) => void
  /** Undefined while something is left to say. */
  readonly wish: MergeWish | undefined
  /** The same as long as what is wished is. */
  readonly key: string
}

/** Which of two stays unless a person says otherwise: the verified one, else the one that says more, else the older. */
function usuallyKept([a, b]: DuplicatePair['rows']): string {
  const weight = ({ cells, verification }: PairRow): number =>
    Object.keys(cells).length + (verification === 'verified' ? 100 : 0)
  if (weight(a) !== weight(b)) return weight(a) > weight(b) ? a.row : b.row
  return (a.changedAt._row ?? '') <= (b.changedAt._row ?? '') ? a.row : b.row
}

const OTHER_SIDE: Readonly<Record<MergeChoice, MergeChoice>> = {
  kept: 'merged',
  merged: 'kept',
  sum: 'sum',
  both: 'both',
}

export function useMergeDraft({ rows }: DuplicatePair, columns: readonly Column[]): MergeDraft {
  const [keptRow, setKept] = useState(() => usuallyKept(rows))
  const [choices, setChoices] = useState<MergeChoices>({})
  const [a, b] = rows
  const [kept, merged] = a.row === keptRow ? [a, b] : [b, a]
  const lines = mergeLines(columns, kept, merged)
  const complete = mergedCells(columns, kept, merged, choices) !== undefined
  const wish = complete
    ? { kept: kept.row, merged: merged.row, choices, seen: { kept: kept.seen, merged: merged.seen } }
    : undefined
  const [key, setKey] = useState(() => ({ id: nanoid(), of: JSON.stringify(wish) }))
  if (key.of !== JSON.stringify(wish)) setKey({ id: nanoid(), of: JSON.stringify(wish) })
  return {
    kept,
    merged,
    lines,
    choiceOf: line => choices[line.column.id] ?? line.usual,
    choose: (column, choice) => setChoices(before => ({ ...before, [column]: choice })),
    keep: row => {
      if (row === keptRow) return
      setKept(row)
      setChoices(before =>
        Object.fromEntries(Object.entries(before).map(([column, choice]) => [column, OTHER_SIDE[choice]])),
      )
    },
    wish,
    key: key.id,
  }
}
