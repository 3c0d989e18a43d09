/**
 * How unsaved edits are written down on this device: one entry an edit, or one entry for all edits of a large step (docs/SPEC.md CELL-16), which
 * takes a browser a thousandth of the time. Pure texts; where they are kept is the keeper's business.
 */
import { z } from 'zod'
import { scalar } from '../../shared/protocol/http.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

/** One unacknowledged edit. `client` and `clock` are its identity in Yjs, `generation` where it was written. */
export interface PendingEdit {
  readonly row: string
  readonly column: string
  readonly value: Scalar
  readonly generation: number
  readonly client: number
  readonly clock: number
  /** What the cell held when its author wished this; undefined for edits an older page kept. */
  readonly before?: Scalar
}

/** No row's id begins so: the name of an entry that holds many edits. */
const MANY = '+'

/** The name of the one entry of a step that begins with this edit. */
export const stepName = ({ client, clock }: PendingEdit): string => `${MANY}${client}.${clock}`

const one = z.object({
  row: z.string(),
  column: z.string(),
  value: scalar,
  generation: z.number(),
  client: z.number(),
  clock: z.number(),
  before: scalar.exactOptional(),
})
const many = z.object({
  generation: z.number(),
  client: z.number(),
  cells: z.array(z.tuple([z.string(), z.string(), scalar, z.number(), scalar.optional()])),
})

export const writeEdit = (edit: PendingEdit): string => JSON.stringify(edit)

/** Edits of one client in one generation, led by their number so that they can be counted without being read. */
export function writeStep(edits: readonly PendingEdit[]): string {
  const { generation, client } = edits[0] ?? { generation: 0, client: 0 }
  const cells = edits.map(({ row, column, value, clock, before }) =>
    before === undefined ? [row, column, value, clock] : [row, column, value, clock, before],
  )
  return `${edits.length} ${JSON.stringify({ generation, client, cells })}`
}

/** The edits of an entry; none when it cannot be read. */
export function readKept(name: string, text: string): readonly PendingEdit[] {
  try {
    if (!name.startsWith(MANY)) return [one.parse(JSON.parse(text))]
    const { generation, client, cells } = many.parse(JSON.parse(text.slice(text.indexOf(' '))))
    return cells.map(([row, column, value, clock, before]) => {
      const edit = { row, column, value, generation, client, clock }
      return before === undefined ? edit : { ...edit, before }
    })
  } catch {
    return []
  }
}

/** How many edits an entry holds. */
export const countKept = (name: string, text: string): number =>
  name.startsWith(MANY) ? Number.parseInt(text, 10) || 0 : 1
