/**
 * What a view is: which rows, in what order and groups, which columns, which colours. Column ids are kept whether or not the sheet has such
 * a column now: an older page or a removed column must not make somebody's view poorer (docs/SPEC.md VIEW-1).
 */
import { z } from 'zod'

/** How much one view may hold. */
export const VIEW_LIMITS = { filters: 20, values: 1_000, sorts: 5, colors: 20, columns: 300, text: 200 } as const

const columnId = z.string().min(1).max(41)
const text = z.string().max(VIEW_LIMITS.text)
const value = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()])
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const days = z.number().int().min(-36_500).max(36_500)

/**
 * What a cell must hold:
 * - `anyOf`: one of these values, `null` among them for an empty cell
 * - `contains`, `lacks`, `equals`, `begins`: by the text people read, letters of either case alike
 * - `range`: a number, both ends included · `days`: a day in the operation's zone, both ends included
 * - `daysFromToday`: the same, counted from today (-1 is yesterday) · `blank`, `filled`: nothing or anything
 */
export const condition = z.discriminatedUnion('is', [
  z.object({ is: z.literal('anyOf'), values: z.array(value).max(VIEW_LIMITS.values) }),
  z.object({ is: z.enum(['contains', 'lacks', 'equals', 'begins']), text }),
  z.object({ is: z.literal('range'), min: z.number().exactOptional(), max: z.number().exactOptional() }),
  z.object({ is: z.literal('days'), from: day.exactOptional(), to: day.exactOptional() }),
  z.object({ is: z.literal('daysFromToday'), from: days.exactOptional(), to: days.exactOptional() }),
  z.object({ is: z.enum(['blank', 'filled']) }),
])

/** The colours a row may have: red urgent or lost, amber waiting, green done, blue proposed, grey closed. Each has a sign of its own. */
export const ROW_TONES = ['red', 'amber', 'green', 'blue', 'grey'] as const

export const columnFilter = z.object({ column: columnId, condition })
export const columnSort = z.object({ column: columnId, descending: z.boolean() })
export const colorRule = z.object({ column: columnId, condition, tone: z.enum(ROW_TONES) })
/** How the columns stand. `order` names all of them from left to right; widths in px. */
export const columnLayout = z.object({
  order: z.array(columnId).max(VIEW_LIMITS.columns),
  hidden: z.array(columnId).max(VIEW_LIMITS.columns),
  pinned: z.array(columnId).max(VIEW_LIMITS.columns),
  widths: z.record(columnId, z.number().min(20).max(3_000)),
})

export const viewContent = z.object({
  /** A row is shown when all of them hold; at most one a column. */
  filters: z.array(columnFilter).max(VIEW_LIMITS.filters),
  /** The first one counts most. */
  sorts: z.array(columnSort).max(VIEW_LIMITS.sorts),
  /** The column whose values make the groups. */
  group: columnId.nullable(),
  /** `null`: as each person has them on their own device. */
  columns: columnLayout.nullable(),
  /** The first rule that holds colours the row. */
  colors: z.array(colorRule).max(VIEW_LIMITS.colors),
})

export type Condition = z.infer<typeof condition>
export type ColumnFilter = z.infer<typeof columnFilter>
export type ColumnSort = z.infer<typeof columnSort>
export type ColorRule = z.infer<typeof colorRule>
export type ColumnLayout = z.infer<typeof columnLayout>
export type RowTone = (typeof ROW_TONES)[number]
export type ViewContent = z.infer<typeof viewContent>

/** All rows, as they lie in the sheet. */
export const PLAIN_VIEW: ViewContent = { filters: [], sorts: [], group: null, columns: null, colors: [] }

/** Whether two views show the same. */
export const sameContent = (a: ViewContent, b: ViewContent): boolean => canonical(a) === canonical(b)

/** JSON with the keys in order, so that equal things are equal texts. */
const canonical = (content: ViewContent): string =>
  JSON.stringify(content, (_, found: unknown) =>
    typeof found === 'object' && found !== null && !Array.isArray(found)
      ? Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
      : found,
  )
