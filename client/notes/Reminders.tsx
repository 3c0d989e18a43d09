import { Alert, Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { REMINDER_LENGTH } from '../../shared/protocol/notes.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { useReminders } from './rowTalk.ts'

interface Props {
  readonly open: OpenSheet
  readonly row: string
}

/** Reminders of a row: those waiting, and a new one at a clock time of the operation's zone (NOTE-22). */
export function Reminders({ open, row }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const { me, sheet, operation, zone } = open
  const { list, cancel } = useReminders(sheet.id, row)
  const [adding, setAdding] = useState(false)
  const waiting = (list.data ?? []).filter(it => it.waiting)
  const mayAdd = mayI(me, 'comment.write', operation.id)
  const title = useId()
  return (
    <section className="reminders" aria-labelledby={title}>
      <h3 id={title}>{t('notes.reminders')}</h3>
      {list.error === null ? null : <Alert type="warning" showIcon title={sentenceOf(list.error, i18n)} />}
      <ul>
        {waiting.map(({ id, due, text, audience, by, mine }) => (
          <li key={id}>
            <span>
              ⏰ <time dateTime={due}>{momentText(due, zone, language, now())}</time> {text}{' '}
              <span className="quiet">
                {audience === 'us' ? t('notes.forUs') : t('notes.forMe')}
                {mine ? '' : ` · ${by.name}`}
              </span>
            </span>
            {mine ? (
              <Button size="small" type="link" onClick={() => cancel.mutate(id)}>
                {t('notes.cancelReminder')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? <NewReminder open={open} row={row} onDone={() => setAdding(false)} /> : null}
      {mayAdd && !adding ? (
        <Button size="small" onClick={() => setAdding(true)}>
          {t('notes.remind')}
        </Button>
      ) : null}
    </section>
  )
}

function NewReminder({ open, row, onDone }: Props & { readonly onDone: () => void }) {
  const { t, i18n } = useTranslation()
  const { now } = useServices()
  const { sheet, zone } = open
  const { add } = useReminders(sheet.id, row)
  const here = Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO(zone)
  const [due, setDue] = useState(() => here.add({ hours: 1 }).toPlainDateTime().toString({ smallestUnit: 'minute' }))
  const [text, setText] = useState('')
  const [audience, setAudience] = useState<'me' | 'us'>('me')
  const name = useId()
  const moment = momentOf(due, zone)
  const past = moment !== undefined && Date.parse(moment) <= now()
  const save = (): void => {
    if (moment !== undefined && !past) add.mutate({ due: moment, audience, text: text.trim() }, { onSuccess: onDone })
  }
  return (
    <div className="reminder-form">
      <label htmlFor={`${name}-due`}>{t('notes.when', { zone })}</label>
      <Input
        id={`${name}-due`}
        size="small"
        type="datetime-local"
        value={due}
        onChange={event => setDue(event.target.value)}
      />
      {past ? <div role="alert">{t('notes.pastTime')}</div> : null}
      <label htmlFor={`${name}-text`}>{t('notes.reminderText')}</label>
      <Input
        id={`${name}-text`}
        size="small"
        maxLength={REMINDER_LENGTH}
        value={text}
        onChange={event => setText(event.target.value)}
        onPressEnter={save}
      />
      <label htmlFor={`${name}-who`}>{t('notes.whom')}</label>
      <Select
        id={`${name}-who`}
        size="small"
        value={audience}
        onChange={setAudience}
        options={[
          { value: 'me', label: t('notes.forMe') },
          { value: 'us', label: t('notes.forUs') },
        ]}
      />
      {add.error === null ? null : <Alert type="warning" showIcon title={sentenceOf(add.error, i18n)} />}
      <div className="comment-buttons">
        <Button
          size="small"
          type="primary"
          loading={add.isPending}
          disabled={moment === undefined || past}
          onClick={save}
        >
          {t('notes.save')}
        </Button>
        <Button size="small" onClick={onDone}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  )
}

/** A clock time of this zone as an instant; undefined while it is not whole. */
function momentOf(text: string, zone: string): string | undefined {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString({ smallestUnit: 'second' })
  } catch {
    return undefined
  }
}
