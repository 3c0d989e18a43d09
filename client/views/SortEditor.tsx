import { ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { type ColumnSort, VIEW_LIMITS } from '../../shared/views/content.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStoreValue } from '../ui/valueStore.ts'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
}

/** The columns the rows are sorted by, one under the other (VIEW-3). */
export function SortEditor({ view, columns }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const content = useStoreValue(view.content)
  const { sorts } = content
  const set = (next: readonly ColumnSort[]): void => view.arrange({ ...content, sorts: [...next] })
  const free = columns.filter(({ id }) => !sorts.some(sort => sort.column === id))
  const options = (mine: string) =>
    columns
      .filter(column => column.id === mine || free.includes(column))
      .map(({ id, label }) => ({ value: id, label: label[language] }))
  const nameOf = (id: string): string => columns.find(column => column.id === id)?.label[language] ?? id
  const replace = (place: number, sort: ColumnSort): void => set(sorts.map((old, i) => (i === place ? sort : old)))
  return (
    <div className="arrange-editor">
      <span className="quiet">{t('views.sortHint')}</span>
      {sorts.map((sort, i) => (
        <div key={sort.column} className="arrange-row">
          <Select
            showSearch
            optionFilterProp="label"
            aria-label={t('views.sortColumn', { count: i + 1 })}
            value={sort.column}
            options={options(sort.column)}
            onChange={column => replace(i, { ...sort, column })}
          />
          <Button
            aria-pressed={sort.descending}
            aria-label={`${nameOf(sort.column)}: ${t(sort.descending ? 'views.descending' : 'views.ascending')}`}
            onClick={() => replace(i, { ...sort, descending: !sort.descending })}
          >
            {sort.descending ? `↓ ${t('views.descending')}` : `↑ ${t('views.ascending')}`}
          </Button>
          <Button
            type="text"
            disabled={i === 0}
            icon={<ArrowUpOutlined aria-hidden />}
            aria-label={t('views.earlier', { column: nameOf(sort.column) })}
            title={t('views.earlier', { column: nameOf(sort.column) })}
            onClick={() => set(sorts.toSpliced(i, 1).toSpliced(i - 1, 0, sort))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('views.removeSort', { column: nameOf(sort.column) })}
            title={t('views.removeSort', { column: nameOf(sort.column) })}
            onClick={() => set(sorts.toSpliced(i, 1))}
          />
        </div>
      ))}
      <Select
        key={sorts.length}
        showSearch
        optionFilterProp="label"
        disabled={sorts.length >= VIEW_LIMITS.sorts}
        placeholder={t('views.addSort')}
        aria-label={t('views.addSort')}
        options={free.map(({ id, label }) => ({ value: id, label: label[language] }))}
        onChange={(column: string) => set([...sorts, { column, descending: false }])}
      />
    </div>
  )
}
