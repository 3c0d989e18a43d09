/** Changing what a sheet is made of: its columns, its name, its place among the others, whether it is put away. */
import { z } from 'zod'
import type { Bilingual, ColumnKind } from '../schema/column.ts'
import { bilingual, column, columnKind } from './columns.ts'
import { scalar } from './http.ts'

const columnId = z.string().min(1).max(40)
const label = z.string().trim().min(1).max(60)

/** An own column as a coordinator wishes it. A label in one language stands for both. */
export const columnWish = z.object({
  label: z.object({ zh: label, en: label }),
  kind: columnKind,
  required: z.boolean().default(false),
  help: bilingual.exactOptional(),
})
export interface ColumnWish {
  readonly label: Bilingual
  readonly kind: ColumnKind
  readonly required: boolean
  readonly help?: Bilingual
}

/** A column that is there already. Values that would not fit the new kind refuse it unless `accept` says that they may stay as they are, marked. */
export const columnChange = columnWish.extend({ column: columnId, accept: z.boolean().default(false) })

/** What a change of kind would do to the values that are there. */
export const columnPreview = z.object({
  /** Cells of living rows that hold something. */
  filled: z.number().int(),
  /** Cells whose text reads as a value of the new kind: they are written anew. */
  converted: z.number().int(),
  /** Cells that would stay as they are, marked. */
  misfits: z.number().int(),
  /** The first of those. */
  examples: z.array(z.object({ row: z.string(), value: scalar, reason: z.string() })),
})
export type ColumnPreview = z.infer<typeof columnPreview>

export const columnNamed = z.object({ column: columnId })
export const columnOrder = z.object({ columns: z.array(columnId).min(1).max(500) })

/** The columns of a sheet, and those taken away. */
export const sheetColumnsInfo = z.object({ columns: z.array(column), removed: z.array(column) })
export type SheetColumnsInfo = z.infer<typeof sheetColumnsInfo>

export const sheetArrangement = z.object({
  title: z.string().trim().min(1).max(100).exactOptional(),
  archived: z.boolean().exactOptional(),
})
/** Sheets of one operation in their new order. */
export const sheetOrder = z.object({ sheets: z.array(z.string().min(1).max(64)).min(1).max(500) })
