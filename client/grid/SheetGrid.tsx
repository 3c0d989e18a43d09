import { AG_GRID_LOCALE_CN } from '@ag-grid-community/locale'
import { AllCommunityModule, type CellEditRequestEvent, type GridApi, type GridOptions } from 'ag-grid-community'
import { AgGridProvider, AgGridReact } from 'ag-grid-react'
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { VERIFICATION_COLUMN } from '../../shared/schema/deskColumns.ts'
import { isScalar, type Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { useLanguage } from '../i18n/language.ts'
import { followSlowly } from '../ui/useSession.ts'
import { StandingTooltip } from '../verify/StandingTooltip.tsx'
import { cellOf, followRow } from './cellFocus.ts'
import { applyLayout, keepColumns, layoutAfter, layoutOf, restoreColumns } from './columnState.ts'
import { gridColumns } from './columns.ts'
import type { TextCatcher } from './editors/TextCatcher.ts'
import { gridTheme } from './gridTheme.ts'
import { keepFromGrid, moveByKey } from './keyboard.ts'
import { PresenceStyle } from './PresenceStyle.ts'
import { type RowRef, rowOf } from './RowRef.ts'
import { ROW_NUMBER, rowNumberColumn, TICK_COLUMN } from './rowNumber.ts'
import type { SheetView } from './SheetView.ts'
import { SelectionSentence } from './selection/SelectionSentence.tsx'
import { selectByKey } from './selection/selectionKeys.ts'
import { useCells } from './selection/useCells.ts'
import type { SheetActions } from './sheetActions.ts'
import { useArrangementOptions } from './useArrangementOptions.ts'
import { useEditorWords } from './useEditorWords.ts'

const MODULES = [AllCommunityModule]
const NARROW = '(max-width: 700px)'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly actions: SheetActions
  readonly zone: string
  readonly title: string
  /** What the marks of the desk are asked about on hover; none of the past. */
  readonly sheetId?: string
  /** Names what the person's column widths and order are kept under. */
  readonly settingName: string
}

/** The rows of a sheet. Reports wishes to `actions` and shows what the sheet holds; it keeps no values of its own (PAGE-8 … PAGE-12). */
export const SheetGrid = memo(function SheetGrid(props: Props) {
  const { view, columns, zone, title } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const section = useRef<HTMLElement>(null)
  const catcher = useCells(section, props)
  const options = useGridOptions(props, catcher)
  usePresence(view)
  useEffect(() => () => view.detach(), [view])
  return (
    <section
      ref={section}
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
        {/* The grid takes its texts and its view once: another language, zone or session is another grid. */}
        <AgGridReact<RowRef> key={`${language} ${zone} ${view.number}`} {...options} />
      </AgGridProvider>
      <SelectionSentence view={view} />
    </section>
  )
})

