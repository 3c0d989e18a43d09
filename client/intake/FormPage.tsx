import { useCallback, useEffect, useRef, useState } from 'react'
import type { PublicForm } from '../../shared/protocol/publicForms.ts'
import { FormFields } from './FormFields.tsx'
import { Notice } from './Notice.tsx'
import { Thanks } from './Thanks.tsx'
import { type Sending, useFilling } from './useFilling.ts'
import type { Wire } from './wire.ts'
import { inWords, type Language, say, WORDS, when } from './words.ts'

interface Props {
  readonly form: PublicForm
  readonly wire: Wire
  readonly language: Language
}

/** A form being filled in, up to its tracking code. */
export function FormPage({ form, wire, language }: Props) {
  const words = WORDS[language]
  const filling = useFilling(form, wire)
  const { answers, faults, sending, pageKey } = filling
  const trap = useRef<HTMLInputElement>(null)
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const sendPhoto = useCallback(
    (picture: Blob, onProgress: (part: number) => void) => wire.photo(form.code, pageKey, picture, onProgress),
    [wire, form.code, pageKey],
  )
  if (form.state !== 'open') return <FormHead form={form} language={language} shut={shut(form, language)} />
  if (filling.done !== undefined)
    return (
      <Thanks form={form} language={language} trackingCode={filling.done.trackingCode} onAnother={filling.restart} />
    )
  const wrong = Object.keys(faults).length
  const busy = sending === 'sending' || sending === 'again'
  return (
    <form
      className="form"
      noValidate
      data-ready={ready}
      onSubmit={event => {
        event.preventDefault()
        void filling.send(trap.current?.value ?? '')
      }}
    >
      <FormHead form={form} language={language} />
      {filling.restored ? (
        <p className="form-note">
          {words.back}{' '}
          <button type="button" className="form-quiet" onClick={filling.restart}>
            {words.clear}
          </button>
        </p>
      ) : null}
      <FormFields
        key={pageKey}
        questions={form.questions}
        answers={answers}
        faults={faults}
        language={language}
        onAnswer={filling.answer}
        findPlaces={wire.places}
        sendPhoto={sendPhoto}
      />
      <div className="form-trap" aria-hidden="true">
        <label htmlFor="website">{words.website}</label>
        <input ref={trap} id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
      </div>
      {form.questions.some(({ personal }) => personal === true) ? <p className="form-note">{words.privacy}</p> : null}
      <div role="alert">
        {sending === 'mend' && wrong > 0 ? <p className="form-fault">⚠ {say(language, 'mend', { n: wrong })}</p> : null}
        {isTold(sending) ? <p className="form-warning">⚠ {words[sending]}</p> : null}
      </div>
      <p role="status">{sending === 'again' ? words.slow : ''}</p>
      <button type="submit" className="form-send" disabled={busy}>
        {busy ? words.sending : isTold(sending) ? words.sendAgain : words.send}
      </button>
      <p className="form-help">{filling.kept === false ? words.keptNot : words.kept}</p>
    </form>
  )
}

type Told = Extract<Sending, 'offline' | 'busy' | 'failed' | 'version'>
const isTold = (sending: Sending): sending is Told =>
  sending === 'offline' || sending === 'busy' || sending === 'failed' || sending === 'version'

function shut({ state, opensAt, closesAt }: PublicForm, language: Language): string {
  if (state === 'notYet' && opensAt !== null) return say(language, 'notYet', { when: when(language, opensAt) })
  if (state === 'over' && closesAt !== null) return say(language, 'over', { when: when(language, closesAt) })
  return WORDS[language].closed
}

/** What the form is, whose it is, and what its link has filled in already. */
function FormHead({
  form,
  language,
  shut: why,
}: {
  readonly form: PublicForm
  readonly language: Language
  readonly shut?: string
}) {
  const words = WORDS[language]
  const lead = inWords(form.lead, language)
  return (
    <header>
      <h1>{inWords(form.title, language)}</h1>
      <p className="form-by">
        {form.operation} · {say(language, 'by', { name: form.organization })}
      </p>
      {why === undefined ? null : <Notice>{why}</Notice>}
      {lead === '' || why !== undefined ? null : <p>{lead}</p>}
      {form.fixed.length === 0 ? null : (
        <dl className="form-fixed" aria-label={words.fixed}>
          {form.fixed.map(({ label, value }) => (
            <div key={label.zh}>
              <dt>{inWords(label, language)}</dt>
              <dd>{inWords(value, language)}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  )
}
