import { Input, Select } from 'antd'
import { useId, useState } from 'react'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import { typedValue } from '../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'

export interface NewRowCells {
  edits: readonly { readonly column: string; readonly value: Scalar }[]
  /** Something required is missing, or a text does not fit. */
  problem: boolean
}

interface Props {
  readonly columns: readonly Column[]
  readonly language: Language
  readonly zone: string
  readonly requiredHint: string
  readonly onChange: (cells: NewRowCells) => void
}

/** A row that is not in the sheet yet, field by field, read as the grid reads it. */
export function NewRowFields({ columns, language, zone, requiredHint, onChange }: Props) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const id = useId()
  const change = (column: string, text: string): void => {
    const next = { ...texts, [column]: text }
    setTexts(next)
    const read = columns.map(it => ({ column: it.id, parsed: typedValue(it, next[it.id] ?? '', { zone }) }))
    onChange({
      problem: read.some(({ parsed }) => !parsed.ok),
      edits: read.flatMap(({ column: name, parsed }) =>
        parsed.ok && parsed.value !== null ? [{ column: name, value: parsed.value }] : [],
      ),
    })
  }
  return (
    <div className="new-row-fields">
      <p className="quiet">{requiredHint}</p>
      {columns.map(column => {
        const text = texts[column.id] ?? ''
        const parsed = typedValue(column, text, { zone })
        const refusal = parsed.ok || text === '' ? undefined : REFUSAL_TEXT[parsed.reason][language]
        const field = `${id}-${column.id}`
        return (
          <div key={column.id} className="new-row-field">
            <label htmlFor={field}>
              {column.label[language]}
              {column.required === true ? ' *' : ''}
            </label>
            {column.kind.type === 'choice' ? (
              <Select
                id={field}
                allowClear
                value={text === '' ? null : text}
                options={column.kind.choices
                  .filter(({ retired }) => retired !== true)
                  .map(({ value, label }) => ({ value, label: label[language] }))}
                onChange={(value: string | null | undefined) => change(column.id, value ?? '')}
              />
            ) : (
              <Input
                id={field}
                value={text}
                status={refusal === undefined ? '' : 'error'}
                aria-invalid={refusal !== undefined}
                aria-describedby={`${field}-why`}
                onChange={event => change(column.id, event.target.value)}
              />
            )}
            <span id={`${field}-why`} className="new-row-why">
              {refusal}
            </span>
          </div>
        )
      })}
    </div>
  )
}
