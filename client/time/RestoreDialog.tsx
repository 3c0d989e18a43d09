import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App as AntApp, Button, Modal, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Restored, type RestorePreview, restored, restorePreview } from '../../shared/protocol/time.ts'
import { formatCell } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'

interface Props {
  readonly open: OpenSheet
  /** Milliseconds. */
  readonly at: number
  readonly onClose: () => void
  /** The sheet has gone back. */
  readonly onDone: () => void
}

/** Says what going back to a moment would change, and goes back when that is wanted (TIME-17). */
export function RestoreDialog({ open, at, onClose, onDone }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { api, now } = useServices()
  const { sheet, zone } = open
  const path = `sheets/${encodeURIComponent(sheet.id)}/restore`
  const moment = new Date(at).toISOString()
  const preview = useQuery({
    queryKey: ['restore', sheet.id, moment],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => api.get(`${path}?at=${moment}`, restorePreview, signal),
  })
  const restore = useRestore(open)
  const { data } = preview
  const failure = preview.error ?? restore.error
  const empty = data !== undefined && data.cells + data.rowsBack + data.rowsAway + data.rowsMoved === 0
  return (
    <Modal
      open
      title={t('time.restore.title', { moment: momentText(moment, zone, language, now()) })}
      onCancel={onClose}
      okText={t('time.restore.confirm')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: data === undefined || empty, loading: restore.isPending }}
      onOk={() => {
        if (data !== undefined) restore.mutate({ at: moment, seen: data.seen }, { onSuccess: onDone })
      }}
    >
      {failure === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(failure, i18n)} />}
      {data === undefined ? (
        preview.isPending ? (
          <Spin />
        ) : null
      ) : empty ? (
        <p>{t('time.restore.nothing')}</p>
      ) : (
        <Preview open={open} preview={data} />
      )}
    </Modal>
  )
}

function Preview({ open, preview }: { readonly open: OpenSheet; readonly preview: RestorePreview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { columns, zone, view } = open
  const labelOf = (id: string): string => columns.find(column => column.id === id)?.label[language] ?? id
  const show = (id: string, value: Scalar): string => {
    const column = columns.find(other => other.id === id)
    const text = column === undefined ? String(value ?? '') : formatCell(column, value, language, zone)
    return text === '' ? t('history.empty') : text
  }
  const { cells, rowsBack, rowsAway, rowsMoved } = preview
  return (
    <>
      <p>{t('time.restore.lead')}</p>
      <ul className="restore-counts">
        {cells === 0 ? null : (
          <li>
            {t('time.restore.cells', { count: cells })}
            <span className="quiet">
              {' '}
              {preview.columns
                .slice(0, 5)
                .map(({ column, cells: count }) => `${labelOf(column)} ${count}`)
                .join('、')}
            </span>
          </li>
        )}
        {rowsBack === 0 ? null : <li>{t('time.restore.rowsBack', { count: rowsBack })}</li>}
        {rowsAway === 0 ? null : <li>{t('time.restore.rowsAway', { count: rowsAway })}</li>}
        {rowsMoved === 0 ? null : <li>{t('time.restore.rowsMoved', { count: rowsMoved })}</li>}
      </ul>
      {preview.sample.length === 0 ? null : (
        <table className="restore-sample">
          <thead>
            <tr>
              <th>{t('time.restore.where')}</th>
              <th>{t('time.restore.now')}</th>
              <th>{t('time.restore.was')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.sample.slice(0, 12).map(({ row, column, now, was }) => (
              <tr key={`${row}:${column}`}>
                <td>{t('history.at', { row: view.rowNumber(row) ?? '–', column: labelOf(column) })}</td>
                <td>{show(column, now)}</td>
                <td>{show(column, was)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

/** Goes back, says what became of it and offers to take that back. */
function useRestore({ sheet }: OpenSheet) {
  const { api } = useServices()
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { message } = AntApp.useApp()
  const post = (wish: { at: string; seen: number }): Promise<Restored> =>
    api.post(`sheets/${encodeURIComponent(sheet.id)}/restore`, wish, restored)
  const say = (done: Restored, offer: boolean): void => {
    const { before, seen } = done
    const left = done.leftCount === 0 ? '' : t('time.restore.left', { count: done.leftCount })
    const back =
      !offer || before === null ? null : (
        <Button
          size="small"
          type="link"
          onClick={() =>
            void post({ at: before, seen }).then(
              undone => say(undone, false),
              (error: unknown) => void message.error(sentenceOf(error, i18n)),
            )
          }
        >
          {t('grid.undo')}
        </Button>
      )
    void message.open({
      key: 'sheet',
      type: done.leftCount === 0 ? 'success' : 'warning',
      duration: 15,
      content: (
        <>
          {t(offer ? 'time.restore.done' : 'time.restore.undone', { count: done.written })}
          {left}
          {back}
        </>
      ),
    })
    void client.invalidateQueries({ queryKey: ['history', sheet.id] })
  }
  return useMutation({ mutationFn: post, onSuccess: done => say(done, true) })
}
