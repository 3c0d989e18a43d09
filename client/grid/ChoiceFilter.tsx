import { type CustomFilterProps, useGridFilter } from 'ag-grid-react'
import { Checkbox } from 'antd'
import { useCallback } from 'react'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { RowRef } from './RowRef.ts'

export interface ChoiceFilterOption {
  readonly value: Scalar
  readonly label: string
}

type Props = CustomFilterProps<RowRef, unknown, readonly Scalar[]> & {
  readonly options: readonly ChoiceFilterOption[]
  readonly all: string
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

/** Keeps the rows whose cell holds one of the ticked choices; nothing or everything ticked keeps all rows. */
export function ChoiceFilter({ options, all, model, onModelChange, getValue }: Props) {
  const doesFilterPass = useCallback(
    ({ node }: Parameters<Parameters<typeof useGridFilter>[0]['doesFilterPass']>[0]) => {
      const value: unknown = getValue(node)
      return model?.some(kept => kept === value || (kept === null && isEmpty(value))) ?? true
    },
    [model, getValue],
  )
  useGridFilter({ doesFilterPass })
  const every = options.map(({ value }) => value)
  const ticked = model ?? every
  const choose = (next: readonly Scalar[]) => onModelChange(next.length === every.length ? null : next)
  return (
    <div className="choice-filter">
      <Checkbox
        checked={ticked.length === every.length}
        indeterminate={ticked.length > 0 && ticked.length < every.length}
        onChange={event => choose(event.target.checked ? every : [])}
      >
        {all}
      </Checkbox>
      {options.map(({ value, label }) => (
        <Checkbox
          key={String(value)}
          checked={ticked.includes(value)}
          onChange={event => choose(event.target.checked ? [...ticked, value] : ticked.filter(kept => kept !== value))}
        >
          {label}
        </Checkbox>
      ))}
    </div>
  )
}
