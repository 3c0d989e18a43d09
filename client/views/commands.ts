/** Commands of views: sort, filter and group by the column the person is in, fold groups, copy links. */
import type { OpenSheet } from '../app/openSheet.ts'
import type { Command } from '../commands/Command.ts'
import { copyText } from '../ui/copyText.ts'
import { linkTo } from './linkTo.ts'

const inCell = ({ view }: OpenSheet): boolean => view.cell.get() !== undefined
const grouped = ({ view }: OpenSheet): boolean => view.arranged.groupColumn !== undefined

function sortThis({ view }: OpenSheet, descending: boolean): void {
  const column = view.cell.get()?.column
  if (column !== undefined) view.arrange({ ...view.content.get(), sorts: [{ column, descending }] })
}

/** Copies on the spot: a browser allows it only while it still knows of the key or click. */
function copyPlace({ view, ...open }: OpenSheet, withCell: boolean): void {
  const place = view.cell.get()
  if (place === undefined) return
  const link = linkTo({ view, ...open }, { row: place.row, ...(withCell ? { cell: place.column } : {}) })
  void copyText(link).then(copied => view.linkCopied.set({ copied }))
}

export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'views.sortUp',
    group: 'data',
    header: true,
    label: t => t('views.sortUp'),
    enabled: inCell,
    run: open => sortThis(open, false),
  },
  {
    id: 'views.sortDown',
    group: 'data',
    header: true,
    label: t => t('views.sortDown'),
    enabled: inCell,
    run: open => sortThis(open, true),
  },
  {
    id: 'views.filterThis',
    group: 'data',
    header: true,
    keys: ['Alt+ArrowDown'],
    inRows: true,
    label: t => t('views.filterThis'),
    enabled: inCell,
    run: ({ view }) => {
      const column = view.cell.get()?.column
      const head = document.querySelector<HTMLElement>(`.ag-header-cell[col-id="${CSS.escape(column ?? '')}"]`)
      if (column !== undefined) view.editFilter(column, head ?? undefined)
    },
  },
  {
    id: 'views.filterValue',
    group: 'data',
    context: true,
    label: t => t('views.filterValue'),
    enabled: inCell,
    run: ({ view }) => {
      const place = view.cell.get()
      if (place === undefined) return
      const value = view.value(place.row, place.column)
      const content = view.content.get()
      view.arrange({
        ...content,
        filters: [
          ...content.filters.filter(({ column }) => column !== place.column),
          { column: place.column, condition: { is: 'anyOf', values: [value === '' ? null : value] } },
        ],
      })
    },
  },
  {
    id: 'views.groupThis',
    group: 'data',
    header: true,
    label: t => t('views.groupThis'),
    enabled: inCell,
    run: ({ view }) => view.arrange({ ...view.content.get(), group: view.cell.get()?.column ?? null }),
  },
  {
    id: 'views.noGroup',
    group: 'data',
    label: t => t('views.removeGroup'),
    enabled: grouped,
    run: ({ view }) => view.arrange({ ...view.content.get(), group: null }),
  },
  {
    id: 'views.fold',
    group: 'view',
    keys: ['Alt+Shift+ArrowUp'],
    inRows: true,
    context: true,
    label: t => t('views.fold'),
    enabled: open => grouped(open) && inCell(open),
    run: ({ view }) => view.foldGroupOf(view.cell.get()?.row),
  },
  {
    id: 'views.foldAll',
    group: 'view',
    label: t => t('views.foldAll'),
    enabled: grouped,
    run: ({ view }) => view.foldGroups(true),
  },
  {
    id: 'views.unfoldAll',
    group: 'view',
    label: t => t('views.unfoldAll'),
    enabled: grouped,
    run: ({ view }) => view.foldGroups(false),
  },
  {
    id: 'views.linkRow',
    group: 'view',
    context: true,
    label: t => t('views.linkRow'),
    enabled: inCell,
    run: open => copyPlace(open, false),
  },
  {
    id: 'views.linkCell',
    group: 'view',
    context: true,
    label: t => t('views.linkCell'),
    enabled: inCell,
    run: open => copyPlace(open, true),
  },
]
