/** Views of a sheet on the wire: GET|POST sheets/:id/views · POST|DELETE views/:id · POST views/:id/default. */
import { z } from 'zod'
import { viewContent } from '../views/content.ts'

const id = z.string().min(1).max(64)
const name = z.string().trim().min(1).max(60)

/** A view as its readers get it. */
export const sheetViewInfo = z.object({
  id,
  sheet: id,
  name,
  shared: z.boolean(),
  /** Whether this is the view the sheet opens with. */
  default: z.boolean(),
  content: viewContent,
  /** Goes up with each saving. */
  version: z.number().int(),
  owner: id,
  updatedBy: z.object({ id, name: z.string() }),
  updatedAt: z.iso.datetime(),
})
/** Own views and shared ones, by name. */
export const sheetViewList = z.object({ items: z.array(sheetViewInfo) })
export const newSheetView = z.object({ name, content: viewContent, shared: z.boolean().default(false) })
/** What of a view is another now; `version` is the one the person saw. */
export const savedSheetView = z.object({
  version: z.number().int().min(1),
  name: name.optional(),
  content: viewContent.optional(),
  shared: z.boolean().optional(),
})
export const defaultSheetView = z.object({ default: z.boolean() })

export type SheetViewInfo = z.infer<typeof sheetViewInfo>
