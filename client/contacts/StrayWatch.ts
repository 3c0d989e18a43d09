/**
 * Watches what this person writes into cells for mobiles and identity numbers (docs/SPEC.md VAULT-20). Outside React; it looks after the cell is
 * written and in slices, so that nobody waits for it.
 */
import { findPersonal, type PersonalFind } from '../../shared/domain/personalData.ts'
import { type CellEdit, cellKey, RESERVED_COLUMNS } from '../../shared/sheet/cell.ts'
import type { SheetSession } from '../sync/session.ts'
import { createValueStore, type ReadableStore } from '../ui/valueStore.ts'

/** A cell in which something looks like personal data. */
export interface Stray {
  readonly row: string
  readonly column: string
  /** What the cell says, all of it. */
  readonly text: string
  /** At least one. */
  readonly finds: readonly PersonalFind[]
}

type Candidate = Omit<Stray, 'finds'>

/** Texts looked at in one go: about a millisecond. */
const SLICE = 1_000
/** Nothing personal is shorter. */
const SHORTEST = 11

const isCandidate = ({ column, value }: CellEdit): boolean =>
  typeof value === 'string' && value.length >= SHORTEST && !RESERVED_COLUMNS.has(column)
const nameOf = ({ row, column, text }: Candidate): string => `${cellKey(row, column)} ${text}`

export class StrayWatch {
  readonly #session: SheetSession
  readonly #later: (work: () => void) => void
  readonly #strays = createValueStore<readonly Stray[]>([])
  /** What was left where it is, for as long as the sheet is open. */
  readonly #left = new Set<string>()
  #waiting: Candidate[] = []
  #running = false

  /** `later` puts work off until the page has had its turn. */
  constructor(session: SheetSession, later: (work: () => void) => void = work => void setTimeout(work, 0)) {
    this.#session = session
    this.#later = later
  }

  /** The cells nobody has decided about yet, in the order they were written. */
  get strays(): ReadableStore<readonly Stray[]> {
    return this.#strays
  }

  /** Watches from now on; returns how to stop. */
  start(): () => void {
    const follow = () => this.#session.sheet.onChange(() => this.#forgetChanged())
    let stopSheet = follow()
    const stops = [
      this.#session.onWritten(edits => this.#take(edits)),
      this.#session.onReplaced(() => {
        stopSheet()
        stopSheet = follow()
        this.#forgetChanged()
      }),
    ]
    return () => {
      stopSheet()
      for (const stop of stops) stop()
      this.#waiting = []
      this.#strays.set([])
    }
  }

  /** These stay where they are and are not asked about again. */
  leave(strays: readonly Stray[]): void {
    for (const stray of strays) this.#left.add(nameOf(stray))
    this.#strays.set(this.#strays.get().filter(stray => !this.#left.has(nameOf(stray))))
  }

  /** Whether the cell still says what it said. */
  isThere({ row, column, text }: Candidate): boolean {
    const { sheet } = this.#session
    return sheet.has(row) && !sheet.isDeleted(row) && sheet.value(row, column) === text
  }

  #take(edits: readonly CellEdit[]): void {
    for (const edit of edits)
      if (isCandidate(edit)) this.#waiting.push({ row: edit.row, column: edit.column, text: String(edit.value) })
    if (this.#waiting.length > 0 && !this.#running) this.#goOn()
  }

  #goOn(): void {
    this.#running = true
    this.#later(() => {
      this.#running = false
      this.#look(this.#waiting.splice(0, SLICE))
      if (this.#waiting.length > 0) this.#goOn()
    })
  }

  #look(candidates: readonly Candidate[]): void {
    const found = candidates.flatMap((candidate): Stray[] => {
      const finds = findPersonal(candidate.text)
      return finds.length > 0 && !this.#left.has(nameOf(candidate)) && this.isThere(candidate)
        ? [{ ...candidate, finds }]
        : []
    })
    if (found.length === 0) return
    // The same text put into the same cell twice is one.
    const all = new Map([...this.#strays.get(), ...found].map(stray => [cellKey(stray.row, stray.column), stray]))
    this.#strays.set([...all.values()])
  }

  #forgetChanged(): void {
    const now = this.#strays.get()
    if (now.length === 0) return
    const there = now.filter(stray => this.isThere(stray))
    if (there.length < now.length) this.#strays.set(there)
  }
}
