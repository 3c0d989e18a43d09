import type { ColumnState, GridApi } from 'ag-grid-community'
import { z } from 'zod'
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import type { RowRef } from './RowRef.ts'

const kept = z.array(
  z.object({
    colId: z.string(),
    width: z.number().optional(),
    hide: z.boolean().nullish(),
    pinned: z.enum(['left', 'right']).or(z.boolean()).nullish(),
  }),
)

/** Remembers order, width, visibility and pinning on this device; never sort or filter, which would hide rows from tomorrow's eyes. */
export function keepColumns(api: GridApi<RowRef>, name: string): void {
  const state = api.getColumnState().map(({ colId, width, hide, pinned }) => ({ colId, width, hide, pinned }))
  writeSetting(name, JSON.stringify(state))
}

/** Arranges the columns as they were left, when they were. A setting that cannot be read is forgotten. */
export function restoreColumns(api: GridApi<RowRef>, name: string): void {
  const text = readSetting(name)
  if (text === undefined) return
  try {
    const state = kept.parse(JSON.parse(text)) as ColumnState[]
    api.applyColumnState({ state, applyOrder: true })
  } catch {
    writeSetting(name, undefined)
  }
}

/** Back to the schema's order and widths. */
export function resetColumns(api: GridApi<RowRef>, name: string): void {
  api.resetColumnState()
  writeSetting(name, undefined)
}
