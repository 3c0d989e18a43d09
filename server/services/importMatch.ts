/**
 * Which lines of a file are rows of the sheet already, and what becomes of them (docs/SPEC.md IMP-4 … IMP-7). Runs in the worker: the sheet is
 * fed through row by row, only the file is kept.
 */
import {
  ALIKE,
  type Cells,
  factsOf,
  type LikenessReason,
  likenessOf,
  type RowFacts,
} from '../../shared/domain/sameRow.ts'
import type { DuplicateChoice, DuplicatesChoice, ImportMatch } from '../../shared/protocol/imports.ts'
import { MAX_TEXT, type Scalar } from '../../shared/sheet/cell.ts'
import type { ReadRow } from '../../shared/tabular/readTable.ts'
import type { CellWish } from '../sync/SheetRooms.ts'

/** A row of the sheet as it is fed: `gone` when it is deleted. */
export interface FedRow {
  readonly id: string
  readonly cells: Cells
  readonly gone?: true
}

/** Row id → column → what it held when the file was exported, for cells changed since. */
export type PastValues = ReadonlyMap<string, ReadonlyMap<string, Scalar>>

export interface MatchGiven {
  readonly rows: readonly ReadRow[]
  /** The line of each row. */
  readonly lines: readonly number[]
  readonly ownIds: readonly string[]
  readonly duplicates: DuplicatesChoice
  /** undefined when nobody knows when the file was exported. */
  readonly past: PastValues | undefined
  /** Columns that a blank cell of this line may empty: those of its headers whose text was not refused. */
  readonly blanks: (line: number) => readonly string[]
  /** An id for the line's row when it shall not be the one it says. */
  readonly newId: (line: number) => string
}

/** What the preview decided, kept until the confirmation: what a person has seen is what is written. */
export interface Decided {
  /** Lines whose rows do not go in as new ones. */
  readonly out: readonly number[]
  /** Line → the id its row gets. */
  readonly ids: Readonly<Record<string, string>>
  readonly wishes: readonly Required<CellWish>[]
  readonly updatedRows: number
  readonly alreadyThere: number
  readonly skipped: number
}

export interface Matching {
  readonly decided: Decided
  readonly matches: readonly ImportMatch[]
  readonly sameCount: number
  readonly alikeCount: number
  readonly conflictCount: number
}

interface Found {
  readonly at: number
  readonly row: FedRow
  readonly by: 'id' | 'likeness'
  readonly score: number
  readonly reasons: readonly LikenessReason[]
}

/** Candidates compared for one row of the sheet; an organization with thousands of lines is not compared with each. */
const MOST_COMPARED = 200

export class Matcher {
  readonly #given: MatchGiven
  readonly #facts: readonly RowFacts[]
  readonly #byId = new Map<string, number>()
  readonly #byKey = new Map<string, number[]>()
  readonly #same = new Map<number, Found>()
  readonly #alike: Found[] = []

  constructor(given: MatchGiven) {
    this.#given = given
    const own = new Set(given.ownIds)
    this.#facts = given.rows.map(({ cells }) => factsOf(cells))
    for (const [at, { id }] of given.rows.entries()) {
      if (own.has(id)) this.#byId.set(id, at)
      for (const key of this.#facts[at]?.keys ?? []) {
        const known = this.#byKey.get(key)
        if (known === undefined) this.#byKey.set(key, [at])
        else known.push(at)
      }
    }
  }

  /** Takes a row of the sheet. */
  take(row: FedRow): void {
    const at = this.#byId.get(row.id)
    if (at !== undefined) this.#same.set(at, { at, row, by: 'id', score: 1, reasons: [] })
    else if (row.gone !== true) this.#compare(row)
  }

