import { Alert, Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Form, FormLink } from '../../shared/protocol/forms.ts'
import type { Column } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import { typedValue } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useLanguage } from '../i18n/language.ts'
import { copyText } from '../ui/copyText.ts'
import { QrCode } from './QrCode.tsx'
import { useFormDeed, useNewHead } from './queries.ts'

interface Props {
  readonly form: Form
  readonly columns: readonly Column[]
  readonly zone: string
}

const addressOf = ({ code }: FormLink): string => `${location.origin}/f/${code}`

/** The ways to a form: an address and a QR code each, what they fix, the page of their community head; and the sheet to print and hang up (FORM-18). */
export function LinksPanel({ form, columns, zone }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const deed = useFormDeed(form.operation)
  const newHead = useNewHead(form.operation)
  const [head, setHead] = useState<{ readonly name: string; readonly address: string }>()
  const [copied, setCopied] = useState('')
  const [printing, setPrinting] = useState(false)
  const copy = (text: string): void => void copyText(text).then(done => setCopied(done ? text : ''))
  const fixedText = (fixed: Readonly<Record<string, Scalar>>): string =>
    columns
      .filter(({ id }) => (fixed[id] ?? null) !== null)
      .map(column => `${column.label[language]} ${plainCell(column, fixed[column.id] ?? null, language, zone)}`)
      .join(' · ')
  const makeHead = async (link: FormLink): Promise<void> => {
    const secret = await newHead.mutateAsync({ id: form.id, link: link.id })
    setHead({ name: link.name, address: `${location.origin}/c#${secret}` })
  }
  const failure = deed.error ?? newHead.error
  return (
    <section className="form-links">
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('forms.link')}</th>
            <th>{t('forms.qr')}</th>
            <th>{t('forms.fixed')}</th>
            <th>{t('forms.head')}</th>
            <th>{t('forms.state')}</th>
          </tr>
        </thead>
        <tbody>
          {form.links.map(link => (
            <tr key={link.id}>
              <td>
                <strong>{link.name}</strong>
                <br />
                <a href={addressOf(link)} target="_blank" rel="noreferrer">
                  /f/{link.code}
                </a>{' '}
                <Button size="small" type="text" onClick={() => copy(addressOf(link))}>
                  {copied === addressOf(link) ? `✓ ${t('forms.copied')}` : t('forms.copy')}
                </Button>
              </td>
              <td>
                <QrCode text={addressOf(link)} name={t('forms.qrOf', { name: link.name })} size={72} />
              </td>
              <td>{fixedText(link.fixed)}</td>
              <td>
                <Button
                  size="small"
                  loading={newHead.isPending}
                  onClick={() => void makeHead(link).catch(() => undefined)}
                >
                  {t(link.head ? 'forms.headAgain' : 'forms.headNew')}
                </Button>
                {link.head ? (
                  <Button
                    size="small"
                    type="text"
                    danger
                    onClick={() => deed.mutate({ do: 'changeLink', id: form.id, link: link.id, endHead: true })}
                  >
                    {t('forms.headEnd')}
                  </Button>
                ) : null}
              </td>
              <td>
                <Button
                  size="small"
                  onClick={() => deed.mutate({ do: 'changeLink', id: form.id, link: link.id, closed: !link.closed })}
                >
                  {t(link.closed ? 'forms.openLink' : 'forms.closeLink')}
                </Button>{' '}
                {t(link.closed ? 'forms.closedState' : 'forms.openState')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {failure === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(failure, i18n)} />}
      <Button onClick={() => setPrinting(true)}>{t('forms.print')}</Button>
      <NewLinks form={form} columns={columns} />
      <Modal
        open={head !== undefined}
        footer={null}
        title={t('forms.headTitle', { name: head?.name ?? '' })}
        onCancel={() => setHead(undefined)}
      >
        <p>{t('forms.headOnce')}</p>
        <Input.TextArea readOnly autoSize value={head?.address ?? ''} aria-label={t('forms.head')} />
        <p>
          <Button onClick={() => copy(head?.address ?? '')}>
            {copied === head?.address ? `✓ ${t('forms.copied')}` : t('forms.copy')}
          </Button>
        </p>
      </Modal>
      <Modal
        open={printing}
        width={720}
        title={t('forms.print')}
        okText={t('forms.printNow')}
        cancelText={t('app.close')}
        onOk={() => window.print()}
        onCancel={() => setPrinting(false)}
      >
        <div className="qr-print">
          {form.links
            .filter(({ closed }) => !closed)
            .map(link => (
              <figure key={link.id}>
                <figcaption>
                  <strong>{form.content.title[language] || form.content.title.zh}</strong>
                  <br />
                  {link.name}
                </figcaption>
                <QrCode text={addressOf(link)} name={t('forms.qrOf', { name: link.name })} size={200} />
                <p>{addressOf(link)}</p>
              </figure>
            ))}
        </div>
      </Modal>
    </section>
  )
}

/** Adds a link for each line: its name, and beside it what every submission by it has. */
function NewLinks({ form, columns }: Pick<Props, 'form' | 'columns'>) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const deed = useFormDeed(form.operation)
  const [names, setNames] = useState('')
  const [nameColumn, setNameColumn] = useState('')
  const [fixed, setFixed] = useState<Record<string, Scalar>>({})
  const [column, setColumn] = useState<string>()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const lines = [
    ...new Set(
      names
        .split('\n')
        .map(line => line.trim().slice(0, 100))
        .filter(line => line !== ''),
    ),
  ]
  const texts = columns.filter(
    ({ kind }) => kind.type === 'text' || kind.type === 'organization' || kind.type === 'place',
  )
  const add = async (): Promise<void> => {
    const left = [...lines]
    for (const name of lines) {
      await deed.mutateAsync({
        do: 'link',
        id: form.id,
        name,
        fixed: nameColumn === '' ? fixed : { ...fixed, [nameColumn]: name },
      })
      // What is made already is gone from the field: after a failure the rest is still there, and nothing is made twice.
      left.shift()
      setNames(left.join('\n'))
    }
  }
  const fix = (): void => {
    const chosen = columns.find(({ id }) => id === column)
    if (chosen === undefined) return
    const value = typedValue({ ...chosen, required: false }, text)
    setWrong(!value.ok)
    if (!value.ok || value.value === null) return
    setFixed({ ...fixed, [chosen.id]: value.value })
    setText('')
  }
  return (
    <section className="new-links">
      <h3>{t('forms.newLinks')}</h3>
      <Input.TextArea
        rows={3}
        value={names}
        aria-label={t('forms.linkNames')}
        placeholder={t('forms.linkNames')}
        onChange={event => setNames(event.target.value)}
      />
      <div className="question-row">
        <Select
          value={nameColumn}
          aria-label={t('forms.nameColumn')}
          options={[
            { value: '', label: t('forms.nameNowhere') },
            ...texts.map(({ id, label }) => ({ value: id, label: t('forms.nameInto', { column: label[language] }) })),
          ]}
          onChange={setNameColumn}
        />
      </div>
      <div className="question-row">
        <Select
          value={column ?? null}
          placeholder={t('forms.fixColumn')}
          aria-label={t('forms.fixColumn')}
          options={columns.map(({ id, label }) => ({ value: id, label: label[language] }))}
          onChange={setColumn}
        />
        <Input
          value={text}
          aria-label={t('forms.fixValue')}
          placeholder={t('forms.fixValue')}
          {...(wrong ? { status: 'error' as const } : {})}
          onChange={event => setText(event.target.value)}
          onPressEnter={fix}
        />
        <Button onClick={fix}>{t('forms.fix')}</Button>
      </div>
      {wrong ? (
        <p role="alert" className="question-fault">
          ⚠ {t('forms.fixWrong')}
        </p>
      ) : null}
      {Object.entries(fixed).map(([id, value]) => (
        <p key={id}>
          {columns.find(each => each.id === id)?.label[language]}：{String(value)}{' '}
          <Button
            size="small"
            type="text"
            onClick={() => setFixed(Object.fromEntries(Object.entries(fixed).filter(([other]) => other !== id)))}
          >
            {t('forms.unfix')}
          </Button>
        </p>
      ))}
      {deed.error === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(deed.error, i18n)} />}
      <Button
        type="primary"
        disabled={lines.length === 0}
        loading={deed.isPending}
        onClick={() => void add().catch(() => undefined)}
      >
        {t('forms.addLinks', { count: lines.length })}
      </Button>
    </section>
  )
}
