import { AG_GRID_LOCALE_CN } from '@ag-grid-community/locale'
import { AllCommunityModule, type CellEditRequestEvent, type GridApi, type GridOptions } from 'ag-grid-community'
import { AgGridProvider, AgGridReact } from 'ag-grid-react'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { isScalar, type Scalar } from '../../shared/sheet/cell.ts'
import { useLanguage } from '../i18n/language.ts'
import { followSlowly } from '../ui/useSession.ts'
import { cellOf, followRow } from './cellFocus.ts'
import { keepColumns, restoreColumns } from './columnState.ts'
import { gridColumns } from './columns.ts'
import { gridTheme } from './gridTheme.ts'
import { keepFromGrid } from './keyboard.ts'
import { PresenceStyle } from './PresenceStyle.ts'
import type { RowRef } from './RowRef.ts'
import { ROW_NUMBER, rowNumberColumn, TICK_COLUMN } from './rowNumber.ts'
import type { SheetView } from './SheetView.ts'
import type { SheetActions } from './sheetActions.ts'
import { useEditorWords } from './useEditorWords.ts'

const MODULES = [AllCommunityModule]
const NARROW = '(max-width: 700px)'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly actions: SheetActions
  readonly zone: string
  readonly title: string
  /** Names what the person's column widths and order are kept under. */
  readonly settingName: string
}

/** The rows of a sheet. Reports wishes to `actions` and shows what the sheet holds; it keeps no values of its own (PAGE-8 … PAGE-12). */
export const SheetGrid = memo(function SheetGrid(props: Props) {
  const { view, columns, zone, title } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const options = useGridOptions(props)
  usePresence(view)
  useEffect(() => () => view.detach(), [view])
  return (
    <section
      className="grid-frame"
      aria-label={t('grid.label', { title, count: view.session.sheet.rowCount })}
      id="sheet"
      tabIndex={-1}
      // The grid tells of a moved focus a moment later; by then another row may stand there.
      onFocus={event => {
        const place = cellOf(event.target)
        if (columns.some(({ id }) => id === place?.column)) view.enter(place)
      }}
    >
      <AgGridProvider modules={MODULES}>
        {/* The grid takes its texts once: another language or zone is another grid. */}
        <AgGridReact<RowRef> key={`${language} ${zone}`} {...options} />
      </AgGridProvider>
    </section>
  )
})

function useGridOptions({ view, columns, actions, zone, settingName }: Props): GridOptions<RowRef> {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = useEditorWords(zone)
  const readOnly = view.session.readOnly
  // The grid asks for the actions long after it was made; they change with the language, it must not be rebuilt for that.
  const latest = useRef(actions)
  latest.current = actions
  const [pin] = useState<'pin' | 'float'>(() => (matchMedia(NARROW).matches ? 'float' : 'pin'))
  return useMemo<GridOptions<RowRef>>(() => {
    const value = (row: string, column: string): Scalar => view.session.sheet.value(row, column)
    return {
      theme: gridTheme,
      localeText: language === 'zh' ? AG_GRID_LOCALE_CN : {},
      columnDefs: [
        rowNumberColumn(t('grid.rowNumber')),
        ...gridColumns(columns, { language, zone, readOnly, value, words }, pin),
      ],
      defaultColDef: {
        sortable: true,
        resizable: true,
        minWidth: 56,
        suppressKeyboardEvent: params => keepFromGrid(params, place => readOnly || latest.current.clear(place)),
      },
      rowData: view.feed.rows(),
      getRowId: ({ data }) => data.id,
      readOnlyEdit: true,
      onCellEditRequest: event => takeEdit(event, latest.current),
      invalidEditValueMode: 'block',
      stopEditingWhenCellsLoseFocus: true,
      enterNavigatesVerticallyAfterEdit: true,
      undoRedoCellEditing: false,
      ...(readOnly
        ? {}
        : {
            rowSelection: { mode: 'multiRow', checkboxes: true, headerCheckbox: true, selectAll: 'filtered' } as const,
          }),
      selectionColumnDef: TICK_COLUMN,
      cacheQuickFilter: true,
      deltaSort: true,
      animateRows: false,
      suppressFocusAfterRefresh: true,
      suppressDragLeaveHidesColumns: true,
      tooltipShowDelay: 600,
      asyncTransactionWaitMillis: 50,
      suppressNoRowsOverlay: true,
      ...gridEvents(view, settingName),
    }
  }, [view, columns, language, zone, readOnly, words, pin, settingName, t])
}

function gridEvents(view: SheetView, settingName: string): GridOptions<RowRef> {
  const renumber = (api: GridApi<RowRef>): void => api.refreshCells({ columns: [ROW_NUMBER] })
  return {
    onGridReady: ({ api }) => {
      restoreColumns(api, settingName)
      view.attach(api)
      // The sheet may have changed between the making of `rowData` and now.
      api.setGridOption('rowData', view.feed.rows())
    },
    onModelUpdated: ({ api }) => {
      renumber(api)
      followRow(api, view.cell.get())
      view.count()
    },
    onSelectionChanged: () => view.count(),
    onFilterChanged: () => view.count(),
    onSortChanged: () => view.count(),
    // After the grid has moved the focus on, so that Enter ends in the row below the edited one whatever waited.
    onCellEditingStopped: () => queueMicrotask(() => view.feed.settle()),
    onColumnMoved: ({ api, finished }) => finished && keepColumns(api, settingName),
    onColumnPinned: ({ api }) => keepColumns(api, settingName),
    onColumnVisible: ({ api }) => keepColumns(api, settingName),
    onColumnResized: ({ api, finished }) => finished && keepColumns(api, settingName),
  }
}

function takeEdit({ data, colDef, newValue, oldValue }: CellEditRequestEvent<RowRef>, actions: SheetActions): void {
  const value: unknown = newValue ?? null
  if (colDef.colId === undefined || value === (oldValue ?? null) || !isScalar(value)) return
  actions.edit({ row: data.id, column: colDef.colId, value })
}

function usePresence(view: SheetView): void {
  useEffect(() => {
    const style = new PresenceStyle()
    style.attach()
    const show = (): void => style.show(view.session.peers())
    const stop = followSlowly(view.session, show)
    show()
    return () => {
      stop()
      style.detach()
    }
  }, [view])
}