  #compare(row: FedRow): void {
    const facts = factsOf(row.cells)
    const places = new Set(facts.keys.flatMap(key => this.#byKey.get(key)?.slice(0, MOST_COMPARED) ?? []))
    for (const at of places) {
      const line = this.#facts[at]
      if (line === undefined) continue
      const { score, reasons } = likenessOf(facts, line)
      if (score >= ALIKE) this.#alike.push({ at, row, by: 'likeness', score, reasons })
    }
  }

  /** What becomes of every line, once the whole sheet has been taken. */
  finish(): Matching {
    const found = [...this.#same.values(), ...this.#best()].sort((a, b) => a.at - b.at)
    const matches: ImportMatch[] = []
    const tally = { updatedRows: 0, alreadyThere: 0, skipped: 0 }
    const out: number[] = []
    const ids: Record<string, string> = {}
    const wishes: Required<CellWish>[] = []
    for (const each of found) {
      const line = this.#given.lines[each.at] ?? 0
      const changes = each.row.gone === true ? [] : this.#changes(each, line)
      const choice = this.#choice(each, line, changes.length)
      const written = choice === 'overwrite' ? changes : changes.filter(change => !change.conflict)
      if (choice === 'new') {
        if (each.by === 'id') ids[line] = this.#given.newId(line)
      } else {
        out.push(line)
        if (choice !== 'skip' && written.length > 0) {
          tally.updatedRows++
          for (const { column, old, new: value } of written)
            wishes.push({ row: each.row.id, column, value, expected: old })
        } else if (each.by === 'id') tally.alreadyThere++
        else tally.skipped++
      }
      matches.push({ ...describe(each), line, choice, changes })
    }
    return {
      decided: { out, ids, wishes, ...tally },
      matches,
      sameCount: this.#same.size,
      alikeCount: found.length - this.#same.size,
      conflictCount: matches.reduce((sum, { changes }) => sum + changes.filter(c => c.conflict).length, 0),
    }
  }

  /** The likest pairs; each line and each row of the sheet in one of them at most. */
  #best(): Found[] {
    const lines = new Set(this.#same.keys())
    const rows = new Set<string>()
    const best: Found[] = []
    for (const found of this.#alike.sort((a, b) => b.score - a.score || a.at - b.at)) {
      if (lines.has(found.at) || rows.has(found.row.id)) continue
      lines.add(found.at)
      rows.add(found.row.id)
      best.push(found)
    }
    return best
  }

  #choice({ by, row }: Found, line: number, changes: number): DuplicateChoice {
    const { same, alike, lines } = this.#given.duplicates
    const chosen = lines?.[line] ?? (by === 'id' ? same : alike)
    if (row.gone === true) return chosen === 'new' ? 'new' : 'skip'
    if (chosen !== undefined) return chosen
    return by === 'id' || changes === 0 ? 'skip' : 'new'
  }

  #changes({ at, row, by }: Found, line: number): ImportMatch['changes'] {
    const { rows, past, duplicates, blanks } = this.#given
    const cells: Record<string, Scalar> = { ...rows[at]?.cells }
    if (by === 'id' && duplicates.emptied === true) for (const column of blanks(line)) cells[column] ??= null
    const changes: ImportMatch['changes'] = []
    for (const [column, given] of Object.entries(cells)) {
      const old = row.cells[column] ?? null
      const value = by === 'likeness' && column === 'note' ? withNote(old, given) : given
      if (value === old) continue
      const then = past?.get(row.id)?.get(column)
      const conflict = by === 'id' && then !== undefined && then !== old
      // Somebody else changed the cell after the export, and the file still says what it said then: nothing to bring in.
      if (conflict && then === value) continue
      changes.push({ column, old, new: value, conflict })
    }
    return changes
  }
}

const describe = ({ row, by, score, reasons }: Found) => ({
  row: row.id,
  by,
  score,
  reasons: [...reasons],
  gone: row.gone === true,
  label: typeof row.cells.item === 'string' ? row.cells.item.slice(0, 80) : '',
})

/** A note from elsewhere is added to the one that is there, line by line. */
function withNote(old: Scalar, given: Scalar): Scalar {
  if (typeof old !== 'string' || typeof given !== 'string') return given ?? old
  const known = new Set(old.split('\n'))
  const added = given.split('\n').filter(line => !known.has(line))
  const both = [old, ...added].join('\n')
  return added.length === 0 || both.length > MAX_TEXT ? old : both
}
