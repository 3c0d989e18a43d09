import { App as AntApp, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Conflict, conflictSettled } from '../../shared/protocol/time.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { PanelFrame } from './PanelFrame.tsx'

/** The open conflicts, those of the cell the person is in first: both values, who, when, and what to do about it (TIME-13). */
export function ConflictPanel({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { view, conflicts } = open
  const all = useStoreValue(conflicts.open)
  const place = useStoreValue(view.cell)
  const isHere = ({ row, column }: Conflict): boolean => row === place?.row && column === place.column
  const sorted = [...all.filter(isHere), ...all.filter(conflict => !isHere(conflict))]
  return (
    <PanelFrame view={view} title={t('time.conflict.title', { count: all.length })} onClose={onClose}>
      <div className="side-body">
        <p className="quiet">{all.length === 0 ? t('time.conflict.none') : t('time.conflict.lead')}</p>
        <ul className="entries">
          {sorted.map(conflict => (
            <Entry key={conflict.id} open={open} conflict={conflict} here={isHere(conflict)} />
          ))}
        </ul>
      </div>
    </PanelFrame>
  )
}

interface EntryProps {
  readonly open: OpenSheet
  readonly conflict: Conflict
  readonly here: boolean
}

function Entry({ open, conflict, here }: EntryProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { view, columns, actions } = open
  const { row, column } = conflict
  const settle = useSettle(open, conflict)
  const label = columns.find(({ id }) => id === column)?.label[language] ?? column
  const number = view.rowNumber(row)
  return (
    <li className={here ? 'entry entry-here' : 'entry'} aria-current={here ? 'true' : undefined}>
      <Button type="link" size="small" className="entry-back" onClick={() => view.reveal({ row, column })}>
        {number === undefined
          ? t('time.hiddenPlace', { column: label })
          : t('history.at', { row: number, column: label })}
      </Button>
      <Side open={open} conflict={conflict} which="stands" />
      <Side open={open} conflict={conflict} which="lost" />
      {view.session.readOnly ? null : (
        <div className="entry-actions">
          <Button size="small" onClick={() => actions.edit({ row, column, value: conflict.lost.value })}>
            {t('time.conflict.take')}
          </Button>
          <Button size="small" loading={settle.busy} onClick={settle.keep}>
            {t('time.conflict.keep')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** One of the two values, with who and when. What stands is read from the sheet, where it may be newer. */
function Side({
  open,
  conflict,
  which,
}: Pick<EntryProps, 'open' | 'conflict'> & { readonly which: 'stands' | 'lost' }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const { view, columns, zone } = open
  const { member, at } = conflict[which]
  const value = which === 'lost' ? conflict.lost.value : view.session.sheet.value(conflict.row, conflict.column)
  const column = columns.find(({ id }) => id === conflict.column)
  const text = column === undefined ? String(value ?? '') : formatCell(column, value, language, zone)
  return (
    <div className={`conflict-side conflict-${which}`}>
      <span className="quiet">
        {t(`time.conflict.${which}`)}
        {member === null ? '' : ` · ${member.name}`}
        {at === null ? '' : ` · ${momentText(at, zone, language, now())}`}
      </span>
      <div className="entry-value">{text === '' ? <span className="quiet">{t('history.empty')}</span> : text}</div>
    </div>
  )
}

/** Keeps what stands, for everybody. */
function useSettle({ sheet, conflicts }: OpenSheet, { row, column, id }: Conflict) {
  const { api } = useServices()
  const { message } = AntApp.useApp()
  const { i18n } = useTranslation()
  const [busy, setBusy] = useState(false)
  const keep = (): void => {
    setBusy(true)
    const path = `sheets/${encodeURIComponent(sheet.id)}/conflicts/settle`
    api
      .post(path, { row, column, upTo: id }, conflictSettled)
      .then(
        () => conflicts.refresh(0),
        (error: unknown) => void message.error(sentenceOf(error, i18n)),
      )
      .finally(() => setBusy(false))
  }
  return { busy, keep }
}
