/** What waits to be verified in an operation, over all its sheets: most urgent first, then what waits longest (docs/SPEC.md VERIFY-13). */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { z } from 'zod'
import type { VerificationEntry } from '../../shared/desk/deskDocument.ts'
import { hardness, usualQuantities } from '../../shared/domain/hardRows.ts'
import {
  cellsThatCount,
  countingColumns,
  digestOf,
  type Standing,
  type StandingName,
  standingOf,
} from '../../shared/domain/verification.ts'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { QueueItem, queueQuery, VerificationQueue } from '../../shared/protocol/verification.ts'
import type { Column } from '../../shared/schema/column.ts'
import { ROW_EXISTS, type Scalar } from '../../shared/sheet/cell.ts'
import type { Store } from '../storage/Store.ts'
import type { Desk } from '../sync/Desk.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { fromCursor, toCursor } from './pages.ts'
import type { Verifications } from './verifications.ts'

export interface VerificationQueueParts {
  readonly store: Store
  readonly rooms: SheetRooms & { readonly desks: Desk }
  readonly verifications: Verifications
}

/** Rows read between two turns of the event loop. */
const ROWS_AT_A_TIME = 1_000

/** Place of a row that does not say how urgent it is: behind all that do. */
const NOT_SAID = 1_000

/** A row as it is sorted. */
interface Waiting {
  readonly sheet: Described
  readonly row: string
  readonly standing: Standing
  /** Place of its urgency among the choices, most urgent first. */
  readonly urgency: number
  readonly cells: Readonly<Record<string, Scalar>>
  readonly duplicates: number
  since: number
}

interface Described {
  readonly id: string
  readonly columns: readonly Column[]
}

export class VerificationQueues {
  readonly #parts: VerificationQueueParts

  constructor(parts: VerificationQueueParts) {
    this.#parts = parts
  }

