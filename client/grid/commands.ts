/** Commands of the rows as such: take back, do again, add, delete, show all. */
import { Temporal } from 'temporal-polyfill'
import { validate } from '../../shared/schema/parse.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import type { Command } from '../commands/Command.ts'
import { redoText, undoText } from '../time/stepText.ts'

const mayEdit = ({ view }: OpenSheet): boolean => !view.session.readOnly
const currentRow = ({ view }: OpenSheet): string | undefined => view.cell.get()?.row

/** The rows a command about rows means: those ticked, else the one the person is in. */
export const rowsMeant = (open: OpenSheet): readonly string[] => {
  const ticked = open.view.selectedRows()
  if (ticked.length > 0) return ticked
  const row = currentRow(open)
  return row === undefined || open.view.rowNumber(row) === undefined ? [] : [row]
}

/** The yes-or-no cell the person is in turned over, and every other selected one of its column with it; undefined in other cells. */
function ticked({ view, columns }: OpenSheet): readonly CellEdit[] | undefined {
  const place = view.cell.get()
  if (place === undefined || columns.find(({ id }) => id === place.column)?.kind.type !== 'boolean') return undefined
  const value = view.session.sheet.value(place.row, place.column) !== true
  const { rows, columns: [only, ...more] = [] } = view.selection.get() ?? {}
  const many = only === place.column && more.length === 0 ? rows : undefined
  return (many ?? [place.row]).map(row => ({ row, column: place.column, value }))
}

/** Today, or this minute, as the cell the person is in would hold it; undefined where neither fits. */
function nowFor({ view, columns, zone }: OpenSheet, now: number): CellEdit | undefined {
  const place = view.cell.get()
  const kind = columns.find(({ id }) => id === place?.column)?.kind
  if (place === undefined || kind === undefined) return undefined
  const instant = Temporal.Instant.fromEpochMilliseconds(now)
  if (kind.type === 'dateTime') return { ...place, value: instant.toString({ smallestUnit: 'second' }) }
  const day = instant.toZonedDateTimeISO(zone).toPlainDate().toString()
  return kind.type === 'date' || kind.type === 'text' || kind.type === 'longText' ? { ...place, value: day } : undefined
}

/** The address in the cell the person is in; undefined where there is none that opens. */
function linkHere({ view, columns }: OpenSheet): string | undefined {
  const place = view.cell.get()
  const column = columns.find(({ id }) => id === place?.column)
  if (place === undefined || column?.kind.type !== 'link') return undefined
  const value = view.session.sheet.value(place.row, place.column)
  return typeof value === 'string' && value !== '' && validate(column, value) === undefined ? value : undefined
}

export const GRID_COMMANDS: readonly Command[] = [
  {
    id: 'edit.undo',
    group: 'edit',
    keys: ['Ctrl+Z'],
    label: (t, { view, columns }) => undoText({ view, columns, t }) ?? t('toolbar.undo'),
    visible: mayEdit,
    run: ({ actions }) => actions.undo(),
  },
  {
    id: 'edit.redo',
    group: 'edit',
    keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
    label: (t, { view, columns }) => redoText({ view, columns, t }) ?? t('toolbar.redo'),
    visible: mayEdit,
    run: ({ actions }) => actions.redo(),
  },
  {
    id: 'insert.rowBelow',
    group: 'insert',
    keys: ['Ctrl+Shift+Enter'],
    context: true,
    label: t => t('keys.rowBelow'),
    visible: mayEdit,
    run: open => open.actions.addRow(currentRow(open)),
  },
  {
    id: 'insert.rowAtEnd',
    group: 'insert',
    label: t => t('keys.rowAtEnd'),
    visible: mayEdit,
    run: ({ actions }) => actions.addRow(undefined),
  },
  {
    id: 'edit.selectRow',
    group: 'edit',
    keys: ['Shift+Space'],
    inRows: true,
    label: t => t('keys.selectRow'),
    enabled: ({ view }) => view.selection.get() !== undefined,
    run: ({ view }) => view.range.widen('rows'),
  },
  {
    id: 'edit.selectColumn',
    group: 'edit',
    keys: ['Ctrl+Space'],
    inRows: true,
    header: true,
    label: t => t('keys.selectColumn'),
    enabled: ({ view }) => view.selection.get() !== undefined,
    run: ({ view }) => view.range.widen('columns'),
  },
  {
    id: 'edit.selectAll',
    group: 'edit',
    keys: ['Ctrl+A'],
    inRows: true,
    label: t => t('keys.selectAll'),
    enabled: ({ view }) => view.selection.get() !== undefined,
    run: ({ view }) => view.range.widen('all'),
  },
  {
    id: 'edit.tick',
    group: 'edit',
    keys: ['Space'],
    inRows: true,
    context: true,
    label: t => t('keys.tick'),
    visible: mayEdit,
    enabled: open => ticked(open) !== undefined,
    run: open => {
      const edits = ticked(open)
      if (edits !== undefined) open.actions.write(edits, 'edit')
    },
  },
  {
    id: 'insert.today',
    group: 'insert',
    keys: ['Ctrl+;'],
    inRows: true,
    label: t => t('keys.today'),
    visible: mayEdit,
    enabled: open => nowFor(open, Date.now()) !== undefined,
    run: open => {
      const edit = nowFor(open, Date.now())
      if (edit !== undefined) open.actions.edit(edit)
    },
  },
  {
    id: 'view.openLink',
    group: 'view',
    keys: ['Alt+O'],
    inRows: true,
    context: true,
    label: t => t('types.openLink'),
    enabled: open => linkHere(open) !== undefined,
    run: open => window.open(linkHere(open), '_blank', 'noopener,noreferrer'),
  },
  {
    id: 'view.clearFilters',
    group: 'view',
    label: t => t('toolbar.clearFilters'),
    enabled: ({ view }) => view.arrangement.get().filtered,
    run: ({ onClearFilters }) => onClearFilters(),
  },
  {
    id: 'view.clearSort',
    group: 'view',
    label: t => t('toolbar.clearSort'),
    enabled: ({ view }) => view.arrangement.get().sorted,
    run: ({ view }) => view.clearSort(),
  },
]

/** Deletes the rows meant. Apart from the others, since it stands last among the edits: the first line of a menu is taken by mistake. */
export const DELETE_ROWS: Command = {
  id: 'edit.deleteRows',
  group: 'edit',
  context: true,
  label: (t, open) => t('toolbar.deleteRows', { count: Math.max(1, rowsMeant(open).length) }),
  visible: mayEdit,
  enabled: open => rowsMeant(open).length > 0,
  run: open => open.actions.deleteRows(rowsMeant(open)),
}
