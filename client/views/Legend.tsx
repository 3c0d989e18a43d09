import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { conditionText, TONE_SIGN } from './conditionText.ts'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly zone: string
}

/** What the colours and signs of the rows mean, in words; nothing while no rule is set (VIEW-6). */
export function Legend({ view, columns, zone }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { colors } = useStoreValue(view.content)
  const rules = colors.flatMap(rule => {
    const column = columns.find(({ id }) => id === rule.column)
    return column === undefined ? [] : [{ rule, column }]
  })
  if (rules.length === 0) return null
  return (
    <ul className="legend" aria-label={t('views.legend')}>
      {rules.map(({ rule, column }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list
        <li key={i}>
          <span className={`tone-word tone-word-${rule.tone}`}>{TONE_SIGN[rule.tone]}</span>{' '}
          {t('views.pair', {
            name: column.label[language],
            value: conditionText(column, rule.condition, { t, language, zone }),
          })}
        </li>
      ))}
    </ul>
  )
}
