import { SwapRightOutlined, WarningOutlined } from '@ant-design/icons'
import { Checkbox, Segmented, Select, Tag } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type {
  DuplicateChoice,
  DuplicatesChoice,
  ImportChoice,
  ImportMatch,
  ImportPreview,
} from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { reasonTexts } from '../duplicates/reasons.ts'
import { useLanguage } from '../i18n/language.ts'

interface Props {
  readonly preview: ImportPreview
  readonly duplicates: DuplicatesChoice
  readonly busy: boolean
  readonly columns: readonly Column[]
  readonly zone: string
  readonly onChoice: (choice: ImportChoice) => void
}

const FOR_ALL = ['update', 'skip', 'new'] as const

/** Lines whose rows the sheet has already: for all of them, or each by itself, update, skip or add; every change listed beforehand (IMP-4 … IMP-6). */
export function MatchesView({ preview, duplicates, busy, columns, zone, onChoice }: Props) {
  const { t } = useTranslation()
  const choose = (change: DuplicatesChoice): void => onChoice({ duplicates: { ...duplicates, ...change } })
  const rest = preview.matchCount - preview.matches.length
  return (
    <section>
      <h3>{t('imports.matches')}</h3>
      <p className="quiet">{t('imports.matchesHint')}</p>
      <div className="match-rules">
        {preview.sameCount > 0 ? (
          <ForAll
            label={t('imports.sameAll', { count: preview.sameCount })}
            value={duplicates.same ?? 'skip'}
            busy={busy}
            onChange={same => choose({ same, lines: {} })}
          />
        ) : null}
        {preview.alikeCount > 0 ? (
          <ForAll
            label={t('imports.alikeAll', { count: preview.alikeCount })}
            value={duplicates.alike ?? 'new'}
            busy={busy}
            onChange={alike => choose({ alike, lines: {} })}
          />
        ) : null}
        {preview.sameCount > 0 ? (
          <Checkbox
            disabled={busy}
            checked={duplicates.emptied === true}
            onChange={event => choose({ emptied: event.target.checked })}
          >
            {t('imports.emptied')}
          </Checkbox>
        ) : null}
      </div>
      <ul className="matches">
        {preview.matches.map(match => (
          <Match
            key={match.line}
            match={match}
            busy={busy}
            columns={columns}
            zone={zone}
            onChoice={choice => choose({ lines: { ...duplicates.lines, [match.line]: choice } })}
          />
        ))}
        {rest > 0 ? <li className="quiet">{t('import.onlyFirst', { count: preview.matches.length })}</li> : null}
      </ul>
    </section>
  )
}

interface ForAllProps {
  readonly label: string
  readonly value: DuplicateChoice
  readonly busy: boolean
  readonly onChange: (value: DuplicateChoice) => void
}

function ForAll({ label, value, busy, onChange }: ForAllProps) {
  const { t } = useTranslation()
  return (
    <span className="match-rule">
      {label}{' '}
      <Segmented<DuplicateChoice>
        size="small"
        aria-label={label}
        disabled={busy}
        value={value}
        options={FOR_ALL.map(choice => ({ value: choice, label: t(`imports.choice.${choice}`) }))}
        onChange={onChange}
      />
    </span>
  )
}

interface MatchProps extends Pick<Props, 'busy' | 'columns' | 'zone'> {
  readonly match: ImportMatch
  readonly onChoice: (choice: DuplicateChoice) => void
}

function Match({ match, busy, columns, zone, onChoice }: MatchProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const show = (id: string, value: Scalar): string => {
    if (value === null) return t('history.empty')
    const column = columns.find(other => other.id === id)
    return column === undefined ? String(value) : formatCell(column, value, language, zone)
  }
  const conflict = match.changes.some(change => change.conflict)
  const choices = match.gone ? (['skip', 'new'] as const) : choicesOf(conflict)
  const writes = match.choice === 'update' || match.choice === 'overwrite'
  return (
    <li className="match">
      <div className="match-head">
        <span className="quiet">{t('imports.line', { line: match.line })}</span>
        <strong>{match.label === '' ? match.row : match.label}</strong>
        <span className="quiet">{why(match, t)}</span>
        {match.gone ? <Tag>{t('imports.gone')}</Tag> : null}
        <Select<DuplicateChoice>
          size="small"
          className="match-choice"
          aria-label={t('imports.choiceOf', { line: match.line })}
          disabled={busy}
          value={match.choice}
          popupMatchSelectWidth={false}
          options={choices.map(value => ({ value, label: t(`imports.choice.${value}`) }))}
          onChange={onChoice}
        />
      </div>
      {match.changes.length === 0 && !match.gone ? <div className="quiet">{t('imports.noChanges')}</div> : null}
      <ul className={writes ? 'changes' : 'changes changes-idle'}>
        {match.changes.map(change => (
          <li key={change.column}>
            <span className="entry-column">
              {columns.find(({ id }) => id === change.column)?.label[language] ?? change.column}
            </span>{' '}
            <span className="visually-hidden">{t('history.from')} </span>
            <del>{show(change.column, change.old)}</del> <SwapRightOutlined aria-hidden />{' '}
            <span className="visually-hidden">{t('history.to')} </span>
            <ins>{show(change.column, change.new)}</ins>
            {change.conflict ? (
              <Tag color="warning" icon={<WarningOutlined aria-hidden />}>
                {t('imports.conflict')}
              </Tag>
            ) : null}
          </li>
        ))}
      </ul>
    </li>
  )
}

const choicesOf = (conflict: boolean): readonly DuplicateChoice[] =>
  conflict ? ['update', 'overwrite', 'skip', 'new'] : ['update', 'skip', 'new']

function why({ by, score, reasons }: ImportMatch, t: TFunction): string {
  if (by === 'id') return t('imports.byId')
  return [t('imports.alike', { percent: Math.round(score * 100) }), ...reasonTexts(reasons, t)].join(' · ')
}
