import { useState } from 'react'
import type { TrackedSubmission } from '../../shared/protocol/publicForms.ts'
import { Notice } from './Notice.tsx'
import { CallError, type Wire } from './wire.ts'
import { type Language, STATE_WORDS, say, WORDS, when } from './words.ts'

interface Props {
  readonly wire: Wire
  readonly language: Language
  /** A code the address brought along. */
  readonly code: string
}

/** `/t`: how a submission stands. Nothing of what it says, nor of whom it is from. */
export function TrackingPage({ wire, language, code: given }: Props) {
  const words = WORDS[language]
  const [code, setCode] = useState(given)
  const [found, setFound] = useState<TrackedSubmission>()
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const look = async (): Promise<void> => {
    setBusy(true)
    setWrong('')
    try {
      setFound(await wire.track(code))
    } catch (error) {
      setFound(undefined)
      const status = error instanceof CallError ? error.status : 0
      setWrong(
        status === 404 || status === 400 ? words.trackNone : status === 429 ? words.trackMany : words.unreachable,
      )
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="form"
      onSubmit={event => {
        event.preventDefault()
        void look()
      }}
    >
      <h1>{words.trackTitle}</h1>
      <div className="form-question">
        <label htmlFor="code">{words.code}</label>
        <p className="form-help" id="code-help">
          {words.trackLead}
        </p>
        <input
          id="code"
          type="text"
          className="form-code-field"
          value={code}
          placeholder="GJ-____-____"
          autoComplete="off"
          autoCapitalize="characters"
          aria-describedby="code-help"
          onChange={event => setCode(event.target.value)}
        />
      </div>
      <button type="submit" className="form-send" disabled={busy || code.trim() === ''}>
        {words.trackGo}
      </button>
      {wrong === '' ? null : <Notice>{wrong}</Notice>}
      <div role="status">
        {found === undefined ? null : (
          <div className="form-state">
            <p className={`form-state-name form-state-${found.state}`}>{STATE_WORDS[language][found.state]}</p>
            <p>{say(language, 'at', { when: when(language, found.at) })}</p>
            {found.decidedAt === null ? null : (
              <p>{say(language, 'decidedAt', { when: when(language, found.decidedAt) })}</p>
            )}
          </div>
        )}
      </div>
    </form>
  )
}
