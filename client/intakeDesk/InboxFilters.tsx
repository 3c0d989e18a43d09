import { Select } from 'antd'
import { SOURCES, SUBMISSION_STATES } from '../../shared/protocol/forms.ts'
import { type InboxFilter, useInboxCount } from './queries.ts'
import type { Reader } from './words.ts'

interface Props {
  readonly operation: string
  readonly filter: InboxFilter
  readonly reader: Reader
  readonly onFilter: (filter: InboxFilter) => void
}

/** `received` is left out: it is the rest of what waits. */
const STATES = ['waiting', ...SUBMISSION_STATES.filter(state => state !== 'received')] as const

/** By state, source, form, and community. */
export function InboxFilters({ operation, filter, reader: { t, language }, onFilter }: Props) {
  const { data } = useInboxCount(operation)
  const { state, ...rest } = filter
  const choose = (name: 'source' | 'form' | 'community', value: string | undefined): void => {
    const { [name]: _, ...others } = filter
    onFilter(value === undefined ? others : ({ ...others, [name]: value } as InboxFilter))
  }
  const of = (name: 'source' | 'form' | 'community', options: { value: string; label: string }[]) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      className="intake-filter"
      popupMatchSelectWidth={false}
      aria-label={t(`intake.filter.${name}`)}
      placeholder={t(`intake.filter.${name}`)}
      value={rest[name] ?? null}
      options={options}
      onChange={value => choose(name, value ?? undefined)}
    />
  )
  return (
    <search className="intake-filters" aria-label={t('intake.filter.label')}>
      <Select
        className="intake-filter"
        aria-label={t('intake.filter.state')}
        value={state}
        options={STATES.map(value => ({ value, label: t(`intake.state.${value}`) }))}
        onChange={value => onFilter({ ...filter, state: value })}
      />
      {of(
        'source',
        SOURCES.map(value => ({ value, label: t(`intake.source.${value}`) })),
      )}
      {of('form', data?.forms.map(({ id, title }) => ({ value: id, label: title[language] || title.zh })) ?? [])}
      {of('community', data?.communities.map(value => ({ value, label: value })) ?? [])}
    </search>
  )
}
