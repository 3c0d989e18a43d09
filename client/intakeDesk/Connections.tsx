import { ApiOutlined } from '@ant-design/icons'
import { Alert, App, Button, Collapse, Drawer, Input, Select, Tag } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { API } from '../../shared/protocol/http.ts'
import type { Connection } from '../../shared/protocol/intakeConnections.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { copyText } from '../ui/copyText.ts'
import { momentText } from '../ui/moments.ts'
import { useChangeConnection, useConnect, useConnections } from './connectionQueries.ts'
import { MappingEditor } from './MappingEditor.tsx'
import type { Reader } from './words.ts'

interface Props {
  readonly operation: string
  readonly sheets: readonly SheetInfo[]
  readonly reader: Reader
}

/** Ways in from elsewhere: forms of other services, and what becomes of their fields (INTAKE-18). */
export function Connections(props: Props) {
  const { t } = props.reader
  const [shown, show] = useState(false)
  return (
    <>
      <Button icon={<ApiOutlined aria-hidden />} onClick={() => show(true)}>
        {t('intake.connect.open')}
      </Button>
      <Drawer open={shown} size={720} title={t('intake.connect.title')} onClose={() => show(false)} destroyOnHidden>
        <Inside {...props} />
      </Drawer>
    </>
  )
}

function Inside({ operation, sheets, reader }: Props) {
  const { t } = reader
  const { i18n } = useTranslation()
  const { data = [], error } = useConnections(operation)
  return (
    <div className="intake-connect">
      <p className="quiet">{t('intake.connect.lead')}</p>
      {error === null ? null : <Alert type="warning" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      {data.length === 0 ? null : (
        <Collapse
          items={data.map(connection => ({
            key: connection.id,
            label: (
              <>
                {connection.name} {connection.closed ? <Tag>{t('intake.connect.closed')}</Tag> : null}
                <span className="quiet">{t('intake.connect.waiting', { count: connection.waiting })}</span>
              </>
            ),
            children: <One connection={connection} sheets={sheets} reader={reader} />,
          }))}
        />
      )}
      <NewConnection operation={operation} sheets={sheets} reader={reader} />
    </div>
  )
}

function NewConnection({ operation, sheets, reader: { t } }: Props) {
  const { i18n } = useTranslation()
  const id = useId()
  const open = sheets.filter(({ archived }) => archived !== true)
  const [name, setName] = useState('')
  const [sheet, setSheet] = useState(open[0]?.id)
  const connect = useConnect(operation)
  const made = connect.data
  return (
    <form
      className="intake-right"
      onSubmit={event => {
        event.preventDefault()
        if (sheet !== undefined && name.trim() !== '')
          connect.mutate({ sheet, name: name.trim() }, { onSuccess: () => setName('') })
      }}
    >
      <h3>{t('intake.connect.new')}</h3>
      <label htmlFor={`${id}-name`}>{t('intake.connect.name')}</label>
      <Input
        id={`${id}-name`}
        value={name}
        maxLength={100}
        placeholder={t('intake.connect.nameHint')}
        onChange={({ target }) => setName(target.value)}
      />
      <label htmlFor={`${id}-sheet`}>{t('intake.connect.sheet')}</label>
      <Select
        id={`${id}-sheet`}
        value={sheet ?? null}
        options={open.map(({ id: value, title }) => ({ value, label: title }))}
        onChange={value => setSheet(value ?? undefined)}
      />
      {connect.error === null ? null : <Alert type="error" showIcon title={sentenceOf(connect.error, i18n)} />}
      <p className="intake-acts">
        <Button
          type="primary"
          htmlType="submit"
          disabled={name.trim() === '' || sheet === undefined}
          loading={connect.isPending}
        >
          {t('intake.connect.make')}
        </Button>
      </p>
      {made === undefined ? null : <Secret address={addressOf(made.connection)} secret={made.secret} t={t} />}
    </form>
  )
}

const addressOf = ({ id }: Pick<Connection, 'id'>): string => `${location.origin}${API}/public/webhooks/${id}`

/** The only time the secret is on screen, in the two ways services take it. */
function Secret({
  address,
  secret,
  t,
}: {
  readonly address: string
  readonly secret: string
  readonly t: Reader['t']
}) {
  const { message } = App.useApp()
  const whole = address.replace('://', `://gongji:${secret}@`)
  const copy = (text: string) =>
    void copyText(text).then(
      done => void (done ? message.success(t('held.copied')) : message.warning(t('held.copyFailed'))),
    )
  return (
    <Alert
      type="success"
      role="status"
      title={t('intake.connect.once')}
      description={
        <dl className="intake-secret">
          <dt>{t('intake.connect.whole')}</dt>
          <dd>
            <code>{whole}</code>{' '}
            <Button size="small" onClick={() => copy(whole)}>
              {t('intake.connect.copy')}
            </Button>
          </dd>
          <dt>{t('intake.connect.header')}</dt>
          <dd>
            <code>X-Gongji-Secret: {secret}</code>{' '}
            <Button size="small" onClick={() => copy(secret)}>
              {t('intake.connect.copy')}
            </Button>
          </dd>
        </dl>
      }
    />
  )
}

function One({ connection, sheets, reader }: Omit<Props, 'operation'> & { readonly connection: Connection }) {
  const { t, language, zone } = reader
  const { now } = useServices()
  const change = useChangeConnection(connection.id)
  const sheet = sheets.find(({ id }) => id === connection.sheet)
  return (
    <div className="intake-connect">
      <p className="quiet">
        {t('intake.detail.sheet')} {sheet?.title ?? ''} · <code>{addressOf(connection)}</code>
        {connection.lastAt === null ? '' : ` · ${momentText(connection.lastAt, zone, language, now())}`}
      </p>
      {connection.fields.length === 0 ? (
        <p>{t('intake.connect.nothingYet')}</p>
      ) : (
        <MappingEditor
          key={connection.fields.join()}
          connection={connection}
          columns={sheet?.columns ?? []}
          reader={reader}
        />
      )}
      <p>
        <Button size="small" loading={change.isPending} onClick={() => change.mutate({ closed: !connection.closed })}>
          {t(connection.closed ? 'intake.connect.reopen' : 'intake.connect.close')}
        </Button>
      </p>
    </div>
  )
}
