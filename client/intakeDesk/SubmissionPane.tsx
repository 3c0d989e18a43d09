import { ArrowLeftOutlined, WarningOutlined } from '@ant-design/icons'
import { Alert, Button, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { can } from '../../shared/domain/roles.ts'
import type { Me, SheetInfo } from '../../shared/protocol/http.ts'
import type { Decision, SubmissionDetail } from '../../shared/protocol/intake.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { sheetPath } from '../app/deepLink.ts'
import { actorOf } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { MaskedDetails } from '../contacts/MaskedDetails.tsx'
import { momentText } from '../ui/moments.ts'
import { Candidates } from './Candidates.tsx'
import { PutRight } from './PutRight.tsx'
import { useSubmission } from './queries.ts'
import { columnsFor, fieldName, type Reader, signText, summaryOf, valueText } from './words.ts'

interface Props {
  readonly id: string
  readonly me: Me
  readonly operation: string
  readonly sheets: readonly SheetInfo[]
  readonly reader: Reader
  readonly mayDecide: boolean
  readonly onDecide: (decision: Decision) => void
  readonly onReject: (id: string) => void
  readonly onUndo: (id: string) => void
  readonly onBack: () => void
}

/** One from all sides, and what becomes of it (INTAKE-14). */
export function SubmissionPane({ id, ...props }: Props) {
  const { i18n } = useTranslation()
  const { data, error } = useSubmission(id)
  const { t } = props.reader
  return (
    <section className="intake-pane" aria-label={t('intake.detail.label')}>
      <Button className="intake-back" icon={<ArrowLeftOutlined aria-hidden />} onClick={props.onBack}>
        {t('intake.act.back')}
      </Button>
      {error === null ? null : <Alert type="warning" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      {data === undefined ? error === null ? <Spin /> : null : <Shown key={data.id} detail={data} {...props} />}
    </section>
  )
}

type ShownProps = Omit<Props, 'id' | 'onBack'> & { readonly detail: SubmissionDetail }

function Shown({ detail, me, operation, sheets, reader, mayDecide, onDecide, onReject, onUndo }: ShownProps) {
  const { t, language, zone } = reader
  const { now } = useServices()
  const columns = columnsFor(sheets, detail)
  const [editing, edit] = useState(false)
  const ids = [detail.id]
  const waits = detail.decided === null
  const told = columns.filter(({ id }) => (detail.cells[id] ?? null) !== null)
  const rowPath = (row: string): string => sheetPath(operation, detail.sheet.id, { row })
  return (
    <>
      <h2>{summaryOf(detail, columns, reader)}</h2>
      <p className="quiet">
        {t('intake.detail.at')} {momentText(detail.at, zone, language, now())} · {t(`intake.source.${detail.source}`)}
        {detail.from === '' ? '' : ` · ${detail.from}`} · {t('intake.detail.sheet')} {detail.sheet.title}
      </p>
      {detail.signs.length === 0 ? null : (
        <div className="intake-signs" role="note" aria-label={t('intake.signs')}>
          <strong>
            <WarningOutlined aria-hidden /> {t('intake.signs')}
          </strong>
          <ul>
            {detail.signs.map(sign => (
              <li key={sign}>{signText(sign, columns, reader)}</li>
            ))}
          </ul>
        </div>
      )}
      {waits && mayDecide && !editing ? (
        <div className="intake-acts" role="toolbar" aria-label={t('intake.act.label')}>
          <Button
            type="primary"
            title={t('intake.act.acceptHint', { sheet: detail.sheet.title })}
            onClick={() => onDecide({ decision: 'accept', ids })}
          >
            {t('intake.act.accept')}
          </Button>
          <Button onClick={() => edit(true)}>{t('intake.detail.edit')}</Button>
          <Button title={t('intake.act.rejectHint')} onClick={() => onReject(detail.id)}>
            {t('intake.act.reject')}
          </Button>
          <Button title={t('intake.act.spamHint')} onClick={() => onDecide({ decision: 'spam', ids })}>
            {t('intake.act.spam')}
          </Button>
        </div>
      ) : null}
      {detail.decided === null ? null : (
        <div className="intake-acts">
          <span>
            {t('intake.detail.decided', {
              state: t(`intake.state.${detail.state}`),
              by: detail.decided.by ?? t('intake.notDone.rule'),
              at: momentText(detail.decided.at, zone, language, now()),
            })}
          </span>
          {detail.decided.row === null ? null : <Link to={rowPath(detail.decided.row)}>{t('intake.act.openRow')}</Link>}
          {mayDecide && detail.decided.mayUndo ? (
            <Button size="small" onClick={() => onUndo(detail.id)}>
              {t('intake.act.undo')}
            </Button>
          ) : null}
          {detail.decided.reason === null ? null : (
            <p>{t('intake.detail.reason', { reason: detail.decided.reason })}</p>
          )}
        </div>
      )}
      <h3>{t('intake.detail.cells')}</h3>
      {editing ? (
        <PutRight
          detail={detail}
          columns={columns}
          reader={reader}
          onCancel={() => edit(false)}
          onSave={cells => {
            edit(false)
            onDecide({ decision: 'accept', ids, cells })
          }}
        />
      ) : (
        <dl className="intake-fields">
          {told.map(column => (
            <Field key={column.id} name={column.label[language]}>
              {valueText(column, detail.cells[column.id] ?? null, reader)}
            </Field>
          ))}
        </dl>
      )}
      {detail.answers.length === 0 ? null : (
        <>
          <h3>{t('intake.detail.answers')}</h3>
          <dl className="intake-fields">
            {detail.answers.map(({ id, label, value }) => (
              <Field key={id} name={label?.[language] ?? fieldName(columns, id, language)}>
                {answerText(value, reader)}
              </Field>
            ))}
          </dl>
        </>
      )}
      <Pictures files={detail.files} reader={reader} />
      <Contact detail={detail} me={me} operation={operation} reader={reader} />
      {waits ? (
        <>
          <h3>{t('intake.candidates.title')}</h3>
          <Candidates
            detail={detail}
            columns={columns}
            reader={reader}
            linkTo={rowPath}
            onAttach={mayDecide ? row => onDecide({ decision: 'attach', ids, row }) : undefined}
          />
        </>
      ) : null}
    </>
  )
}

function Field({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Pictures({ files, reader: { t } }: { readonly files: readonly string[]; readonly reader: Reader }) {
  const { api } = useServices()
  if (files.length === 0) return null
  return (
    <>
      <h3>{t('intake.detail.files')}</h3>
      <div className="intake-acts">
        {files.map((file, n) => {
          const address = api.url(`form-photos/${encodeURIComponent(file)}`)
          return (
            <a key={file} href={address} target="_blank" rel="noreferrer">
              <img className="intake-picture" src={address} alt={t('intake.detail.picture', { n: n + 1 })} />
            </a>
          )
        })}
      </div>
    </>
  )
}

function Contact({
  detail: { contact },
  me,
  operation,
  reader: { t },
}: Pick<ShownProps, 'detail' | 'me' | 'operation' | 'reader'>) {
  const relation = contact?.organization === me.member.organization.id ? 'own' : 'checking'
  return (
    <>
      <h3>{t('intake.detail.contact')}</h3>
      {contact === null ? (
        <p className="quiet">{t('intake.detail.contactNone')}</p>
      ) : (
        <MaskedDetails contact={contact} may={can(actorOf(me), 'contact.reveal', { operation, relation })} />
      )}
    </>
  )
}

type Answer = SubmissionDetail['answers'][number]['value']
const answerText = (value: Answer, { t }: Reader): string =>
  (Array.isArray(value) ? value : [value])
    .map(each => (typeof each === 'boolean' ? t(each ? 'intake.detail.yes' : 'intake.detail.no') : String(each ?? '')))
    .join('、')
