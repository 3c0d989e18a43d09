/**
 * Follows the sheets and keeps their possible duplicates right (docs/SPEC.md DUP-4): soon after an edit, in short slices between which everybody
 * else has a turn, and never in an edit's way. What a sheet holds is compared anew when it is opened, so nothing is missed by a restart.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { factsOf, type RowFacts } from '../../../shared/domain/sameRow.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import type { Store } from '../../storage/Store.ts'
import { readSetup } from '../../storage/sheetSetup.ts'
import type { Desk } from '../../sync/Desk.ts'
import type { ChangedRows, SheetChanges } from '../../sync/SheetChanges.ts'
import type { SheetRooms } from '../../sync/SheetRooms.ts'
import { type Like, LikenessIndex } from './LikenessIndex.ts'
import { comparedDigest, type FoundPair, inOrder, reconcile } from './pairs.ts'

export interface DuplicateWatchParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly desks: Desk
  readonly now: () => number
  /** Row → a name all rows of one contact have in common; of these rows, of all without a list. */
  readonly contacts: (sheet: string, rows?: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** Work between two turns of the event loop, and the rest after it, ms: a third of a core at most. */
const SLICE_MS = 5
const REST_MS = 10
/** Edits of one hand come in quick succession: the look waits for them, ms. */
const GATHER_MS = 250
/** Rows compared before what was found is written. */
const ROWS_A_LOOK = 500

interface Watched {
  readonly index: LikenessIndex
  /** Whether the index holds the whole sheet. */
  filled: boolean
  /** Rows to look at; `all` of them when it is to be filled anew. */
  dirty: Set<string> | 'all'
  looking: Promise<void> | undefined
}

export class DuplicateWatch {
  readonly #parts: DuplicateWatchParts
  readonly #sheets = new Map<string, Watched>()
  #unfollow: () => void = () => {}
  #failed: (error: unknown) => void = () => {}
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(parts: DuplicateWatchParts) {
    this.#parts = parts
  }

  /** Follows until `stop`. `failed` is told of a look that did not work; the next change of the sheet looks again. */
  start(changes: SheetChanges, failed: (error: unknown) => void): void {
    this.#failed = failed
    this.#unfollow = changes.follow((sheet, rows) => this.note(sheet, rows))
  }

  /** Resolves when a look under way has ended. */
  async stop(): Promise<void> {
    this.#closed = true
    this.#unfollow()
    clearTimeout(this.#timer)
    await Promise.allSettled([...this.#sheets.values()].map(({ looking }) => looking))
  }

  /** Takes note that these rows are to be looked at. */
  note(sheet: string, rows: ChangedRows): void {
    const watched = this.#watched(sheet)
    if (rows === 'all') watched.dirty = 'all'
    else if (watched.dirty !== 'all') for (const row of rows) watched.dirty.add(row)
    if (this.#closed || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      for (const [id, { dirty }] of this.#sheets)
        if (dirty === 'all' || dirty.size > 0) this.look(id).catch(error => this.#failed(error))
    }, GATHER_MS)
    this.#timer.unref()
  }

  /** Looks at what has been noted of the sheet, and resolves when nothing of it is left. Throws what `rooms.read` throws. */
  async look(sheet: string): Promise<void> {
    const watched = this.#watched(sheet)
    while (watched.looking !== undefined) await watched.looking
    if (this.#closed || !(watched.dirty === 'all' || watched.dirty.size > 0)) return
    const look = this.#look(sheet, watched)
    watched.looking = look.catch(() => undefined)
    try {
      await look
    } finally {
      watched.looking = undefined
    }
    return this.look(sheet)
  }

  /** The rows like these cells, likest first. */
  async near(
    sheet: string,
    cells: Readonly<Record<string, Scalar>>,
    contact: string | undefined,
    except?: string,
  ): Promise<Like[]> {
    const watched = this.#watched(sheet)
    if (!watched.filled) watched.dirty = 'all'
    await this.look(sheet)
    return watched.index.near(factsOf(cells, contact), except)
  }

  /** What is compared of a row now; undefined for one that is not compared. */
  async facts(sheet: string, row: string): Promise<RowFacts | undefined> {
    const cells = await this.#parts.rooms.read(sheet, document => comparable(document, row))
    return cells === undefined ? undefined : factsOf(cells, (await this.#parts.contacts(sheet, [row])).get(row))
  }

  #watched(sheet: string): Watched {
    const known = this.#sheets.get(sheet)
    if (known !== undefined) return known
    const watched: Watched = { index: new LikenessIndex(), filled: false, dirty: 'all', looking: undefined }
    this.#sheets.set(sheet, watched)
    return watched
  }

  async #look(sheet: string, watched: Watched): Promise<void> {
    const { dirty } = watched
    watched.dirty = new Set()
    try {
      if (dirty === 'all') await this.#lookAtAll(sheet, watched)
      else if (watched.filled) await this.#lookAt(sheet, watched, [...dirty])
    } catch (error) {
      watched.dirty = 'all'
      watched.filled = false
      throw error
    }
  }

  async #lookAtAll(sheet: string, watched: Watched): Promise<void> {
    const { store, rooms } = this.#parts
    const row = await store.db.selectFrom('sheet').select(['id', 'kind']).where('id', '=', sheet).executeTakeFirst()
    watched.filled = true
    if (row === undefined || !(await readSetup(store.db, row)).columns.some(({ id }) => id === 'item')) return
    const there = await rooms.read(sheet, document => [...document.rows()])
    const left = new Set(watched.index.rows())
    for (const id of there) left.delete(id)
    for (const id of left) watched.index.put(id, undefined)
    await this.#take(sheet, watched.index, there)
    const found: FoundPair[] = []
    await this.#compare(watched.index, [...watched.index.rows()], found)
    await this.#keep(sheet, found, undefined)
  }

  async #lookAt(sheet: string, { index }: Watched, rows: readonly string[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS_A_LOOK) {
      const some = rows.slice(from, from + ROWS_A_LOOK)
      await this.#take(sheet, index, some)
      const found: FoundPair[] = []
      await this.#compare(index, some, found)
      await this.#keep(sheet, found, some)
    }
  }

  /** Puts what the sheet holds of these rows into the index. */
  async #take(sheet: string, index: LikenessIndex, rows: readonly string[]): Promise<void> {
    const contacts = await this.#parts.contacts(sheet, rows)
    for (let at = 0; at < rows.length; ) {
      at = await this.#parts.rooms.read(sheet, document =>
        inSlice(rows, at, row => {
          const cells = comparable(document, row)
          index.put(row, cells === undefined ? undefined : factsOf(cells, contacts.get(row)))
        }),
      )
      if (at < rows.length) await this.#rest()
    }
  }

  async #compare(index: LikenessIndex, rows: readonly string[], found: FoundPair[]): Promise<void> {
    const seen = new Set<string>()
    for (let at = 0; at < rows.length; ) {
      at = inSlice(rows, at, row => {
        const facts = index.facts(row)
        if (facts === undefined) return
        for (const like of index.near(facts, row)) {
          const other = index.facts(like.row)
          const [a, b] = inOrder(row, like.row)
          if (other === undefined || seen.has(`${a} ${b}`)) continue
          seen.add(`${a} ${b}`)
          found.push({ a, b, score: like.score, why: like.reasons, compared: comparedDigest(facts, other) })
        }
      })
      if (at < rows.length) await this.#rest()
    }
  }

  async #keep(sheet: string, found: readonly FoundPair[], rows: readonly string[] | undefined): Promise<void> {
    const { store, desks, now } = this.#parts
    const touched = await reconcile(store.db, sheet, found, rows, now())
    const shown = [...new Set([...touched, ...(rows ?? [])])]
    if (shown.length > 0) await desks.show(sheet, 'duplicate', shown)
  }

  async #rest(): Promise<void> {
    if (this.#closed) throw new Error('the hub is closing')
    await pause(REST_MS)
  }
}

/** The cells of a row that may be a duplicate: living, and neither done with nor one already. */
function comparable(document: SheetDocument, row: string): Readonly<Record<string, Scalar>> | undefined {
  if (!document.has(row) || document.isDeleted(row)) return undefined
  const cells = document.cells(row)
  return typeof cells.status === 'string' && DONE.has(cells.status) ? undefined : cells
}

const DONE: ReadonlySet<string> = new Set(['met', 'withdrawn', 'duplicate'])

/** Does some of the work, from `at` on, for as long as a slice may take. Where to go on. */
function inSlice(rows: readonly string[], at: number, work: (row: string) => void): number {
  const until = performance.now() + SLICE_MS
  let next = at
  for (; next < rows.length && performance.now() < until; next++) {
    const row = rows[next]
    if (row !== undefined) work(row)
  }
  return next
}