function useGridOptions(
  { view, columns, actions, zone, settingName, sheetId }: Props,
  catcher: RefObject<TextCatcher | null>,
): GridOptions<RowRef> {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = useEditorWords(zone)
  const readOnly = view.session.readOnly
  // The grid asks for the actions long after it was made; they change with the language, it must not be rebuilt for that.
  const latest = useRef(actions)
  latest.current = actions
  const arrangement = useArrangementOptions(view, columns, zone)
  const [pin] = useState<'pin' | 'float'>(() => (matchMedia(NARROW).matches ? 'float' : 'pin'))
  return useMemo<GridOptions<RowRef>>(() => {
    const value = (row: string, column: string): Scalar => view.value(row, column)
    const sheet = (): SheetDocument => view.session.sheet
    const foundMark = (row: string, column: string) => view.foundMark({ row, column })
    return {
      theme: gridTheme,
      localeText: language === 'zh' ? AG_GRID_LOCALE_CN : {},
      columnDefs: [
        rowNumberColumn(t('grid.rowNumber'), index => view.arranged.numberAt(index)),
        ...gridColumns(
          columns,
          { language, zone, readOnly, value, foundMark, words, columns, sheet, aids: view.aids },
          pin,
        ).map(column => ({
          ...column,
          ...arrangement.column,
          ...(column.colId === VERIFICATION_COLUMN.id && sheetId !== undefined
            ? { tooltipComponent: StandingTooltip, tooltipComponentParams: { view, columns, zone, sheet: sheetId } }
            : {}),
        })),
      ],
      defaultColDef: {
        sortable: false,
        filter: false,
        resizable: true,
        minWidth: 56,
        suppressKeyboardEvent: params => {
          const { clipboard } = latest.current
          if (keepFromGrid(params, () => clipboard.clear())) return true
          if (params.editing) return false
          // An editor takes the place of what is in the cell; the keyboard must not be in a part that goes away.
          if (params.event.key === 'F2' || params.event.key === 'Enter') catcher.current?.leave()
          return selectByKey(params.event, view, () => clipboard.forgetCut()) || moveByKey(params.event, view)
        },
      },
      rowData: view.feed.rows(),
      getRowId: ({ data }) => data.id,
      readOnlyEdit: true,
      onCellEditRequest: event => takeEdit(event, latest.current),
      invalidEditValueMode: 'block',
      stopEditingWhenCellsLoseFocus: true,
      enterNavigatesVerticallyAfterEdit: true,
      // Shift+click on a header selects the column.
      multiSortKey: 'ctrl',
      undoRedoCellEditing: false,
      // A column that comes while the sheet is open moves none of those a person has put in place.
      maintainColumnOrder: true,
      ...(readOnly
        ? {}
        : {
            rowSelection: {
              mode: 'multiRow',
              checkboxes: true,
              headerCheckbox: true,
              selectAll: 'filtered',
              isRowSelectable: ({ data }) => rowOf(data) !== undefined,
            } as const,
          }),
      selectionColumnDef: TICK_COLUMN,
      cacheQuickFilter: true,
      animateRows: false,
      suppressFocusAfterRefresh: true,
      suppressDragLeaveHidesColumns: true,
      tooltipShowDelay: 600,
      asyncTransactionWaitMillis: 50,
      suppressNoRowsOverlay: true,
      ...arrangement.grid,
      ...gridEvents(view, settingName),
    }
  }, [view, columns, language, zone, readOnly, words, pin, settingName, sheetId, arrangement, t, catcher])
}

function gridEvents(view: SheetView, settingName: string): GridOptions<RowRef> {
  const renumber = (api: GridApi<RowRef>): void => api.refreshCells({ columns: [ROW_NUMBER] })
  const keep = (api: GridApi<RowRef>): void => {
    if (!view.keepLayout(before => layoutAfter(before, layoutOf(api, view.columnIds)))) keepColumns(api, settingName)
  }
  return {
    onGridReady: ({ api }) => {
      const { columns } = view.content.get()
      if (columns === null) restoreColumns(api, settingName)
      else applyLayout(api, columns, view.columnIds)
      view.attach(api)
      // The sheet may have changed between the making of `rowData` and now.
      api.setGridOption('rowData', view.feed.rows())
    },
    onModelUpdated: ({ api }) => {
      // The grid tells of it a moment later, when another sheet may be on screen.
      if (api.isDestroyed()) return
      renumber(api)
      followRow(api, view.cell.get())
      view.range.follow()
      view.count()
    },
    onSelectionChanged: () => view.count(),
    onFilterChanged: () => view.count(),
    onSortChanged: () => view.count(),
    // After the grid has moved the focus on, so that Enter ends in the row below the edited one whatever waited.
    onCellEditingStopped: () => queueMicrotask(() => view.feed.settle()),
    onDisplayedColumnsChanged: () => view.range.follow(),
    onColumnMoved: ({ api, finished }) => finished && keep(api),
    onColumnPinned: ({ api }) => keep(api),
    onColumnVisible: ({ api }) => keep(api),
    onColumnResized: ({ api, finished }) => finished && keep(api),
  }
}

function takeEdit({ data, colDef, newValue }: CellEditRequestEvent<RowRef>, actions: SheetActions): void {
  const value: unknown = newValue ?? null
  if (colDef.colId === undefined || !isScalar(value)) return
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
