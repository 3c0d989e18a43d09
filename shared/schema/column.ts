/**
 * What a column is. One list of these per sheet kind is the single source for grid, import, export and validation.
 */
import type { Scalar } from '../sheet/cell.ts'

/** A text in both languages of the product. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** One choice of a `choice` column: `value` is what the cell stores, `label` what people read. */
export interface Choice {
  readonly value: string
  readonly label: Bilingual
  /** Other spellings an imported file may use. */
  readonly synonyms?: readonly string[]
  /** The tint of its cells; never the only sign. */
  readonly color?: ChoiceColor
  /** Taken off the list by a coordinator: cells that hold it keep showing it, marked; nobody is offered it any more. */
  readonly retired?: true
}

/** Tints a coordinator can give a choice of an own column. */
export const CHOICE_COLORS = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey'] as const
export type ChoiceColor = (typeof CHOICE_COLORS)[number]

/**
 * How a column's cells are read, edited and written.
 * - `text`, `longText`: any text · `number`: a finite number, `min`/`max` inclusive, `integer` when it counts things
 * - `choice`: one of `choices` · `boolean`: yes or no
 * - `date`: `YYYY-MM-DD`, a day in the operation's zone · `dateTime`: an instant as ISO 8601 UTC (`2022-01-05T08:00:00Z`)
 * - `organization`: an organization's name, offered from those of the hub, any other text allowed
 * - `place`: a province, city or district by name, any text allowed; `codeColumn` takes its GB/T 2260 code when one is picked
 * - `link`: an http or https address
 */
export type ColumnKind =
  | { readonly type: 'text' | 'longText' | 'organization' }
  | { readonly type: 'boolean' | 'date' | 'dateTime' | 'link' }
  | { readonly type: 'place'; readonly level: PlaceLevel; readonly codeColumn?: string }
  | { readonly type: 'number'; readonly min?: number; readonly max?: number; readonly integer?: boolean }
  | { readonly type: 'choice'; readonly choices: readonly Choice[] }

/** How fine a place is named. */
export type PlaceLevel = 'province' | 'city' | 'district'

export interface Column {
  /** Stable id, the second half of a cell key. */
  readonly id: string
  readonly label: Bilingual
  readonly kind: ColumnKind
  /** Other header texts an imported file may use, any language, compared after normalizing. */
  readonly synonyms?: readonly string[]
  /** A row without it is refused by import and marked in the grid. */
  readonly required?: boolean
  /** HXL tag, `#item+name`. */
  readonly hxl?: string
  /** Width in the grid, px. */
  readonly width?: number
  /** One sentence shown on hover over the header. */
  readonly help?: Bilingual
  /** A coordinator's own column, not one of the sheet's template. */
  readonly own?: true
}

/** The templates a sheet can be made from, in the order they are offered. `blank` has a title and a note only. */
export const SHEET_KINDS = [
  'needs',
  'supplies',
  'volunteers',
  'organizations',
  'communities',
  'recruiting',
  'training',
  'liaison',
  'communityDesk',
  'goods',
  'delivery',
  'opinion',
  'support',
  'publicity',
  'blank',
] as const
export type SheetKind = (typeof SHEET_KINDS)[number]

export interface SheetSchema {
  readonly kind: SheetKind
  readonly title: Bilingual
  /** One sentence for who chooses a template. */
  readonly about: Bilingual
  readonly columns: readonly Column[]
}

/** What reading a text as a column's kind gave: the value, or why not (a code of `shared/schema/parse.ts`, with the text kept). */
export type Parsed =
  | { readonly ok: true; readonly value: Scalar }
  | { readonly ok: false; readonly text: string; readonly reason: RefusalReason }

/**
 * Why a text does not fit a column; the sentence of each is in refusalText.ts. The last two are import's:
 * `contact`: a phone number, a name, an id number does not belong into a shared sheet · `before-header`: a title above the table.
 */
export type RefusalReason =
  | 'not-a-number'
  | 'not-whole'
  | 'too-small'
  | 'too-large'
  | 'not-a-choice'
  | 'not-a-date'
  | 'not-yes-or-no'
  | 'not-a-link'
  | 'too-long'
  | 'required'
  | 'contact'
  | 'before-header'
