/** How the columns of the grid stand: kept on this device for who has no view, or part of a view. */
import type { ColumnState, GridApi } from 'ag-grid-community'
import { z } from 'zod'
import type { ColumnLayout } from '../../shared/views/content.ts'
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

/** How these columns stand now. */
export function layoutOf(api: GridApi<RowRef>, columns: readonly string[]): ColumnLayout {
  const state = api.getColumnState().filter(({ colId }) => columns.includes(colId))
  return {
    order: state.map(({ colId }) => colId),
    hidden: state.filter(({ hide }) => hide === true).map(({ colId }) => colId),
    pinned: state.filter(({ pinned }) => pinned === 'left' || pinned === true).map(({ colId }) => colId),
    widths: Object.fromEntries(
      state.flatMap(({ colId, width }) => (typeof width === 'number' ? [[colId, Math.round(width)]] : [])),
    ),
  }
}

/** Puts the columns as a view has them; columns that came after it was saved stand behind the others, shown. */
export function applyLayout(api: GridApi<RowRef>, layout: ColumnLayout, columns: readonly string[]): void {
  const order = [
    ...layout.order.filter(id => columns.includes(id)),
    ...columns.filter(id => !layout.order.includes(id)),
  ]
  const state = order.map((colId): ColumnState => {
    const width = layout.widths[colId]
    return {
      colId,
      hide: layout.hidden.includes(colId),
      pinned: layout.pinned.includes(colId) ? 'left' : null,
      ...(width === undefined ? {} : { width }),
    }
  })
  api.applyColumnState({ state, applyOrder: true })
}

/**
 * The layout of a view after the columns were moved on screen. What it says of columns that are not there now is kept. When the columns stand
 * as it put them – those that came later behind the others, shown – it is the layout given.
 */
export function layoutAfter(before: ColumnLayout, now: ColumnLayout): ColumnLayout {
  const here = new Set(now.order)
  const known = new Set(before.order)
  const kept = (ids: readonly string[]): string[] => ids.filter(id => here.has(id))
  const gone = (ids: readonly string[]): string[] => ids.filter(id => !here.has(id))
  const asPut =
    sameIds(now.order, [...kept(before.order), ...now.order.filter(id => !known.has(id))]) &&
    sameIds([...now.hidden].sort(), kept(before.hidden).sort()) &&
    sameIds([...now.pinned].sort(), kept(before.pinned).sort()) &&
    Object.entries(before.widths).every(([id, width]) => !here.has(id) || now.widths[id] === width)
  if (asPut) return before
  return {
    order: [...now.order, ...gone(before.order)],
    hidden: [...now.hidden, ...gone(before.hidden)],
    pinned: [...now.pinned, ...gone(before.pinned)],
    widths: { ...before.widths, ...now.widths },
  }
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i])