  /** One page of these sheets, which the caller may read. Throws HubError `bad-request` for a foreign cursor. */
  async page(sheets: readonly SheetInfo[], query: z.infer<typeof queueQuery>): Promise<VerificationQueue> {
    const all: Waiting[] = []
    for (const { id, columns, archived } of sheets)
      if (archived !== true) all.push(...(await this.#rowsOf({ id, columns })))
    const counts: Record<StandingName, number> = { unverified: 0, stale: 0, verified: 0, rejected: 0 }
    for (const { standing } of all) counts[standing.state]++
    const wanted = all.filter(
      ({ standing, sheet }) =>
        (query.sheet === undefined || sheet.id === query.sheet) &&
        (query.state === undefined
          ? standing.state === 'unverified' || standing.state === 'stale'
          : standing.state === query.state),
    )
    wanted.sort(compare)
    const after = query.cursor === undefined ? [] : fromCursor(query.cursor, 4)
    const from = query.cursor === undefined ? 0 : wanted.findIndex(waiting => comparePlace(placeOf(waiting), after) > 0)
    const page = from < 0 ? [] : wanted.slice(from, from + query.limit)
    const last = page.at(-1)
    const usual = usualQuantities(
      all.map(({ cells }) => ({
        item: cells.item ?? null,
        unit: cells.unit ?? null,
        quantity: cells.quantity ?? null,
      })),
    )
    return {
      items: await Promise.all(page.map(waiting => this.#item(waiting, usual))),
      next: last !== undefined && from + page.length < wanted.length ? toCursor(placeOf(last)) : null,
      counts,
    }
  }

  async #item(
    { sheet, row, standing, cells, duplicates, since }: Waiting,
    usual: ReturnType<typeof usualQuantities>,
  ): Promise<QueueItem> {
    return {
      sheet: sheet.id,
      row,
      state: standing.state,
      digest: digestOf(cells),
      cells: { ...cells },
      changed: await this.#parts.verifications.changesOf(sheet.id, row, standing),
      hard: [...hardness(sheet.columns, column => cells[column] ?? null, { usual, duplicates })],
      since: new Date(since).toISOString(),
      decided: standing.state === 'unverified' ? null : decisionOf(standing.entry),
    }
  }

  async #rowsOf(sheet: Described): Promise<Waiting[]> {
    const { rooms } = this.#parts
    const { entries, duplicates } = await rooms.desks.read(sheet.id, desk => ({
      entries: desk.entries('verification'),
      duplicates: new Map([...desk.entries('duplicate')].map(([row, entry]) => [row, entry.rows.length])),
    }))
    const counting = countingColumns(sheet.columns)
    const urgencies = urgencyPlaces(sheet.columns)
    const waiting: Waiting[] = []
    const ids = await rooms.read(sheet.id, document => [...document.rows()])
    for (let from = 0; from < ids.length; from += ROWS_AT_A_TIME) {
      await rooms.read(sheet.id, document => {
        for (const row of ids.slice(from, from + ROWS_AT_A_TIME)) {
          if (document.isDeleted(row)) continue
          const cells = cellsThatCount(counting, column => document.value(row, column))
          waiting.push({
            sheet,
            row,
            standing: standingOf(entries.get(row), counting, column => cells[column] ?? null),
            urgency: urgencies.get(cells.urgency ?? null) ?? NOT_SAID,
            cells,
            duplicates: duplicates.get(row) ?? 0,
            since: reportedAt(document.value(row, 'reportedAt')),
          })
        }
      })
      await nextTurn()
    }
    await this.#fillSince(sheet.id, waiting)
    return waiting
  }

  /** Since when: as the row says, else since it is in the sheet; a stale one since its newest change. */
  async #fillSince(sheet: string, waiting: readonly Waiting[]): Promise<void> {
    const { db } = this.#parts.store
    const stale = new Map(waiting.filter(({ standing }) => standing.state === 'stale').map(it => [it.row, it]))
    if (waiting.some(({ since, row }) => Number.isNaN(since) && !stale.has(row))) {
      const made = await db
        .selectFrom('cell_change')
        .select(['row_id', it => it.fn.min('at').as('at')])
        .where('sheet_id', '=', sheet)
        .where('column_id', '=', ROW_EXISTS)
        .groupBy('row_id')
        .execute()
      const known = new Map(made.map(({ row_id, at }) => [row_id, Number(at)]))
      for (const it of waiting) if (Number.isNaN(it.since)) it.since = known.get(it.row) ?? 0
    }
    const oldest = Math.min(
      ...[...stale.values()].map(({ standing }) => (standing.state === 'stale' ? standing.entry.at : 0)),
    )
    if (!Number.isFinite(oldest)) return
    const changes = await db
      .selectFrom('cell_change')
      .select(['row_id', 'column_id', it => it.fn.max('at').as('at')])
      .where('sheet_id', '=', sheet)
      .where('at', '>=', oldest)
      .groupBy(['row_id', 'column_id'])
      .execute()
    for (const { row_id, column_id, at } of changes) {
      const it = stale.get(row_id)
      if (it?.standing.state === 'stale' && it.standing.changed.some(({ column }) => column === column_id))
        it.since = Math.max(it.since > it.standing.entry.at ? it.since : 0, Number(at))
    }
  }
}

const decisionOf = ({ by, at, method, reason }: VerificationEntry): QueueItem['decided'] => ({
  by,
  at: new Date(at).toISOString(),
  method,
  reason: reason ?? null,
})

/** NaN where the row does not say. */
const reportedAt = (value: Scalar): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN)

function urgencyPlaces(columns: readonly Column[]): ReadonlyMap<Scalar, number> {
  const kind = columns.find(({ id }) => id === 'urgency')?.kind
  return new Map(kind?.type === 'choice' ? kind.choices.map(({ value }, place) => [value, place]) : [])
}

/** What rows are sorted by, as the cursor holds it. */
const placeOf = ({ urgency, since, sheet, row }: Waiting): string[] => [`${urgency}`, `${since}`, sheet.id, row]

function comparePlace(a: readonly string[], b: readonly string[]): number {
  for (const at of [0, 1]) {
    const found = Number(a[at]) - Number(b[at])
    if (found !== 0) return found
  }
  for (const at of [2, 3]) {
    const [left = '', right = ''] = [a[at], b[at]]
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

const compare = (a: Waiting, b: Waiting): number => comparePlace(placeOf(a), placeOf(b))
