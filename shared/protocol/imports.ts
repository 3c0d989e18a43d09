/** An import: what an upload would become, what a person decides about it, what became of it (docs/SPEC.md FILE-16 … FILE-20, IMP). */
import { z } from 'zod'
import { scalar, sheetRow } from './http.ts'
import { commandLeft } from './revert.ts'

const id = z.string().min(1).max(64)
const count = z.number().int().min(0)

/** What happens to a line whose row is in the sheet already. `overwrite`: update, also where the sheet was changed since the file was exported. */
export const DUPLICATE_CHOICES = ['update', 'overwrite', 'skip', 'new'] as const
export const duplicateChoice = z.enum(DUPLICATE_CHOICES)
export const duplicatesChoice = z.object({
  /** Lines with the id of a row of the sheet; `skip` without one. */
  same: duplicateChoice.optional(),
  /** Lines like a row of the sheet; without one `new`, and `skip` where they say nothing else than the row. */
  alike: duplicateChoice.optional(),
  /** Line → choice for that line alone. */
  lines: z.record(z.string(), duplicateChoice).optional(),
  /** Whether an empty cell of a line with a row's id empties the row's; otherwise only what is filled in counts. */
  emptied: z.boolean().optional(),
})

/** One header of the uploaded table and the column it goes to (null: into the note, with its header). */
export const importColumn = z.object({
  index: z.number().int(),
  header: z.string(),
  column: z.string().nullable(),
  /** How it was understood (`contact`: it stays out), and how sure that is, 0 … 1. */
  by: z.enum(['words', 'tag', 'sound', 'initials', 'chosen', 'contact', 'desk', 'nothing']),
  confidence: z.number(),
  /** Up to three cells from it, to recognise it by. */
  samples: z.array(z.string()),
})
/** Why a cell or a row will not go in as it stands. Lines are counted as in the file, from 1. */
export const refusal = z.object({
  line: z.number().int(),
  /** The file's column, from 0: with `line` the cell that may be mended; left out where no cell is meant. */
  index: z.number().int().optional(),
  header: z.string(),
  text: z.string(),
  reason: z.string(),
  /** `note`: the text is kept in the row's note · `row`: the whole row stays out · `out`: this cell stays out (contact details), the row goes in */
  effect: z.enum(['note', 'row', 'out']),
})
/** A text that was taken for something that looks different. */
export const understood = z.object({
  header: z.string(),
  text: z.string(),
  column: z.string(),
  value: scalar,
  unit: z.string().optional(),
  line: z.number().int(),
  count,
})
/** A line whose row is in the sheet already, and what an update would change in it. */
export const importMatch = z.object({
  line: z.number().int(),
  row: id,
  by: z.enum(['id', 'likeness']),
  score: z.number(),
  reasons: z.array(z.string()),
  /** Somebody has deleted the row: it is not updated. */
  gone: z.boolean(),
  /** What the row is about. */
  label: z.string(),
  choice: duplicateChoice,
  changes: z.array(
    z.object({
      column: z.string(),
      old: scalar,
      new: scalar,
      /** The sheet was changed since the file was exported: it is left unless the choice is `overwrite`. */
      conflict: z.boolean(),
    }),
  ),
})
export const importPreview = z.object({
  id,
  fileName: z.string(),
  /** xlsx: the tables in the file; csv: one. */
  tables: z.array(z.string()),
  table: z.string(),
  encoding: z.string(),
  headerLine: z.number().int(),
  headerLines: z.number().int(),
  /** When the file was exported from here; null for a file from elsewhere. */
  exportedAt: z.string().nullable(),
  columns: z.array(importColumn),
  rowCount: count,
  willAdd: count,
  willUpdate: count,
  willUpdateCells: count,
  /** Rows whose id is in the sheet already: left as they are. */
  alreadyThere: count,
  /** Lines like a row of the sheet that will be left out. */
  willSkip: count,
  /** Lines with a row's id, and lines like a row. */
  sameCount: count,
  alikeCount: count,
  /** Cells in conflict, whatever is chosen for them. */
  conflictCount: count,
  matches: z.array(importMatch),
  matchCount: count,
  refusals: z.array(refusal),
  refusalCount: count,
  /** Cells that will be written and look as if a mobile or an identity number were in them. */
  personalCount: count,
  understood: z.array(understood),
  understoodCount: count,
  /** The first rows as they will be. */
  rows: z.array(sheetRow),
})
/** Change of mind about table, header lines, mapping, cells or duplicates: the whole of it each time; answers with a fresh preview. */
export const importChoice = z.object({
  table: z.string().optional(),
  headerLine: z.number().int().min(1).optional(),
  headerLines: z.number().int().min(1).max(3).optional(),
  /** header index → column id, null for "into the note", 'skip' is not offered: nothing is lost */
  mapping: z.record(z.string(), z.string().nullable()).optional(),
  /** `<line>:<index>` → the text to read instead. */
  mends: z.record(z.string().regex(/^\d{1,7}:\d{1,5}$/), z.string().max(10_000)).optional(),
  duplicates: duplicatesChoice.optional(),
})
export const importResult = z.object({
  added: count,
  updatedRows: count,
  updatedCells: count,
  alreadyThere: count,
  skipped: count,
  refusedRows: count,
  refusedCells: count,
  /** Cells not written because somebody changed them between preview and confirmation. */
  leftCount: count,
  left: z.array(commandLeft),
})

export type DuplicateChoice = z.infer<typeof duplicateChoice>
export type DuplicatesChoice = z.infer<typeof duplicatesChoice>
export type ImportPreview = z.infer<typeof importPreview>
export type ImportMatch = z.infer<typeof importMatch>
export type ImportChoice = z.infer<typeof importChoice>
export type ImportResult = z.infer<typeof importResult>
export type Refusal = z.infer<typeof refusal>
