/**
 * The work on files that must not happen beside the editors, as messages to and from a worker. Bulk travels as JSON text:
 * a text is copied in one go, where an object of a million cells would be cloned on the editors' thread.
 */
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { ImportChoice } from '../../shared/protocol/http.ts'
import type { SheetKind } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { ImportPlan, PendingImport } from './importPlan.ts'

/** Rows in one JSON text: some milliseconds to read or write it. */
export const ROWS_AT_A_TIME = 1_000

export type ExportFormat = 'csv' | 'xlsx' | 'hxl'

export type TabularJob =
  | { readonly job: 'read'; readonly bytes: Uint8Array; readonly pending: Omit<PendingImport, 'file'> }
  | { readonly job: 'plan'; readonly content: string; readonly choice: ImportChoice | undefined }
  | { readonly job: 'rows'; readonly content: string }
  | { readonly job: 'refusals'; readonly content: string }
  | {
      readonly job: 'write'
      readonly format: ExportFormat
      readonly kind: SheetKind
      readonly title: string
      readonly language: Language
      readonly zone: string
    }

/** What the worker is sent: a job and, behind a `write`, JSON texts of rows in order, then `end`. The next job comes after the answer. */
export type TabularMessage = { readonly job: TabularJob } | { readonly rows: string } | { readonly end: true }

export interface TabularResults {
  /** `content`: JSON of the PendingImport. */
  readonly read: { readonly content: string; readonly plan: ImportPlan }
  readonly plan: { readonly content: string; readonly plan: ImportPlan }
  /** `rows`: JSON texts of ReadRow[], ROWS_AT_A_TIME in each; `refusals`: the refusals file. */
  readonly rows: { readonly rows: readonly string[]; readonly refusals: string; readonly plan: ImportPlan }
  readonly refusals: { readonly refusals: string }
  readonly write: { readonly bytes: Uint8Array<ArrayBuffer> }
}

export type TabularAnswer =
  | { readonly done: TabularResults[keyof TabularResults] }
  | { readonly failed: { readonly code: ErrorCode; readonly detail: string | undefined } }
  | { readonly bug: string }
