import { useEffect, useState } from 'react'
import type { CommunityPage } from '../../shared/protocol/publicForms.ts'
import { Notice } from './Notice.tsx'
import { CallError, type Wire } from './wire.ts'
import { inWords, type Language, STATE_WORDS, WORDS, when } from './words.ts'

interface Props {
  readonly wire: Wire
  readonly language: Language
  /** From the fragment of the address: it is never sent as part of one. */
  readonly secret: string
}

/** `/c#<secret>`: what a community head follows. */
export function CommunityView({ wire, language, secret }: Props) {
  const words = WORDS[language]
  const [page, setPage] = useState<CommunityPage>()
  const [wrong, setWrong] = useState<'none' | 'unreachable'>()
  const [again, setAgain] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is the person's wish to try once more.
  useEffect(() => {
    setWrong(undefined)
    wire.community(secret).then(setPage, (error: unknown) => {
      setWrong(error instanceof CallError && error.status >= 400 && error.status < 500 ? 'none' : 'unreachable')
    })
  }, [wire, secret, again])
  if (wrong !== undefined)
    return (
      <section className="form">
        <h1>{words.headTitle}</h1>
        <Notice>{wrong === 'none' ? words.headNone : words.unreachable}</Notice>
        {wrong === 'none' ? null : (
          <button type="button" onClick={() => setAgain(count => count + 1)}>
            {words.retry}
          </button>
        )}
      </section>
    )
  if (page === undefined) return <p className="form">{words.loading}</p>
  return (
    <section className="form">
      <header>
        <h1>{page.name}</h1>
        <p className="form-by">
          {page.operation} · {inWords(page.form, language)}
        </p>
        <p className="form-help">{words.headLead}</p>
      </header>
      <p>
        <a className="form-send" href={`/f/${page.code}`}>
          {words.another}
        </a>
      </p>
      <h2>
        {words.sent} · {page.submissions.length}
      </h2>
      {page.submissions.length === 0 ? <p className="form-help">{words.nothing}</p> : null}
      <ul className="form-list">
        {page.submissions.map(({ state, at, about, row }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown once and never changes.
          <li key={place}>
            <p>
              <strong className={`form-state-name form-state-${state}`}>{STATE_WORDS[language][state]}</strong>{' '}
              <time dateTime={at}>{when(language, at)}</time>
            </p>
            <About about={about} language={language} />
            {row.length === 0 ? null : (
              <>
                <p className="form-help">{words.rowNow}</p>
                <About about={row} language={language} />
              </>
            )}
          </li>
        ))}
      </ul>
      {page.rows.length === 0 ? null : (
        <>
          <h2>
            {words.inSheet} · {page.rows.length}
          </h2>
          <ul className="form-list">
            {page.rows.map(({ about }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown once and never changes.
              <li key={place}>
                <About about={about} language={language} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function About({
  about,
  language,
}: {
  readonly about: CommunityPage['rows'][number]['about']
  readonly language: Language
}) {
  return (
    <dl className="form-about">
      {about.map(({ label, value }) => (
        <div key={label.zh}>
          <dt>{inWords(label, language)}</dt>
          <dd>{inWords(value, language)}</dd>
        </div>
      ))}
    </dl>
  )
}
