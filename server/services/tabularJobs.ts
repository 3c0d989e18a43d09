/**
 * The work on files that must not happen beside the editors, as messages to and from a worker. Bulk travels as JSON text:
 * a text is copied in one go, where an object of a million cells would be cloned on the editors' thread.
 */
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { ImportChoice } from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { Decided } from './importMatch.ts'
import type { ImportPlan, PendingImport } from './importPlan.ts'

/** Rows in one JSON text: some milliseconds to read or write it. */
export const ROWS_AT_A_TIME = 1_000

export type ExportFormat = 'csv' | 'xlsx' | 'hxl'

export type TabularJob =
  | { readonly job: 'read'; readonly bytes: Uint8Array; readonly pending: Omit<PendingImport, 'file'> }
  | {
      readonly job: 'plan'
      readonly content: string
      readonly choice: ImportChoice | undefined
      /** JSON of [row, [[column, value]]]: what the sheet held when the file was exported, where it has changed since; undefined when nobody knows. */
      readonly past: string | undefined
    }
  | { readonly job: 'rows'; readonly content: string; readonly decided: string }
  | { readonly job: 'refusals'; readonly content: string }
  | {
      readonly job: 'write'
      readonly format: ExportFormat
      readonly columns: readonly Column[]
      /** The name of a workbook's table. */
      readonly title: string
      readonly language: Language
      readonly zone: string
      /** ISO 8601, for the header of the ids. */
      readonly exportedAt: string
    }

/** What the worker is sent: a job and, behind a `write` or `plan`, JSON texts of the sheet's rows in order (`plan`: FedRow), then `end`. The next job comes after the answer. */
export type TabularMessage = { readonly job: TabularJob } | { readonly rows: string } | { readonly end: true }

export interface TabularResults {
  /** `content`: JSON of the PendingImport; `exportedAt`: when the file says it was exported from here, ms. */
  readonly read: { readonly content: string; readonly exportedAt: number | undefined }
  /** `decided`: JSON of Decided. */
  readonly plan: { readonly content: string; readonly decided: string; readonly plan: ImportPlan }
  /** `rows`, `wishes`: JSON texts of ReadRow[] and CellWish[], ROWS_AT_A_TIME in each; `refusals`: the refusals file. */
  readonly rows: {
    readonly rows: readonly string[]
    readonly wishes: readonly string[]
    readonly refusals: string
    readonly counts: RowsCounts
  }
  readonly refusals: { readonly refusals: string }
  readonly write: { readonly bytes: Uint8Array<ArrayBuffer> }
}

/** What is known of a confirmed import before anything is written. `ownIds`: ids the file gave to rows that go in. */
export interface RowsCounts extends Pick<Decided, 'updatedRows' | 'alreadyThere' | 'skipped'> {
  readonly refusedRows: number
  readonly refusedCells: number
  readonly ownIds: readonly string[]
}

export type TabularAnswer =
  | { readonly done: TabularResults[keyof TabularResults] }
  | { readonly failed: { readonly code: ErrorCode; readonly detail: string | undefined } }
  | { readonly bug: string }
