import { DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { type ColorRule, ROW_TONES, VIEW_LIMITS } from '../../shared/views/content.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import { conditionsOf, newCondition } from './conditionText.ts'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly zone: string
}

/** The rules that colour rows, the strongest on top (VIEW-6). */
export function ColorEditor({ view, columns, zone }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const content = useStoreValue(view.content)
  const { colors } = content
  const set = (next: readonly ColorRule[]): void => view.arrange({ ...content, colors: [...next] })
  const replace = (place: number, rule: ColorRule): void => set(colors.map((old, i) => (i === place ? rule : old)))
  const fresh = (column: string): Pick<ColorRule, 'column' | 'condition'> => {
    const [first = 'filled'] = conditionsOf(columns.find(({ id }) => id === column) as Column)
    return { column, condition: newCondition(first) }
  }
  const options = columns.map(({ id, label }) => ({ value: id, label: label[language] }))
  return (
    <div className="arrange-editor">
      <span className="quiet">{t('views.colorHint')}</span>
      {colors.map((rule, i) => {
        const column = columns.find(({ id }) => id === rule.column)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list
          <div key={i} className="color-rule">
            <div className="arrange-row">
              <Select
                aria-label={t('views.tone')}
                className="tone-select"
                value={rule.tone}
                options={ROW_TONES.map(tone => ({
                  value: tone,
                  label: <span className={`tone-word tone-word-${tone}`}>{t(`views.tones.${tone}`)}</span>,
                }))}
                onChange={tone => replace(i, { ...rule, tone })}
              />
              <Select
                showSearch
                optionFilterProp="label"
                aria-label={t('views.colorColumn', { count: i + 1 })}
                value={rule.column}
                options={options}
                onChange={id => replace(i, { ...fresh(id), tone: rule.tone })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t('views.removeColor', { count: i + 1 })}
                title={t('views.removeColor', { count: i + 1 })}
                onClick={() => set(colors.toSpliced(i, 1))}
              />
            </div>
            {column === undefined ? null : (
              <ConditionEditor
                column={column}
                condition={rule.condition}
                zone={zone}
                onChange={condition => replace(i, { ...rule, condition })}
              />
            )}
          </div>
        )
      })}
      <Select
        key={colors.length}
        showSearch
        optionFilterProp="label"
        disabled={colors.length >= VIEW_LIMITS.colors}
        placeholder={t('views.addColor')}
        aria-label={t('views.addColor')}
        options={options}
        onChange={(column: string) =>
          set([...colors, { ...fresh(column), tone: ROW_TONES[colors.length % ROW_TONES.length] ?? 'red' }])
        }
      />
    </div>
  )
}
