import { Button, Radio, Tag } from 'antd'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { MergeChoice, MergeLine } from '../../shared/domain/mergeRows.ts'
import type { DuplicatePair, PairRow } from '../../shared/protocol/duplicates.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import type { MergeDraft } from './useMergeDraft.ts'

interface Props {
  readonly pair: DuplicatePair
  readonly columns: readonly Column[]
  readonly zone: string
  readonly draft: MergeDraft
  /** Whether the person may make them one: then each difference is a choice. */
  readonly mayMerge: boolean
  readonly onOpen: (row: string) => void
}

/** Two rows side by side: what is the same in one line, what differs line by line, each with its choice. */
export function PairTable({ pair, columns, zone, draft, mayMerge, onOpen }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [a, b] = pair.rows
  const show = (column: Column, value: Scalar): string => formatCell(column, value, language, zone)
  const differing = new Set(draft.lines.map(({ column }) => column.id))
  const same = columns.filter(
    ({ id }) => !differing.has(id) && (a.cells[id] ?? null) !== null && a.cells[id] === b.cells[id],
  )
  return (
    <>
      {same.length === 0 ? null : (
        <p className="quiet pair-same">
          {t('duplicates.same', {
            list: same
              .map(column => `${column.label[language]} ${show(column, a.cells[column.id] ?? null)}`)
              .join(' · '),
          })}
        </p>
      )}
      <table className="pair-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('duplicates.column')}</span>
            </th>
            {pair.rows.map((row, at) => (
              <th scope="col" key={row.row} className={mayMerge && draft.kept === row ? 'pair-kept' : undefined}>
                <RowHead
                  name={t(at === 0 ? 'duplicates.rowA' : 'duplicates.rowB')}
                  row={row}
                  kept={draft.kept === row}
                  zone={zone}
                  onKeep={mayMerge ? () => draft.keep(row.row) : undefined}
                  onOpen={() => onOpen(row.row)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {draft.lines.map(line => (
            <Line key={line.column.id} line={line} pair={pair} show={show} draft={draft} mayMerge={mayMerge} />
          ))}
        </tbody>
      </table>
      {draft.lines.length === 0 ? <p className="quiet">{t('duplicates.noDifference')}</p> : null}
    </>
  )
}

interface HeadProps {
  readonly name: string
  readonly row: PairRow
  readonly kept: boolean
  readonly zone: string
  readonly onKeep: (() => void) | undefined
  readonly onOpen: () => void
}

function RowHead({ name, row, kept, zone, onKeep, onOpen }: HeadProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const since = row.changedAt._row
  const masked = [row.contact?.name, row.contact?.phone].filter(Boolean).join(' ')
  return (
    <div className="pair-head">
      <strong>{name}</strong>
      {row.verification === null ? null : (
        <Tag color={row.verification === 'verified' ? 'success' : 'error'}>
          {row.verification === 'verified' ? '✓ ' : '✗ '}
          {t(`duplicates.${row.verification}`)}
        </Tag>
      )}
      {onKeep === undefined ? null : (
        <Radio checked={kept} onChange={onKeep}>
          {t(kept ? 'duplicates.kept' : 'duplicates.keep')}
        </Radio>
      )}
      <Button type="link" size="small" onClick={onOpen} aria-label={`${t('duplicates.openRow')} ${name}`}>
        {t('duplicates.openRow')}
      </Button>
      <span className="quiet pair-meta">
        {[
          since === undefined ? '' : t('duplicates.filed', { when: momentText(since, zone, language, now()) }),
          row.comments === 0 ? '' : t('duplicates.comments', { count: row.comments }),
          masked === '' ? '' : t('duplicates.contact', { masked }),
        ]
          .filter(text => text !== '')
          .join(' · ')}
      </span>
    </div>
  )
}

interface LineProps {
  readonly line: MergeLine
  readonly pair: DuplicatePair
  readonly show: (column: Column, value: Scalar) => string
  readonly draft: MergeDraft
  readonly mayMerge: boolean
}

function Line({ line, pair, show, draft, mayMerge }: LineProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const group = useId()
  const { column, options } = line
  const chosen = draft.choiceOf(line)
  const choice = (value: MergeChoice, text: string) => (
    <Radio
      name={group}
      checked={chosen === value}
      onChange={() => draft.choose(column.id, value)}
      className={chosen === value ? 'pair-chosen' : ''}
    >
      {text}
    </Radio>
  )
  const extra = options.filter(option => option === 'sum' || option === 'both')
  const sum = Number(line.kept) + Number(line.merged)
  return (
    <>
      <tr>
        <th scope="row">
          {column.label[language]}
          <span className="visually-hidden"> {t('duplicates.differs')}</span>
        </th>
        {pair.rows.map(row => {
          const value = row.cells[column.id] ?? null
          const text = value === null ? t('duplicates.empty') : show(column, value)
          return (
            <td key={row.row} className={value === null ? 'quiet' : 'pair-differs'}>
              {mayMerge ? choice(row === draft.kept ? 'kept' : 'merged', text) : text}
            </td>
          )
        })}
      </tr>
      {mayMerge && extra.length > 0 ? (
        <tr>
          <td />
          <td colSpan={2}>
            {extra.map(option => (
              <span key={option}>
                {choice(
                  option,
                  option === 'sum' ? t('duplicates.sum', { value: show(column, sum) }) : t('duplicates.both'),
                )}
              </span>
            ))}
            {chosen === undefined ? <span className="pair-say">{t('duplicates.sayAmount')}</span> : null}
          </td>
        </tr>
      ) : null}
      {mayMerge && extra.length === 0 && chosen === undefined ? (
        <tr>
          <td />
          <td colSpan={2}>
            <span className="pair-say">{t('duplicates.sayAmount')}</span>
          </td>
        </tr>
      ) : null}
    </>
  )
}
