/**
 * What a person has typed into a row's form and the sheet does not hold yet: a text on its way, or one that does not fit its column. Kept as
 * long as the sheet is open, so that leaving the form loses no text (PHONE-2).
 */
import { writtenPlace } from '../../shared/places/placeEdits.ts'
import type { Column, Parsed } from '../../shared/schema/column.ts'
import { type Language, plainCell } from '../../shared/schema/format.ts'
import { typedValue } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { EditorAids } from '../grid/editors/EditorAids.ts'
import type { SheetSession } from '../sync/session.ts'

export interface Draft {
  readonly text: string
  /** What the cell held when the person began. */
  readonly before: Scalar
}

/** How texts of a sheet are read and written. */
export interface Reading {
  readonly language: Language
  /** IANA zone of the operation. */
  readonly zone: string
}

/** What writing a text into one cell of a row may bring along in others: the sheet's columns, and the places of China as far as they are loaded. */
export interface Form extends Reading {
  readonly columns: readonly Column[]
  readonly aids: Pick<EditorAids, 'places'>
}

const keyOf = (row: string, column: string): string => `${row}:${column}`

export class Drafts {
  readonly #drafts = new Map<string, Draft>()
  readonly #listeners = new Set<() => void>()

  get(row: string, column: string): Draft | undefined {
    return this.#drafts.get(keyOf(row, column))
  }

  /** Whether a text of this row is not in the sheet. */
  has(row: string): boolean {
    return [...this.#drafts.keys()].some(key => key.startsWith(`${row}:`))
  }

  put(row: string, column: string, draft: Draft): void {
    this.#drafts.set(keyOf(row, column), draft)
    this.#tell()
  }

  drop(row: string, column: string): void {
    if (this.#drafts.delete(keyOf(row, column))) this.#tell()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

const KEPT = new WeakMap<SheetSession, Drafts>()

/** The drafts of an open sheet. */
export function draftsOf(session: SheetSession): Drafts {
  const known = KEPT.get(session)
  if (known !== undefined) return known
  const drafts = new Drafts()
  KEPT.set(session, drafts)
  return drafts
}

/** What a draft's text is in its column; a text left as it was is what the cell held, whatever that is. */
export function readDraft(column: Column, { text, before }: Draft, { language, zone }: Reading): Parsed {
  if (text === plainCell(column, before, language, zone)) return { ok: true, value: before }
  return typedValue(column, text, { zone, year: new Date().getFullYear() })
}

/** Writes the drafts of these columns of a row that fit, one wish each, and keeps the others. A place brings its codes along. */
export function writeDrafts(session: SheetSession, row: string, columns: readonly Column[], form: Form): void {
  const drafts = draftsOf(session)
  const value = (column: string): Scalar => session.sheet.value(row, column)
  for (const column of columns) {
    const draft = drafts.get(row, column.id)
    const read = draft === undefined ? undefined : readDraft(column, draft, form)
    if (draft === undefined || read?.ok !== true) continue
    drafts.drop(row, column.id)
    // A text left as it was is no wish, even where a colleague has written something else meanwhile.
    if (read.value !== draft.before)
      session.change(
        writtenPlace(
          form.columns,
          { row, column: column.id, value: read.value },
          value,
          form.aids.places?.divisionNamed,
        ),
      )
  }
}
