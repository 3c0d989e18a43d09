import { Button, Popover, Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Condition } from '../../shared/views/content.ts'
import type { FilterEdit, SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { ConditionEditor } from './ConditionEditor.tsx'
import { conditionsOf, newCondition } from './conditionText.ts'
import { ValueList } from './ValueList.tsx'

/** A list of more values than this is no help: then a condition is asked for. */
const MOST_VALUES = 500

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly zone: string
}

/** The filter being set, beside the funnel or chip it was opened from. Every change is shown at once; Esc and "done" lead back. */
export function FilterPopover({ view, columns, zone }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const edit = useStoreValue(view.filterEdit)
  const column = columns.find(({ id }) => id === edit?.column)
  if (edit === undefined || column === undefined) return null
  const close = (): void => {
    view.filterEdit.set(undefined)
    if (edit.anchor?.isConnected === true) focusNear(edit.anchor)
  }
  return (
    <Popover
      key={column.id}
      open
      trigger="click"
      placement="bottomLeft"
      title={t('views.filterTitle', { column: column.label[language] })}
      onOpenChange={open => {
        if (!open) close()
      }}
      content={
        <div
          className="filter-editor"
          role="dialog"
          aria-label={t('views.filterTitle', { column: column.label[language] })}
          onKeyDown={event => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
            event.stopPropagation()
            close()
          }}
        >
          <FilterEditor view={view} column={column} zone={zone} onDone={close} />
        </div>
      }
    >
      <span className="filter-anchor" style={placeOf(edit)} aria-hidden />
    </Popover>
  )
}

function placeOf({ anchor }: FilterEdit): { readonly left: number; readonly top: number } {
  const box = anchor?.getBoundingClientRect()
  if (box === undefined) return { left: 16, top: 90 }
  return { left: Math.max(8, Math.min(box.left, innerWidth - 40)), top: box.bottom }
}

/** The funnel itself cannot be reached by keyboard: the head it is in can. */
const focusNear = (anchor: HTMLElement): void => (anchor.closest<HTMLElement>('.ag-header-cell') ?? anchor).focus()

interface EditorProps {
  readonly view: SheetView
  readonly column: Column
  readonly zone: string
  readonly onDone: () => void
}

function FilterEditor({ view, column, zone, onDone }: EditorProps) {
  const { t } = useTranslation()
  const content = useStoreValue(view.content)
  const now = content.filters.find(filter => filter.column === column.id)?.condition
  const counts = useMemo(
    () => (hasValues(column) ? view.arranged.distinct(column.id, MOST_VALUES) : undefined),
    [view, column],
  )
  const [way, setWay] = useState<'value' | 'condition'>(
    counts === undefined || (now !== undefined && now.is !== 'anyOf') ? 'condition' : 'value',
  )
  const set = (condition: Condition | undefined): void => {
    const others = content.filters.filter(filter => filter.column !== column.id)
    view.arrange({
      ...content,
      filters: condition === undefined ? others : [...others, { column: column.id, condition }],
    })
  }
  const [first = 'filled'] = conditionsOf(column)
  return (
    <>
      {counts === undefined ? null : (
        <Segmented
          block
          value={way}
          options={[
            { value: 'value', label: t('views.byValue') },
            { value: 'condition', label: t('views.byCondition') },
          ]}
          onChange={setWay}
        />
      )}
      {way === 'value' && counts !== undefined ? (
        <ValueList column={column} zone={zone} counts={counts} condition={now} onChange={set} />
      ) : (
        <>
          {counts === undefined && hasValues(column) ? (
            <span className="quiet">{t('views.tooMany', { count: MOST_VALUES })}</span>
          ) : null}
          <ConditionEditor
            column={column}
            condition={now !== undefined && conditionsOf(column).includes(now.is) ? now : newCondition(first)}
            zone={zone}
            onChange={set}
          />
        </>
      )}
      <div className="filter-buttons">
        <Button disabled={now === undefined} onClick={() => set(undefined)}>
          {t('views.clear')}
        </Button>
        <Button type="primary" onClick={onDone}>
          {t('views.done')}
        </Button>
      </div>
    </>
  )
}

/** Whether a list of its values says something: numbers and days are asked for by their size. */
const hasValues = ({ kind }: Column): boolean => !['number', 'date', 'dateTime'].includes(kind.type)
