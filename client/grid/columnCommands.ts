/** What can be done with the column of the cell a person is in: freeze, hide, move, make wider. Kept for the person by the grid's events. */
import type { GridApi } from 'ag-grid-community'
import type { OpenSheet } from '../app/openSheet.ts'
import type { Command } from '../commands/Command.ts'
import type { RowRef } from './RowRef.ts'

/** The column meant, with the grid it stands in; undefined while there is none on screen. */
function meant({
  view,
  shown: columns,
}: OpenSheet): { readonly api: GridApi<RowRef>; readonly id: string } | undefined {
  const api = view.grid.get()
  const id = view.cell.get()?.column
  const isShown =
    id !== undefined && columns.some(column => column.id === id) && api?.getColumn(id)?.isVisible() === true
  return api === undefined || !isShown ? undefined : { api, id }
}

/** The sheet's columns on screen, left to right. */
const shownIds = ({ view, shown: columns }: OpenSheet): readonly string[] =>
  (view.grid.get()?.getAllDisplayedColumns() ?? [])
    .map(column => column.getColId())
    .filter(id => columns.some(column => column.id === id))

/** The column beside the one meant, in the same half (pinned or not): the one it would change places with. */
function neighbour(open: OpenSheet, step: 1 | -1): string | undefined {
  const column = meant(open)
  if (column === undefined) return undefined
  const shown = shownIds(open)
  const other = shown[shown.indexOf(column.id) + step]
  const isPinned = (id: string): boolean => column.api.getColumn(id)?.isPinnedLeft() === true
  return other !== undefined && isPinned(other) === isPinned(column.id) ? other : undefined
}

function move(open: OpenSheet, step: 1 | -1): void {
  const column = meant(open)
  const other = neighbour(open, step)
  if (column === undefined || other === undefined) return
  const place = column.api.getAllGridColumns().findIndex(each => each.getColId() === other)
  column.api.moveColumns([column.id], place)
  column.api.ensureColumnVisible(column.id)
}

/** Every column up to the one meant stays on screen, none after it. */
function freeze(open: OpenSheet): void {
  const column = meant(open)
  if (column === undefined) return
  const shown = shownIds(open)
  const upTo = shown.indexOf(column.id) + 1
  column.api.applyColumnState({
    state: shown.map((colId, place) => ({ colId, pinned: place < upTo ? ('left' as const) : null })),
  })
}

export const COLUMN_COMMANDS: readonly Command[] = [
  {
    id: 'view.freezeColumns',
    group: 'view',
    header: true,
    label: t => t('keys.freeze'),
    enabled: open => meant(open) !== undefined,
    run: freeze,
  },
  {
    id: 'view.unfreezeColumns',
    group: 'view',
    header: true,
    label: t => t('keys.unfreeze'),
    enabled: open => shownIds(open).some(id => open.view.grid.get()?.getColumn(id)?.isPinnedLeft() === true),
    run: open => open.view.grid.get()?.setColumnsPinned([...shownIds(open)], null),
  },
  {
    id: 'view.moveColumnLeft',
    group: 'view',
    header: true,
    label: t => t('keys.moveLeft'),
    enabled: open => neighbour(open, -1) !== undefined,
    run: open => move(open, -1),
  },
  {
    id: 'view.moveColumnRight',
    group: 'view',
    header: true,
    label: t => t('keys.moveRight'),
    enabled: open => neighbour(open, 1) !== undefined,
    run: open => move(open, 1),
  },
  {
    id: 'view.columnWidth',
    group: 'view',
    header: true,
    label: t => t('keys.width'),
    enabled: open => meant(open) !== undefined,
    run: ({ show }) => show('columnWidth'),
  },
  {
    id: 'view.fitColumn',
    group: 'view',
    header: true,
    label: t => t('keys.fit'),
    enabled: open => meant(open) !== undefined,
    run: open => {
      const column = meant(open)
      column?.api.autoSizeColumns([column.id])
    },
  },
  {
    id: 'view.hideColumn',
    group: 'view',
    header: true,
    label: t => t('keys.hide'),
    enabled: open => meant(open) !== undefined && shownIds(open).length > 1,
    run: open => {
      const column = meant(open)
      column?.api.setColumnsVisible([column.id], false)
    },
  },
  {
    id: 'view.showColumns',
    group: 'view',
    header: true,
    label: t => t('keys.showAll'),
    enabled: open => shownIds(open).length < open.shown.length,
    run: ({ view, shown: columns }) =>
      view.grid.get()?.setColumnsVisible(
        columns.map(({ id }) => id),
        true,
      ),
  },
]
