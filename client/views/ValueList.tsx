import { Checkbox, Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { cellOrder } from '../../shared/views/cellOrder.ts'
import { isBlank } from '../../shared/views/cellTest.ts'
import type { Condition } from '../../shared/views/content.ts'
import { useLanguage } from '../i18n/language.ts'
import { knownValues, valueText } from './conditionText.ts'

interface Props {
  readonly column: Column
  readonly zone: string
  /** What the sheet holds in this column, and how often. */
  readonly counts: ReadonlyMap<Scalar, number>
  readonly condition: Condition | undefined
  /** Undefined: every value passes. */
  readonly onChange: (condition: Condition | undefined) => void
}

/** Every value of a column with its count: ticked ones are shown. Typing narrows the list; "all" ticks what the list shows (VIEW-14). */
export function ValueList({ column, zone, counts, condition, onChange }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [words, setWords] = useState('')
  const kept = condition?.is === 'anyOf' ? condition.values : undefined
  const values = useMemo(() => {
    const all = new Set<Scalar>([...knownValues(column), ...counts.keys(), ...(kept ?? [])])
    return [...all].sort(cellOrder(column, language))
  }, [column, counts, kept, language])
  const ticked = new Set<Scalar>(kept ?? values)
  const label = (value: Scalar): string => valueText(column, value, { t, language, zone })
  const wanted = words.trim().toLowerCase()
  const listed = values.filter(value => label(value).toLowerCase().includes(wanted))
  const tickedHere = listed.filter(value => ticked.has(value)).length
  const choose = (next: ReadonlySet<Scalar>): void =>
    onChange(values.every(value => next.has(value)) ? undefined : { is: 'anyOf', values: [...next] })
  const tick = (some: readonly Scalar[], on: boolean): void => {
    const next = new Set(ticked)
    for (const value of some) {
      if (on) next.add(value)
      else next.delete(value)
    }
    choose(next)
  }
  return (
    <div className="value-list">
      <Input
        autoFocus
        allowClear
        role="searchbox"
        aria-label={t('views.searchValues')}
        placeholder={t('views.searchValues')}
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      <Checkbox
        checked={listed.length > 0 && tickedHere === listed.length}
        indeterminate={tickedHere > 0 && tickedHere < listed.length}
        onChange={event => tick(listed, event.target.checked)}
      >
        {t('views.all')}
      </Checkbox>
      <ul>
        {listed.map(value => (
          <li key={JSON.stringify(value)}>
            <Checkbox checked={ticked.has(value)} onChange={event => tick([value], event.target.checked)}>
              <span className={isBlank(value) ? 'quiet' : ''}>{label(value)}</span>
            </Checkbox>
            <span className="value-count">{counts.get(value) ?? 0}</span>
          </li>
        ))}
      </ul>
      {listed.length === 0 ? <span className="quiet">{t('views.noValue')}</span> : null}
    </div>
  )
}
