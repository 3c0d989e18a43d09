import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Input, InputNumber, Modal, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { namesContacts } from '../../shared/domain/contacts.ts'
import type { ColumnPreview } from '../../shared/protocol/ownColumns.ts'
import { CHOICE_COLORS, type ChoiceColor, type Column } from '../../shared/schema/column.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useLanguage } from '../i18n/language.ts'
import { type ColumnDraft, DRAFT_KINDS, type DraftChoice, draftOf, NEW_CHOICE, wishOf } from './columnDraft.ts'
import { useColumnDeed, usePreview } from './queries.ts'

interface Props {
  readonly sheet: string
  /** The column to change; a new one without it. */
  readonly column: Column | undefined
  readonly onClose: () => void
}

/** A column's label, kind and choices. A change of kind that does not fit everything shows what would not before it is done. */
export function ColumnForm({ sheet, column, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(column))
  const [preview, setPreview] = useState<ColumnPreview>()
  const [failure, setFailure] = useState<unknown>()
  const deed = useColumnDeed(sheet)
  const ask = usePreview(sheet)
  const change = (more: Partial<ColumnDraft>): void => {
    setDraft({ ...draft, ...more })
    setPreview(undefined)
  }
  const contact = [draft.zh, draft.en].some(label => label.trim() !== '' && namesContacts(label))
  const missing =
    draft.zh.trim() === '' || (draft.type === 'choice' && draft.choices.every(({ label }) => label.trim() === ''))
  const save = async (): Promise<void> => {
    setFailure(undefined)
    const wish = wishOf(draft)
    try {
      if (column === undefined) await deed.mutateAsync({ do: 'add', wish })
      else {
        const found = preview ?? (await ask(column.id, wish))
        if (preview === undefined && (found.misfits > 0 || found.converted > 0)) return setPreview(found)
        await deed.mutateAsync({ do: 'change', column: column.id, wish, accept: true })
      }
      onClose()
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <Modal
      open
      title={t(column === undefined ? 'columns.add' : 'columns.change')}
      okText={t(preview === undefined ? 'columns.save' : 'columns.saveAnyway')}
      cancelText={t('app.cancel')}
      confirmLoading={deed.isPending}
      okButtonProps={{ disabled: missing }}
      onOk={() => void save()}
      onCancel={onClose}
      width={560}
    >
      <div className="column-form">
        <Field label={t('columns.label')}>
          {id => (
            <Input id={id} autoFocus maxLength={60} value={draft.zh} onChange={e => change({ zh: e.target.value })} />
          )}
        </Field>
        <Field label={t('columns.labelEn')}>
          {id => <Input id={id} maxLength={60} value={draft.en} onChange={e => change({ en: e.target.value })} />}
        </Field>
        {contact ? <Alert type="warning" showIcon role="alert" title={t('columns.contact')} /> : null}
        <Field label={t('columns.kind')}>
          {id => (
            <Select
              id={id}
              value={draft.type}
              options={DRAFT_KINDS.map(value => ({ value, label: t(`columns.kinds.${value}`) }))}
              onChange={type => change({ type })}
            />
          )}
        </Field>
        {draft.type === 'number' ? <Limits draft={draft} onChange={change} /> : null}
        {draft.type === 'choice' ? <Choices choices={draft.choices} onChange={choices => change({ choices })} /> : null}
        <Checkbox checked={draft.required} onChange={e => change({ required: e.target.checked })}>
          {t('columns.required')}
        </Checkbox>
        <Field label={t('columns.help')}>
          {id => <Input id={id} maxLength={200} value={draft.help} onChange={e => change({ help: e.target.value })} />}
        </Field>
        {preview === undefined ? null : <Preview preview={preview} />}
        {failure === undefined ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(failure, i18n)} />}
      </div>
    </Modal>
  )
}

function Field({ label, children }: { readonly label: string; readonly children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="column-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

interface PartProps {
  readonly draft: ColumnDraft
  readonly onChange: (more: Partial<ColumnDraft>) => void
}

function Limits({ draft, onChange }: PartProps) {
  const { t } = useTranslation()
  return (
    <div className="column-limits">
      <Field label={t('columns.min')}>
        {id => <InputNumber id={id} value={draft.min} onChange={min => onChange({ min })} />}
      </Field>
      <Field label={t('columns.max')}>
        {id => <InputNumber id={id} value={draft.max} onChange={max => onChange({ max })} />}
      </Field>
      <Checkbox checked={draft.integer} onChange={e => onChange({ integer: e.target.checked })}>
        {t('columns.integer')}
      </Checkbox>
    </div>
  )
}

interface ChoicesProps {
  readonly choices: readonly DraftChoice[]
  readonly onChange: (choices: readonly DraftChoice[]) => void
}

function Choices({ choices, onChange }: ChoicesProps) {
  const { t } = useTranslation()
  const set = (at: number, more: Partial<DraftChoice>): void =>
    onChange(choices.map((choice, i) => (i === at ? { ...choice, ...more } : choice)))
  return (
    <fieldset className="column-choices">
      <legend>{t('columns.choices')}</legend>
      {choices.map((choice, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new choice has nothing else to be known by, and they are not moved
        <div key={i} className="column-choice">
          <Input
            aria-label={t('columns.choice', { n: i + 1 })}
            maxLength={60}
            value={choice.label}
            onChange={e => set(i, { label: e.target.value })}
          />
          <Input
            aria-label={t('columns.choiceEn', { n: i + 1 })}
            placeholder="English"
            maxLength={60}
            value={choice.labelEn}
            onChange={e => set(i, { labelEn: e.target.value })}
          />
          <Select<ChoiceColor | 'none'>
            aria-label={t('columns.color', { n: i + 1 })}
            value={choice.color ?? 'none'}
            options={(['none', ...CHOICE_COLORS] as const).map(value => ({
              value,
              label: t(`columns.colors.${value}`),
            }))}
            onChange={color => set(i, { color: color === 'none' ? undefined : color })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t('columns.removeChoice', { n: i + 1 })}
            onClick={() => onChange(choices.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => onChange([...choices, NEW_CHOICE])}>
        {t('columns.addChoice')}
      </Button>
      <p className="quiet">{t('columns.retiredHint')}</p>
    </fieldset>
  )
}

function Preview({ preview }: { readonly preview: ColumnPreview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const reasonText = (code: string): string =>
    Object.entries(REFUSAL_TEXT).find(([reason]) => reason === code)?.[1][language] ?? code
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('columns.preview', preview)}
      description={
        preview.misfits === 0 ? undefined : (
          <ul>
            {preview.examples.slice(0, 8).map(({ row, value, reason }) => (
              <li key={row}>
                {String(value)} – {reasonText(reason)}
              </li>
            ))}
          </ul>
        )
      }
    />
  )
}
