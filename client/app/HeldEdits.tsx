import { App as AntApp, Button, Drawer, Empty, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { ERRORS } from '../../shared/protocol/errors.ts'
import type { Column } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { rowEvent } from '../history/HistoryEntry.tsx'
import { useLanguage } from '../i18n/language.ts'
import type { HeldEdit } from '../sync/session.ts'
import { copyText } from '../ui/copyText.ts'
import { useHeld } from '../ui/useSession.ts'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly zone: string
  readonly open: boolean
  readonly onClose: () => void
}

/** The edits the server refused: each with its text and the reason, until its author has settled it (PAGE-16). */
export function HeldEdits({ view, columns, zone, open, onClose }: Props) {
  const { t } = useTranslation()
  const held = useHeld(view.session)
  return (
    <Drawer open={open} onClose={onClose} title={t('held.title')} size={420} rootClassName="side-drawer">
      {held.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('held.none')} />
      ) : (
        <>
          <p className="quiet">{t('held.lead')}</p>
          {held.length > 1 ? (
            <Popconfirm
              title={t('held.discardAllAsk', { count: held.length })}
              okText={t('held.discard')}
              okButtonProps={{ danger: true }}
              cancelText={t('app.cancel')}
              onConfirm={() => {
                for (const { id } of held) view.session.dropHeld(id)
              }}
            >
              <Button size="small" danger className="held-all">
                {t('held.discardAll')}
              </Button>
            </Popconfirm>
          ) : null}
          <ul className="entries">
            {held.map(edit => (
              <HeldEntry key={edit.id} edit={edit} view={view} columns={columns} zone={zone} />
            ))}
          </ul>
        </>
      )}
    </Drawer>
  )
}

type EntryProps = Pick<Props, 'view' | 'columns' | 'zone'> & { readonly edit: HeldEdit }

function HeldEntry({ edit, view, columns, zone }: EntryProps) {
  const { t } = useTranslation()
  const { message } = AntApp.useApp()
  const language = useLanguage()
  const column = columns.find(({ id }) => id === edit.column)
  // Adding, deleting or moving a row is an edit too; it has a sentence instead of a text.
  const event = rowEvent({ column: edit.column, new: edit.value }, t)
  const text =
    event ?? (column === undefined ? String(edit.value ?? '') : plainCell(column, edit.value, language, zone))
  const row = view.rowNumber(edit.row)
  const name = { column: column?.label[language] ?? t('held.wholeRow') }
  const copy = async (): Promise<void> => {
    if (await copyText(text)) message.success(t('held.copied'))
    else message.warning(t('held.copyFailed'))
  }
  return (
    <li className="entry">
      <div className="entry-head">
        {row === undefined ? t('held.whereHidden', name) : t('held.where', { ...name, row })}
      </div>
      <div className="entry-value">{text === '' ? <span className="quiet">{t('held.empty')}</span> : text}</div>
      <div className="entry-reason">{ERRORS[edit.code][language]}</div>
      <div className="entry-actions">
        <Button size="small" type="primary" onClick={() => view.session.redoHeld(edit.id)}>
          {t('held.retry')}
        </Button>
        <Button size="small" onClick={() => void copy()}>
          {t('held.copy')}
        </Button>
        <Button size="small" danger type="text" onClick={() => view.session.dropHeld(edit.id)}>
          {t('held.discard')}
        </Button>
      </div>
    </li>
  )
}
