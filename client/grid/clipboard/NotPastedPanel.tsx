import { CloseOutlined } from '@ant-design/icons'
import { Button, Empty, Input, Popconfirm } from 'antd'
import type { TFunction } from 'i18next'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../../shared/schema/column.ts'
import type { Language } from '../../../shared/schema/format.ts'
import { typedValue } from '../../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../../shared/schema/refusalText.ts'
import type { PasteRefusal } from '../../../shared/selection/paste.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useStoreValue } from '../../ui/valueStore.ts'
import type { SheetView } from '../SheetView.ts'
import { downloadTexts } from './downloadTexts.ts'
import type { NotPasted } from './notPasted.ts'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly zone: string
  readonly onClose: () => void
}

/** Most texts listed; a paste may leave thousands, and all of them are in the download. */
const LISTED = 100

/** The texts that did not fit when they were pasted, each with the reason, to be mended in place or taken away as a file (CELL-9). */
export function NotPastedPanel({ view, columns, zone, onClose }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const texts = useStoreValue(view.notPasted.store)
  const download = (): void =>
    void downloadTexts(
      t('cells.notPasted.file'),
      [t('cells.notPasted.row'), t('cells.notPasted.column'), t('cells.notPasted.text'), t('cells.notPasted.reason')],
      texts.map(({ row, column, text, reason }) => [
        String(view.rowNumber(row) ?? ''),
        columns.find(({ id }) => id === column)?.label[language] ?? '',
        text,
        reasonText(reason, t, language),
      ]),
    )
  return (
    <aside className="side-panel" aria-label={t('cells.notPasted.title')}>
      <header className="side-head">
        <h2>{t('cells.notPasted.title')}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('app.close')}
          onClick={onClose}
        />
      </header>
      <div className="side-body">
        {texts.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('cells.notPasted.count', { count: 0 })} />
        ) : (
          <>
            <p className="quiet">{t('cells.notPasted.lead')}</p>
            <div className="entry-actions">
              <Button size="small" onClick={download}>
                {t('cells.notPasted.download')}
              </Button>
              <Popconfirm
                title={t('cells.notPasted.discardAll')}
                okText={t('cells.notPasted.discard')}
                okButtonProps={{ danger: true }}
                cancelText={t('app.cancel')}
                onConfirm={() => view.notPasted.dropAll()}
              >
                <Button size="small" danger>
                  {t('cells.notPasted.discardAll')}
                </Button>
              </Popconfirm>
            </div>
            <ul className="entries">
              {texts.slice(0, LISTED).map(text => (
                <Entry key={text.id} text={text} view={view} columns={columns} zone={zone} />
              ))}
            </ul>
            {texts.length > LISTED ? (
              <p className="quiet">{t('cells.notPasted.onlyFirst', { count: LISTED })}</p>
            ) : null}
          </>
        )}
      </div>
    </aside>
  )
}

type EntryProps = Pick<Props, 'view' | 'columns' | 'zone'> & { readonly text: NotPasted }

function Entry({ text: { id, row, column: columnId, text, reason }, view, columns, zone }: EntryProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const note = useId()
  const [mended, mend] = useState(text)
  const column = columns.find(({ id: each }) => each === columnId)
  const read = column === undefined ? undefined : typedValue(column, mended, { zone, year: new Date().getFullYear() })
  const writable = column !== undefined && reason !== 'read-only'
  const why = read === undefined || read.ok ? undefined : read.reason
  const put = (): void => {
    if (column === undefined || read?.ok !== true) return
    view.session.edit([{ row, column: column.id, value: read.value }], 'paste')
    view.feed.flush()
    view.notPasted.drop(id)
    view.reveal({ row, column: column.id })
  }
  return (
    <li className="entry">
      <div className="entry-head">{placeText(view, row, column?.label[language], t)}</div>
      <Input.TextArea
        aria-label={t('cells.notPasted.text')}
        aria-describedby={note}
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={mended}
        readOnly={!writable}
        status={writable && why !== undefined ? 'error' : ''}
        onChange={event => mend(event.target.value)}
      />
      <div className="entry-reason" id={note}>
        {why === undefined && writable ? '' : reasonText(why ?? reason, t, language)}
      </div>
      <div className="entry-actions">
        {writable ? (
          <Button size="small" type="primary" disabled={read?.ok !== true} onClick={put}>
            {t('cells.notPasted.put')}
          </Button>
        ) : null}
        <Button size="small" danger type="text" onClick={() => view.notPasted.drop(id)}>
          {t('cells.notPasted.discard')}
        </Button>
      </div>
    </li>
  )
}

function placeText(view: SheetView, row: string, label: string | undefined, t: TFunction): string {
  const number = view.rowNumber(row)
  if (label === undefined) return t('cells.notPasted.beyond', { row: number ?? '?' })
  if (number === undefined) return t('cells.notPasted.whereHidden', { column: label })
  return t('cells.notPasted.where', { row: number, column: label })
}

function reasonText(reason: PasteRefusal, t: TFunction, language: Language): string {
  if (reason === 'no-column') return t('cells.notPasted.noColumn')
  if (reason === 'read-only') return t('cells.notPasted.readOnly')
  return REFUSAL_TEXT[reason][language]
}
