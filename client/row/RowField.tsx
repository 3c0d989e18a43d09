import {
  CheckCircleOutlined,
  CloudSyncOutlined,
  DisconnectOutlined,
  EditOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import type { EditorAids } from '../grid/editors/EditorAids.ts'
import type { SheetSession } from '../sync/session.ts'
import { usePeers } from '../ui/useSession.ts'
import type { Form } from './drafts.ts'
import { FieldInput } from './FieldInput.tsx'
import { type FieldState, useField } from './useField.ts'
import { useOffers } from './useOffers.ts'

interface Props {
  readonly session: SheetSession
  readonly row: string
  readonly column: Column
  readonly form: Form
  readonly aids: EditorAids
  readonly onEnter: (column: string) => void
}

const ICONS: Record<Exclude<FieldState, 'none'>, ReactNode> = {
  refused: <WarningOutlined aria-hidden />,
  waiting: <DisconnectOutlined aria-hidden />,
  saving: <CloudSyncOutlined aria-hidden />,
  notSaved: <WarningOutlined aria-hidden />,
  saved: <CheckCircleOutlined aria-hidden />,
}

/** One field of the form: its name, who else is in it, how far its newest text has got, and what is wrong with it. */
export function RowField({ session, row, column, form, aids, onEnter }: Props) {
  const { t } = useTranslation()
  const { language, zone, columns } = form
  const id = useId()
  const field = useField(session, row, column, form)
  const offers = useOffers({ session, row, column, columns, aids })
  const { state, refusal, theirs } = field
  const radios = column.kind.type === 'boolean'
  const label = (
    <>
      {column.label[language]}
      {column.required === true ? <span className="field-required"> {t('row.required')}</span> : null}
    </>
  )
  return (
    <div className={`row-field field-${state}`} data-column={column.id}>
      <div className="field-head">
        {radios || session.readOnly ? <span className="field-name">{label}</span> : <label htmlFor={id}>{label}</label>}
        <Here session={session} row={row} column={column.id} />
        {state === 'none' ? null : (
          <span className="field-state">
            {ICONS[state]} {t(`row.${state}`)}
          </span>
        )}
      </div>
      {session.readOnly ? (
        <p className="field-value">{formatCell(column, field.value, language, zone)}</p>
      ) : (
        <FieldInput
          id={id}
          column={column}
          field={field}
          language={language}
          describedBy={`${id}-note`}
          offers={offers.names}
          onEnter={() => {
            offers.ask()
            onEnter(column.id)
          }}
        />
      )}
      <div id={`${id}-note`} className="field-note">
        {refusal === undefined ? (column.help?.[language] ?? '') : REFUSAL_TEXT[refusal][language]}
        {refusal !== undefined && state === 'refused' ? ` ${t('row.notWritten')}` : ''}
      </div>
      {theirs === undefined ? null : (
        <div className="field-theirs" role="status">
          {t('row.theirs', { text: theirs === '' ? t('row.blank') : theirs })}{' '}
          <Button size="small" onClick={field.discard}>
            {t('row.takeTheirs')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The colleagues who are in this very cell. */
function Here({
  session,
  row,
  column,
}: {
  readonly session: SheetSession
  readonly row: string
  readonly column: string
}) {
  const { t } = useTranslation()
  const here = usePeers(session).filter(({ cell }) => cell?.row === row && cell.column === column)
  if (here.length === 0) return null
  return (
    <span className="field-here">
      {here.map(({ client, color }) => (
        <span key={client} className="here-dot" style={{ background: color }} />
      ))}
      <EditOutlined aria-hidden /> {t('row.here', { names: [...new Set(here.map(({ name }) => name))].join('、') })}
    </span>
  )
}
