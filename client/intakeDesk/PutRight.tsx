import { Alert, Button, Input } from 'antd'
import { useId, useState } from 'react'
import type { SubmissionDetail } from '../../shared/protocol/intake.ts'
import type { Column } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import { parseCell } from '../../shared/schema/parse.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Reader } from './words.ts'

interface Props {
  readonly detail: SubmissionDetail
  readonly columns: readonly Column[]
  readonly reader: Reader
  readonly onSave: (cells: Record<string, Scalar>) => void
  readonly onCancel: () => void
}

/** What the row could not hold, or what the call on the telephone has put right, before it is accepted (INTAKE-14). */
export function PutRight({ detail, columns, reader, onSave, onCancel }: Props) {
  const { t, language, zone } = reader
  const form = useId()
  const fields = columns.filter(({ id, required }) => id in detail.cells || required === true)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      fields.map(column => [column.id, plainCell(column, detail.cells[column.id] ?? null, language, zone)]),
    ),
  )
  const read = fields.map(column => ({ column, parsed: parseCell(column, texts[column.id] ?? '', { zone }) }))
  const wrong = read.filter(({ parsed }) => !parsed.ok)
  return (
    <form
      className="intake-right"
      onSubmit={event => {
        event.preventDefault()
        if (wrong.length > 0) return
        onSave(Object.fromEntries(read.map(({ column, parsed }) => [column.id, parsed.ok ? parsed.value : null])))
      }}
    >
      {read.map(({ column, parsed }) => {
        const id = `${form}-${column.id}`
        return (
          <div key={column.id}>
            <label htmlFor={id}>{column.label[language]}</label>
            <Input
              id={id}
              value={texts[column.id] ?? ''}
              status={parsed.ok ? '' : 'error'}
              aria-invalid={!parsed.ok}
              onChange={({ target }) => setTexts({ ...texts, [column.id]: target.value })}
            />
            {parsed.ok ? null : <Alert type="error" title={REFUSAL_TEXT[parsed.reason][language]} />}
          </div>
        )
      })}
      <p className="intake-acts">
        <Button type="primary" htmlType="submit" disabled={wrong.length > 0}>
          {t('intake.detail.save')}
        </Button>
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
      </p>
    </form>
  )
}
