import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App as AntApp, Button, Spin } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type DeletedRow, deletedRows } from '../../shared/protocol/time.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { ROW_GONE } from '../../shared/sheet/cell.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { When } from '../history/HistoryEntry.tsx'
import { useLanguage } from '../i18n/language.ts'
import { PanelFrame } from './PanelFrame.tsx'

const LISTED = 200
/** Columns a row is recognised by. */
const NAMED_BY = 4

/** The rows that were deleted, the last ones first; whoever may edit brings one back (TIME-19). */
export function DeletedRows({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { api } = useServices()
  const client = useQueryClient()
  const { sheet, view } = open
  const key = ['deleted', sheet.id]
  const rows = useQuery({
    queryKey: key,
    staleTime: 0,
    queryFn: ({ signal }) =>
      api.get(`sheets/${encodeURIComponent(sheet.id)}/deleted?limit=${LISTED}`, deletedRows, signal),
  })
  // What is deleted or brought back while the list is open is known once it is on the server's disk.
  useEffect(() => {
    let changed = false
    const look = (): void => {
      if (!changed || view.session.saveState().kind !== 'saved') return
      changed = false
      void client.invalidateQueries({ queryKey: ['deleted', sheet.id] })
    }
    const stopSheet = view.onChange(change => {
      if (change === undefined || change.added.length > 0 || change.removed.length > 0) changed = true
      queueMicrotask(look)
    })
    const stopSession = view.session.subscribe(look)
    return () => {
      stopSheet()
      stopSession()
    }
  }, [client, view, sheet.id])
  const { items, count } = rows.data ?? { items: [], count: 0 }
  const stillGone = items.filter(({ id }) => !view.session.sheet.has(id) || view.session.sheet.isDeleted(id))
  return (
    <PanelFrame view={view} title={t('time.deleted.title', { count })} onClose={onClose}>
      <div className="side-body">
        {rows.isPending ? <Spin size="small" /> : null}
        {rows.error === null ? null : (
          <Alert
            type="warning"
            showIcon
            title={sentenceOf(rows.error, i18n)}
            action={
              <Button size="small" onClick={() => void rows.refetch()}>
                {t('app.retry')}
              </Button>
            }
          />
        )}
        {rows.isSuccess && stillGone.length === 0 ? <p className="quiet">{t('time.deleted.none')}</p> : null}
        {count > items.length ? <p className="quiet">{t('time.deleted.more', { count: items.length })}</p> : null}
        <ul className="entries">
          {stillGone.map(row => (
            <Entry key={row.id} open={open} row={row} />
          ))}
        </ul>
      </div>
    </PanelFrame>
  )
}

function Entry({ open, row }: { readonly open: OpenSheet; readonly row: DeletedRow }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = AntApp.useApp()
  const { view, columns, zone } = open
  const name = columns
    .flatMap(column => {
      const value = row.cells[column.id] ?? null
      return value === null || value === '' ? [] : [formatCell(column, value, language, zone)]
    })
    .slice(0, NAMED_BY)
    .join(' · ')
  const bringBack = (): void => {
    view.session.edit([{ row: row.id, column: ROW_GONE, value: null }], 'restore')
    view.feed.flush()
    const [column] = columns
    if (column !== undefined) view.reveal({ row: row.id, column: column.id })
    void message.success(t('time.deleted.done'))
  }
  return (
    <li className="entry">
      <div className="entry-change">{name === '' ? t('time.deleted.blank') : name}</div>
      <div className="entry-head">
        {row.member === null ? null : <span className="quiet">{t('time.deleted.by', { name: row.member.name })}</span>}
        {row.at === null ? null : <When at={row.at} zone={zone} />}
      </div>
      {view.session.readOnly ? null : (
        <Button size="small" onClick={bringBack}>
          {t('time.deleted.back')}
        </Button>
      )}
    </li>
  )
}
