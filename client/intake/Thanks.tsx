import { useEffect, useRef, useState } from 'react'
import type { PublicForm } from '../../shared/protocol/publicForms.ts'
import { copyText } from '../ui/copyText.ts'
import { inWords, type Language, WORDS } from './words.ts'

interface Props {
  readonly form: PublicForm
  readonly language: Language
  readonly trackingCode: string
  readonly onAnother: () => void
}

/** It came in: the code to follow it by, large enough to be copied by hand. */
export function Thanks({ form, language, trackingCode, onAnother }: Props) {
  const words = WORDS[language]
  const [copied, setCopied] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <section className="form">
      <h1 ref={title} tabIndex={-1}>
        ✓ {words.received}
      </h1>
      <p>{inWords(form.thanks, language)}</p>
      <p className="form-code-name" id="code-name">
        {words.code}
      </p>
      <output className="form-code" aria-labelledby="code-name">
        {trackingCode}
      </output>
      <p>{words.writeDown}</p>
      <p className="form-buttons">
        <button type="button" onClick={() => void copyText(trackingCode).then(setCopied)}>
          {copied ? `✓ ${words.copied}` : words.copy}
        </button>
        <a href={`/t#${trackingCode}`}>{words.follow}</a>
      </p>
      <button type="button" className="form-quiet" onClick={onAnother}>
        {words.another}
      </button>
    </section>
  )
}
