import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Wanted } from './useCards.ts'
import type { ViewsToChoose } from './useViewsToChoose.ts'

/** Milliseconds without a key before the cards are searched. */
const PAUSE = 200
/** The choices a phone offers to narrow the cards by. */
const NARROWED_BY: readonly string[] = ['urgency', 'status', '_verification']

interface Props {
  readonly columns: readonly Column[]
  readonly wanted: Wanted
  readonly views: ViewsToChoose
  readonly onWanted: (wanted: Wanted) => void
}

/** Finds words in all columns, keeps the cards of one urgency or status, and puts the most pressing first. */
export function FindBar({ columns, wanted, views, onWanted }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [typed, setTyped] = useState(wanted.words)
  useEffect(() => setTyped(wanted.words), [wanted.words])
  useEffect(() => {
    if (typed === wanted.words) return
    const timer = setTimeout(() => onWanted({ ...wanted, words: typed }), PAUSE)
    return () => clearTimeout(timer)
  }, [typed, wanted, onWanted])
  const choose = (column: string, choice: string): void => {
    const { [column]: _, ...others } = wanted.choices
    onWanted({ ...wanted, choices: choice === '' ? others : { ...others, [column]: choice } })
  }
  const narrowing = columns.filter(({ id, kind }) => kind.type === 'choice' && NARROWED_BY.includes(id))
  return (
    <search className="cards-find">
      <Input
        role="searchbox"
        inputMode="search"
        enterKeyHint="search"
        prefix={<SearchOutlined className="quiet" aria-hidden />}
        allowClear
        placeholder={t('phone.findWord')}
        aria-label={t('phone.findHint')}
        value={typed}
        onChange={event => setTyped(event.target.value)}
      />
      {views.items.length > 0 ? (
        <select
          aria-label={t('phone.view')}
          value={views.chosen?.id ?? ''}
          onChange={event => views.choose(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">{t('views.plain')}</option>
          {views.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : null}
      {narrowing.map(({ id, label, kind }) => (
        <select
          key={id}
          aria-label={label[language]}
          value={wanted.choices[id] ?? ''}
          onChange={event => choose(id, event.target.value)}
        >
          <option value="">{t('phone.all', { column: label[language] })}</option>
          {kind.type === 'choice'
            ? kind.choices.map(choice => (
                <option key={choice.value} value={choice.value}>
                  {choice.label[language]}
                </option>
              ))
            : null}
        </select>
      ))}
      {narrowing.some(({ id }) => id === 'urgency') ? (
        <select
          aria-label={t('phone.order')}
          value={wanted.sortBy ?? ''}
          onChange={event =>
            onWanted({ ...wanted, sortBy: event.target.value === '' ? undefined : event.target.value })
          }
        >
          <option value="">{t('phone.sheetOrder')}</option>
          <option value="urgency">{t('phone.urgentFirst')}</option>
        </select>
      ) : null}
    </search>
  )
}
