import {
  BgColorsOutlined,
  CloseOutlined,
  FilterOutlined,
  GroupOutlined,
  SortAscendingOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, Popover } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { VIEW_LIMITS } from '../../shared/views/content.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { ColorEditor } from './ColorEditor.tsx'
import { conditionText } from './conditionText.ts'
import { SortEditor } from './SortEditor.tsx'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly zone: string
}

/** What the rows are filtered, sorted, grouped and coloured by, each with its × (VIEW-13). */
export function ArrangementChips(props: Props) {
  return (
    <>
      <FilterChips {...props} />
      <SortChip {...props} />
      <GroupChip {...props} />
      <ColorChip {...props} />
    </>
  )
}

function FilterChips({ view, columns, zone }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const content = useStoreValue(view.content)
  const { filters } = content
  return (
    <>
      <Dropdown
        trigger={['click']}
        disabled={filters.length >= VIEW_LIMITS.filters}
        menu={{
          className: 'arrange-menu',
          'aria-label': t('views.addFilter'),
          items: columns.map(({ id, label }) => ({ key: id, label: label[language] })),
          onClick: ({ key }) => view.editFilter(key, anchorOf('filter')),
        }}
      >
        <Button size="small" type="text" icon={<FilterOutlined aria-hidden />} data-arrange="filter">
          {t('views.filter')}
        </Button>
      </Dropdown>
      {filters.map(filter => {
        const column = columns.find(({ id }) => id === filter.column)
        if (column === undefined) return null
        const value = conditionText(column, filter.condition, { t, language, zone })
        const what = t('views.pair', { name: column.label[language], value })
        return (
          <Chip
            key={filter.column}
            text={what}
            removeLabel={t('views.removeFilter', { what })}
            onOpen={anchor => view.editFilter(filter.column, anchor)}
            onRemove={() => view.arrange({ ...content, filters: filters.filter(other => other !== filter) })}
          />
        )
      })}
    </>
  )
}

/** The button of a kind in the bar. */
const anchorOf = (kind: string): HTMLElement | undefined =>
  document.querySelector<HTMLElement>(`[data-arrange="${kind}"]`) ?? undefined

function SortChip({ view, columns }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { sorts } = useStoreValue(view.content)
  const words = sorts.flatMap(({ column, descending }) => {
    const label = columns.find(({ id }) => id === column)?.label[language]
    return label === undefined ? [] : [`${label} ${descending ? '↓' : '↑'}`]
  })
  return (
    <EditorChip
      icon={<SortAscendingOutlined aria-hidden />}
      word={t('views.sort')}
      set={words}
      title={t('views.sortTitle')}
      content={<SortEditor view={view} columns={columns} />}
    />
  )
}

function GroupChip({ view, columns }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const content = useStoreValue(view.content)
  const column = columns.find(({ id }) => id === content.group)
  const fold = [
    { key: ':fold', label: t('views.foldAll') },
    { key: ':unfold', label: t('views.unfoldAll') },
    { key: ':none', label: t('views.noGroup') },
    { type: 'divider' as const },
  ]
  return (
    <span className="arrange-chip">
      <Dropdown
        trigger={['click']}
        menu={{
          className: 'arrange-menu',
          'aria-label': t('views.group'),
          ...(column === undefined ? {} : { selectedKeys: [column.id] }),
          items: [
            ...(column === undefined ? [] : fold),
            ...columns.map(({ id, label }) => ({ key: id, label: label[language] })),
          ],
          onClick: ({ key }) => {
            if (key === ':fold' || key === ':unfold') view.foldGroups(key === ':fold')
            else view.arrange({ ...content, group: key === ':none' ? null : key })
          },
        }}
      >
        <Button
          size="small"
          type="text"
          className={column === undefined ? '' : 'chip-set'}
          icon={<GroupOutlined aria-hidden />}
        >
          {column === undefined ? t('views.group') : t('views.groupBy', { column: column.label[language] })}
        </Button>
      </Dropdown>
      {column === undefined ? null : (
        <Remove label={t('views.removeGroup')} onClick={() => view.arrange({ ...content, group: null })} />
      )}
    </span>
  )
}

function ColorChip({ view, columns, zone }: Props) {
  const { t } = useTranslation()
  const { colors } = useStoreValue(view.content)
  return (
    <EditorChip
      icon={<BgColorsOutlined aria-hidden />}
      word={t('views.color')}
      set={colors.length === 0 ? [] : [String(colors.length)]}
      title={t('views.colorTitle')}
      content={<ColorEditor view={view} columns={columns} zone={zone} />}
    />
  )
}

interface EditorChipProps {
  readonly icon: ReactNode
  readonly word: string
  /** What is set now, in words. */
  readonly set: readonly string[]
  readonly title: string
  readonly content: ReactNode
}

/** A button of the bar with its editor below. */
function EditorChip({ icon, word, set, title, content }: EditorChipProps) {
  const { t } = useTranslation()
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      title={title}
      content={
        <div role="dialog" aria-label={title}>
          {content}
        </div>
      }
    >
      <Button size="small" type="text" icon={icon} className={set.length === 0 ? '' : 'chip-set'}>
        {set.length === 0 ? word : t('views.pair', { name: word, value: set.join(' · ') })}
      </Button>
    </Popover>
  )
}

interface ChipProps {
  readonly text: string
  readonly removeLabel: string
  readonly onOpen: (anchor: HTMLElement) => void
  readonly onRemove: () => void
}

const Chip = ({ text, removeLabel, onOpen, onRemove }: ChipProps) => (
  <span className="arrange-chip">
    <Button size="small" type="text" className="chip-set" onClick={event => onOpen(event.currentTarget)}>
      <span className="chip-text">{text}</span>
    </Button>
    <Remove label={removeLabel} onClick={onRemove} />
  </span>
)

const Remove = ({ label, onClick }: { readonly label: string; readonly onClick: () => void }) => (
  <Button
    size="small"
    type="text"
    className="chip-remove"
    icon={<CloseOutlined aria-hidden />}
    aria-label={label}
    title={label}
    onClick={onClick}
  />
)
