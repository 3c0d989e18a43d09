import { Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Condition } from '../../shared/views/content.ts'
import { useLanguage } from '../i18n/language.ts'
import { conditionsOf, knownValues, newCondition, valueText } from './conditionText.ts'

interface Props {
  readonly column: Column
  readonly condition: Condition
  readonly zone: string
  readonly onChange: (condition: Condition) => void
}

/** A condition on the cells of a column: of what kind, and what it compares with. */
export function ConditionEditor({ column, condition, zone, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <div className="condition-editor">
      <Select
        aria-label={t('views.condition')}
        value={condition.is}
        options={conditionsOf(column).map(is => ({ value: is, label: t(`views.is.${is}`) }))}
        onChange={is => onChange(newCondition(is))}
      />
      <Operand column={column} condition={condition} zone={zone} onChange={onChange} />
    </div>
  )
}

function Operand({ column, condition, zone, onChange }: Props) {
  const { t } = useTranslation()
  switch (condition.is) {
    case 'anyOf':
      return <Values column={column} values={condition.values} zone={zone} onChange={onChange} />
    case 'contains':
    case 'lacks':
    case 'equals':
    case 'begins':
      return (
        <Input
          autoFocus
          aria-label={t('views.text')}
          placeholder={t('views.text')}
          maxLength={200}
          value={condition.text}
          onChange={event => onChange({ ...condition, text: event.target.value })}
        />
      )
    case 'range':
      return (
        <span className="condition-span">
          <Bound
            label={t('views.min')}
            value={condition.min}
            onChange={min => onChange({ is: 'range', ...has('min', min), ...has('max', condition.max) })}
          />
          <Bound
            label={t('views.max')}
            value={condition.max}
            onChange={max => onChange({ is: 'range', ...has('min', condition.min), ...has('max', max) })}
          />
        </span>
      )
    case 'daysFromToday':
      return (
        <>
          <span className="condition-span">
            <Bound
              label={t('views.fromDays')}
              value={condition.from}
              onChange={from =>
                onChange({ is: 'daysFromToday', ...has('from', whole(from)), ...has('to', condition.to) })
              }
            />
            <Bound
              label={t('views.toDays')}
              value={condition.to}
              onChange={to =>
                onChange({ is: 'daysFromToday', ...has('from', condition.from), ...has('to', whole(to)) })
              }
            />
          </span>
          <span className="quiet">{t('views.daysHint')}</span>
        </>
      )
    case 'days':
      return (
        <span className="condition-span">
          <Day
            label={t('views.from')}
            value={condition.from}
            onChange={from => onChange({ is: 'days', ...has('from', from), ...has('to', condition.to) })}
          />
          <Day
            label={t('views.to')}
            value={condition.to}
            onChange={to => onChange({ is: 'days', ...has('from', condition.from), ...has('to', to) })}
          />
        </span>
      )
    default:
      return null
  }
}

/** A part of an object that is left out while there is no value. */
const has = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V }

const whole = (value: number | undefined): number | undefined => (value === undefined ? undefined : Math.trunc(value))

interface BoundProps<T> {
  readonly label: string
  readonly value: T | undefined
  readonly onChange: (value: T | undefined) => void
}

const Bound = ({ label, value, onChange }: BoundProps<number>) => (
  <InputNumber
    aria-label={label}
    placeholder={label}
    value={value ?? null}
    onChange={next => onChange(typeof next === 'number' ? next : undefined)}
  />
)

const Day = ({ label, value, onChange }: BoundProps<string>) => (
  <Input
    type="date"
    aria-label={label}
    value={value ?? ''}
    onChange={event => onChange(event.target.value === '' ? undefined : event.target.value)}
  />
)

interface ValuesProps extends Pick<Props, 'column' | 'zone' | 'onChange'> {
  readonly values: readonly Scalar[]
}

function Values({ column, values, zone, onChange }: ValuesProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const known = knownValues(column)
  const keyOf = (value: Scalar): string => JSON.stringify(value)
  return (
    <Select
      mode="multiple"
      aria-label={t('views.is.anyOf')}
      optionFilterProp="label"
      value={values.map(keyOf)}
      options={known.map(value => ({ value: keyOf(value), label: valueText(column, value, { t, language, zone }) }))}
      onChange={keys => onChange({ is: 'anyOf', values: keys.map(key => JSON.parse(key) as Scalar) })}
    />
  )
}
