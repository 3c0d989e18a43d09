import { Alert, App, Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { namesContacts } from '../../shared/domain/contacts.ts'
import { DETAIL_FIELDS } from '../../shared/protocol/contacts.ts'
import type { Connection, FieldMapping, FieldTarget } from '../../shared/protocol/intakeConnections.ts'
import type { Column } from '../../shared/schema/column.ts'
import { normalizeWord } from '../../shared/schema/parse.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useChangeConnection, usePreview } from './connectionQueries.ts'
import { fieldName, type Reader, signText, valueText } from './words.ts'

interface Props {
  readonly connection: Connection
  readonly columns: readonly Column[]
  readonly reader: Reader
}

/** What becomes of each field, tried on what came while one chooses; saved, everything that waits is read anew (INTAKE-18). */
export function MappingEditor({ connection, columns, reader }: Props) {
  const { t, language } = reader
  const { i18n } = useTranslation()
  const { message } = App.useApp()
  const [mapping, setMapping] = useState<FieldMapping>(() => ({
    ...guesses(connection.fields, columns),
    ...connection.mapping,
  }))
  const preview = usePreview(connection.id, mapping)
  const change = useChangeConnection(connection.id)
  const newest = preview.data?.[0]
  const put = (field: string, target: FieldTarget | undefined): void => {
    const { [field]: _, ...others } = mapping
    setMapping(target === undefined ? others : { ...others, [field]: target })
  }
  const options = [
    { value: 'nothing', label: t('intake.connect.to.nothing') },
    { value: 'answer', label: t('intake.connect.to.answer') },
    {
      label: t('intake.connect.to.columns'),
      options: columns.map(({ id, label }) => ({ value: `column ${id}`, label: label[language] })),
    },
    {
      label: t('intake.connect.to.details'),
      options: DETAIL_FIELDS.map(detail => ({
        value: `detail ${detail}`,
        label: t(`intake.connect.detail.${detail}`),
      })),
    },
  ]
  return (
    <>
      <div className="intake-beside">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('intake.connect.field')}</th>
              <th scope="col">{t('intake.connect.example')}</th>
              <th scope="col">{t('intake.connect.goes')}</th>
            </tr>
          </thead>
          <tbody>
            {connection.fields.map(field => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{newest?.fields[field] ?? ''}</td>
                <td>
                  <Select
                    allowClear
                    showSearch={{ optionFilterProp: 'label' }}
                    className="intake-target"
                    popupMatchSelectWidth={false}
                    aria-label={t('intake.connect.goesOf', { field })}
                    placeholder={t('intake.connect.undecided')}
                    value={keyOf(mapping[field]) ?? null}
                    options={options}
                    onChange={value => put(field, targetOf(value ?? undefined))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>{t('intake.connect.preview')}</h3>
      {newest === undefined ? (
        <p className="quiet">{t('intake.connect.noneWait')}</p>
      ) : (
        <ul className="intake-preview">
          {preview.data?.map(({ submission, cells, details, signs }) => (
            <li key={submission}>
              {Object.entries(cells)
                .map(([id, value]) => {
                  const column = columns.find(one => one.id === id)
                  const text = column === undefined ? String(value) : valueText(column, value, reader)
                  return `${fieldName(columns, id, language)} ${text}`
                })
                .concat(details.map(detail => `${t(`intake.connect.detail.${detail}`)} ✓`))
                .join(' · ')}
              {signs.map(sign => (
                <div key={sign} className="quiet">
                  ⚠ {signText(sign, columns, reader)}
                </div>
              ))}
            </li>
          ))}
        </ul>
      )}
      {change.error === null ? null : <Alert type="error" showIcon title={sentenceOf(change.error, i18n)} />}
      <p>
        <Button
          type="primary"
          loading={change.isPending}
          onClick={() =>
            change.mutate(
              { mapping },
              { onSuccess: ({ renewed }) => void message.success(t('intake.connect.saved', { count: renewed })) },
            )
          }
        >
          {t('intake.connect.save')}
        </Button>
      </p>
    </>
  )
}

const keyOf = (target: FieldTarget | undefined): string | undefined =>
  target === undefined
    ? undefined
    : target.to === 'column'
      ? `column ${target.column}`
      : target.to === 'detail'
        ? `detail ${target.detail}`
        : target.to

function targetOf(key: string | undefined): FieldTarget | undefined {
  if (key === 'nothing' || key === 'answer') return { to: key }
  if (key?.startsWith('column ') === true) return { to: 'column', column: key.slice('column '.length) }
  const detail = DETAIL_FIELDS.find(field => key === `detail ${field}`)
  return detail === undefined ? undefined : { to: 'detail', detail }
}

/** Fields named like a column go there; those named like a person's are left for a person to say. */
function guesses(fields: readonly string[], columns: readonly Column[]): FieldMapping {
  const guessed: Record<string, FieldTarget> = {}
  for (const field of fields) {
    const word = normalizeWord(field)
    const named = columns.find(({ id, label, synonyms = [] }) =>
      [id, label.zh, label.en, ...synonyms].some(name => normalizeWord(name) === word),
    )
    if (named !== undefined && !namesContacts(field)) guessed[field] = { to: 'column', column: named.id }
    if (word === 'serialnumber') guessed[field] = { to: 'nothing' }
  }
  return guessed
}
