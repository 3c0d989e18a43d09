import { Button, Tag, Tooltip } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HistoryItem } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText, relativeText } from '../ui/moments.ts'

interface Props {
  readonly item: HistoryItem
  readonly column: Column | undefined
  readonly scope: 'cell' | 'row'
  readonly zone: string
  /** What the cell holds now. */
  readonly current: Scalar
  /** Writes a value of the past into the cell again; undefined for who may not edit. */
  readonly takeBack: ((value: Scalar) => void) | undefined
  /** Whether it is of another row, which has been made one with this. */
  readonly merged?: boolean
  /** Brings the whole row back to before this change; undefined where that is not offered. */
  readonly rowBack?: (() => void) | undefined
}

/** What a change of a reserved column means in words; undefined for a cell. */
export function rowEvent(item: Pick<HistoryItem, 'column' | 'new'>, t: TFunction): string | undefined {
  if (item.column === ROW_EXISTS) return t('history.added')
  if (item.column === ROW_GONE) return t(item.new === true ? 'history.deleted' : 'history.restored')
  return item.column === ROW_ORDER ? t('history.moved') : undefined
}

/** One change: who, when, from what to what. A value that lost against a simultaneous one is marked and can be taken back. */
export function HistoryEntry({ item, column, scope, zone, current, takeBack, merged, rowBack }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const event = rowEvent(item, t)
  const can = takeBack !== undefined && column !== undefined && current !== item.new
  return (
    <li className={item.won ? 'entry' : 'entry entry-lost'}>
      <div className="entry-head">
        <strong>{item.member.name}</strong>
        <When at={item.at} zone={zone} />
        {merged === true ? <Tag>{t('duplicates.fromMerged')}</Tag> : null}
        {item.won ? null : <Mark color="error" word={t('history.lost')} hint={t('history.lostHint')} />}
        {item.unseen && item.won ? (
          <Mark color="warning" word={t('history.unseen')} hint={t('history.unseenHint')} />
        ) : null}
      </div>
      {event === undefined ? (
        <>
          {scope === 'row' ? <div className="entry-column">{column?.label[language] ?? item.column}</div> : null}
          <FromTo item={item} column={column} zone={zone} />
        </>
      ) : (
        <div className="entry-change">{event}</div>
      )}
      {can ? (
        <Button size="small" type="link" className="entry-back" onClick={() => takeBack(item.new)}>
          {t('history.takeBack')}
        </Button>
      ) : null}
      {rowBack === undefined ? null : (
        <Button size="small" type="link" className="entry-back" onClick={rowBack}>
          {t('time.row.back')}
        </Button>
      )}
    </li>
  )
}

/** `200 → 2,000`, as the column's kind is read; a column that is gone shows what was stored. */
export function FromTo({
  item,
  column,
  zone,
}: Pick<Props, 'column' | 'zone'> & { readonly item: Pick<HistoryItem, 'old' | 'new'> }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const show = (value: Scalar): ReactNode =>
    value === null || value === '' ? (
      <span className="quiet">{t('history.empty')}</span>
    ) : column === undefined ? (
      String(value)
    ) : (
      formatCell(column, value, language, zone)
    )
  return (
    <div className="entry-change">
      <span className="visually-hidden">{t('history.from')} </span>
      <del>{show(item.old)}</del>
      <span aria-hidden="true"> → </span>
      <span className="visually-hidden">{t('history.to')} </span>
      <ins>{show(item.new)}</ins>
    </div>
  )
}

/** When, exactly and how long ago; the instant and the zone on hover. */
export function When({ at, zone }: { readonly at: string; readonly zone: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const moment = momentText(at, zone, language, now())
  const ago = relativeText(at, language, now()) ?? t('history.now')
  return (
    <Tooltip title={`${new Date(at).toISOString()} · ${zone}`}>
      <time dateTime={at} className="quiet">
        {moment} · {ago}
      </time>
    </Tooltip>
  )
}

const Mark = ({
  color,
  word,
  hint,
}: {
  readonly color: 'error' | 'warning'
  readonly word: string
  readonly hint: string
}) => (
  <Tooltip title={hint}>
    <Tag color={color} tabIndex={0}>
      {word}
    </Tag>
  </Tooltip>
)
