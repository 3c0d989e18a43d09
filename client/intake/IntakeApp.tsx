import { useEffect, useState } from 'react'
import type { PublicForm } from '../../shared/protocol/publicForms.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import { CommunityView } from './CommunityView.tsx'
import { FormPage } from './FormPage.tsx'
import { Notice } from './Notice.tsx'
import { TrackingPage } from './TrackingPage.tsx'
import { CallError, type Wire } from './wire.ts'
import { inWords, type Language, WORDS } from './words.ts'

interface Props {
  readonly wire: Wire
  /** `/f/<code>`, `/t` or `/c`. */
  readonly path: string
  /** Behind the `#`: a tracking code, or the secret of a community head. */
  readonly fragment: string
  /** The form, where the page already brought it along. */
  readonly form: PublicForm | undefined
}

const begin = (): Language => {
  const chosen = readSetting('language')
  if (chosen !== undefined) return chosen === 'en' ? 'en' : 'zh'
  return /^zh/i.test(navigator.language) || navigator.language === '' ? 'zh' : 'en'
}

/** The pages for people without an account, and the switch of their language. */
export function IntakeApp({ wire, path, fragment, form }: Props) {
  const [language, setLanguage] = useState(begin)
  useEffect(() => {
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'
  }, [language])
  const other = language === 'zh' ? 'en' : 'zh'
  const words = WORDS[language]
  return (
    <>
      <nav className="form-top">
        <span>{words.name}</span>
        <button
          type="button"
          className="form-quiet"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          onClick={() => {
            writeSetting('language', other)
            setLanguage(other)
          }}
        >
          {words.language}
        </button>
      </nav>
      <main>
        {path === '/t' ? (
          <TrackingPage wire={wire} language={language} code={fragment} />
        ) : path === '/c' ? (
          <CommunityView wire={wire} language={language} secret={fragment} />
        ) : (
          <FormByCode
            wire={wire}
            language={language}
            code={decodeURIComponent(path.replace(/^\/f\//, ''))}
            given={form}
          />
        )}
      </main>
    </>
  )
}

interface ByCodeProps {
  readonly wire: Wire
  readonly language: Language
  readonly code: string
  readonly given: PublicForm | undefined
}

function FormByCode({ wire, language, code, given }: ByCodeProps) {
  const words = WORDS[language]
  const [form, setForm] = useState(given)
  const [wrong, setWrong] = useState<'noForm' | 'unreachable'>()
  const [again, setAgain] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is the person's wish to try once more.
  useEffect(() => {
    if (given !== undefined) return
    setWrong(undefined)
    wire.form(code).then(setForm, (error: unknown) => {
      setWrong(error instanceof CallError && error.status === 404 ? 'noForm' : 'unreachable')
    })
  }, [wire, code, given, again])
  useEffect(() => {
    if (form !== undefined) document.title = inWords(form.title, language)
  }, [form, language])
  if (form !== undefined) return <FormPage form={form} wire={wire} language={language} />
  if (wrong === undefined) return <p className="form">{words.loading}</p>
  return (
    <section className="form">
      <Notice>{words[wrong]}</Notice>
      {wrong === 'noForm' ? null : (
        <button type="button" onClick={() => setAgain(count => count + 1)}>
          {words.retry}
        </button>
      )}
    </section>
  )
}
