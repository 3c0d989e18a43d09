import { CloseOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Segmented, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { historyPage } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import { ROW_EXISTS } from '../../shared/sheet/cell.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useEveryColumn } from '../columns/useEveryColumn.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import type { SheetView } from '../grid/SheetView.ts'
import type { SheetActions } from '../grid/sheetActions.ts'
import { useLanguage } from '../i18n/language.ts'
import { useRestoreRow } from '../time/useRestoreRow.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { HistoryEntry } from './HistoryEntry.tsx'
import { SheetHistory } from './SheetHistory.tsx'
import { useFreshHistory } from './useFreshHistory.ts'

interface Props {
  readonly view: SheetView
  readonly sheetId: string
  readonly columns: readonly Column[]
  readonly zone: string
  readonly actions: SheetActions
  readonly onClose: () => void
  /** Leads to the deleted rows and to the time slider; without it they are not offered. */
  readonly onOpen?: (panel: 'deleted' | 'time') => void
}

type Scope = 'cell' | 'row' | 'sheet'
const PAGE = 30

/** Who changed the cell a person is in, when, from what to what; the whole row's changes (PAGE-17), or the sheet's (TIME-18). Follows the focus. */
export function HistoryPanel(props: Props) {
  const { t } = useTranslation()
  const [scope, setScope] = useState<Scope>('cell')
  const place = useStoreValue(props.view.cell)
  return (
    <aside className="side-panel history-panel" aria-label={t('history.title')}>
      <header className="side-head">
        <h2>{t('history.title')}</h2>
        <Segmented<Scope>
          size="small"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'cell', label: t('history.cell') },
            { value: 'row', label: t('history.row') },
            { value: 'sheet', label: t('time.sheet.scope') },
          ]}
        />
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('app.close')}
          onClick={() => {
            props.onClose()
            if (place !== undefined) props.view.reveal(place)
          }}
        />
      </header>
      {props.onOpen === undefined ? null : <Ways onOpen={props.onOpen} />}
      {scope === 'sheet' ? (
        <SheetHistory {...props} />
      ) : place === undefined ? (
        <p className="quiet side-body">{t('history.pick')}</p>
      ) : (
        <Entries {...props} place={place} scope={scope} />
      )}
    </aside>
  )
}

function useHistory(sheetId: string, { row, column }: CellPlace, scope: 'cell' | 'row') {
  const { api } = useServices()
  return useInfiniteQuery({
    queryKey: ['history', sheetId, row, scope === 'cell' ? column : null],
    initialPageParam: '',
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ row, limit: String(PAGE) })
      if (scope === 'cell') query.set('column', column)
      if (pageParam !== '') query.set('cursor', pageParam)
      return api.get(`sheets/${encodeURIComponent(sheetId)}/history?${query}`, historyPage, signal)
    },
    getNextPageParam: last => last.next,
  })
}

function Entries({
  view,
  sheetId,
  columns,
  zone,
  actions,
  place,
  scope,
}: Props & { readonly place: CellPlace; readonly scope: 'cell' | 'row' }) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const history = useHistory(sheetId, place, scope)
  useFreshHistory(view, sheetId, place.row)
  const restoreRow = useRestoreRow(view, sheetId, zone)
  const everyColumn = useEveryColumn(sheetId, columns)
  const isThere = (id: string): boolean => columns.some(column => column.id === id)
  const items = history.data?.pages.flatMap(page => page.items) ?? []
  const label = columns.find(({ id }) => id === place.column)?.label[language] ?? place.column
  const row = view.rowNumber(place.row) ?? '–'
  return (
    <div className="side-body">
      <div className="side-place">
        {scope === 'cell' ? t('history.at', { row, column: label }) : t('history.atRow', { row })}
      </div>
      {history.isPending ? <Spin size="small" /> : null}
      {history.error === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={sentenceOf(history.error, i18n)}
          action={
            <Button size="small" onClick={() => void history.refetch()}>
              {t('app.retry')}
            </Button>
          }
        />
      )}
      {history.isSuccess && items.length === 0 ? <Nothing /> : null}
      <ul className="entries">
        {items.map(item => (
          <HistoryEntry
            key={item.id}
            item={item}
            column={everyColumn.find(({ id }) => id === item.column)}
            scope={scope}
            zone={zone}
            takeBack={
              view.session.readOnly || !isThere(item.column)
                ? undefined
                : value => actions.edit({ row: item.row, column: item.column, value })
            }
            current={view.session.sheet.value(item.row, item.column)}
            rowBack={
              view.session.readOnly || scope === 'cell' || item.column === ROW_EXISTS
                ? undefined
                : () => restoreRow(item.row, Date.parse(item.at) - 1)
            }
          />
        ))}
      </ul>
      {history.hasNextPage ? (
        <Button block size="small" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t('history.more')}
        </Button>
      ) : null}
    </div>
  )
}

/** Where else the past is. */
function Ways({ onOpen }: { readonly onOpen: NonNullable<Props['onOpen']> }) {
  const { t } = useTranslation()
  return (
    <div className="history-ways">
      <Button size="small" onClick={() => onOpen('time')}>
        {t('time.slider.open')}
      </Button>
      <Button size="small" onClick={() => onOpen('deleted')}>
        {t('time.deleted.open')}
      </Button>
    </div>
  )
}

function Nothing() {
  const { t } = useTranslation()
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {t('history.none')}
          <br />
          <span className="quiet">{t('history.noneHint')}</span>
        </>
      }
    />
  )
}
