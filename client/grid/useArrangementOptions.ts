import type { ColDef, GridOptions } from 'ag-grid-community'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { dayOf } from '../../shared/views/cellTest.ts'
import { ROW_TONES } from '../../shared/views/content.ts'
import { useLanguage } from '../i18n/language.ts'
import { GroupLine, type GroupLineSetting } from './GroupLine.ts'
import { type RowRef, rowOf } from './RowRef.ts'
import { type HeaderSetting, headerKey, SheetHeader } from './SheetHeader.ts'
import type { SheetView } from './SheetView.ts'

/** What the arrangement adds to the grid: options of the grid itself, and to the definition of each column of the sheet. */
export interface ArrangementOptions {
  readonly grid: GridOptions<RowRef>
  readonly column: ColDef<RowRef>
}

/** How the grid filters, sorts, groups and colours rows: it asks, `view.arranged` answers. */
export function useArrangementOptions(view: SheetView, columns: readonly Column[], zone: string): ArrangementOptions {
  const { t } = useTranslation()
  const language = useLanguage()
  return useMemo<ArrangementOptions>(() => {
    // Before the grid is made, so that its first rows are the view's.
    view.describe({ columns, language, zone, today: dayOf(Date.now(), zone) })
    const headerSetting: HeaderSetting = {
      view,
      words: {
        ascending: t('views.ascending'),
        descending: t('views.descending'),
        filter: column => t('views.filterOf', { column }),
        filtered: column => t('views.filteredBy', { column }),
      },
    }
    const lineSetting: GroupLineSetting = {
      view,
      countText: count => t('views.groupCount', { count }),
      nameOf: value => {
        const column = columns.find(({ id }) => id === view.content.get().group)
        if (column === undefined) return ''
        const text = value === null ? t('grid.blank') : formatCell(column, value, language, zone)
        return t('views.pair', { name: column.label[language], value: text })
      },
    }
    const grid: GridOptions<RowRef> = {
      isExternalFilterPresent: () => view.arranged.filtering,
      doesExternalFilterPass: ({ data }) => data !== undefined && view.arranged.passes(data),
      postSortRows: ({ nodes, api }) => view.arranged.arrange(nodes, api),
      isFullWidthRow: ({ rowNode }) => rowNode.data !== undefined && rowOf(rowNode.data) === undefined,
      fullWidthCellRenderer: GroupLine,
      fullWidthCellRendererParams: lineSetting,
      onCellKeyDown: ({ data, event }) => {
        if (!(event instanceof KeyboardEvent) || data === undefined || rowOf(data) !== undefined) return
        if (foldKey(event, view, data.id)) event.preventDefault()
      },
      rowClassRules: Object.fromEntries(
        ROW_TONES.map(tone => [
          `row-tone-${tone}`,
          ({ data }: { readonly data: RowRef | undefined }) => {
            const row = rowOf(data)
            return row !== undefined && view.arranged.colorOf(row)?.tone === tone
          },
        ]),
      ),
    }
    const column: ColDef<RowRef> = {
      headerComponent: SheetHeader,
      headerComponentParams: headerSetting,
      suppressHeaderKeyboardEvent: ({ event, column }) =>
        'getColId' in column && headerKey(event, view, column.getColId()),
    }
    return { grid, column }
  }, [view, columns, zone, language, t])
}

/** The keys of a focused group line: Enter and Space fold or open it, ← folds, → opens. True when the key was one of them. */
function foldKey({ key }: KeyboardEvent, view: SheetView, line: string): boolean {
  const folded = view.arranged.folded.get().has(line)
  const wanted = key === 'Enter' || key === ' ' || (key === 'ArrowLeft' && !folded) || (key === 'ArrowRight' && folded)
  if (wanted) view.toggleGroup(line)
  return wanted
}
