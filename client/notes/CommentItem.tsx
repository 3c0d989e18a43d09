import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Colleague, Comment } from '../../shared/protocol/notes.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText, relativeText } from '../ui/moments.ts'
import { CommentField } from './CommentField.tsx'
import { piecesOf } from './mentions.ts'

interface Props {
  readonly comment: Comment
  readonly zone: string
  readonly people: readonly Colleague[]
  /** Undefined for somebody else's. */
  readonly own:
    | { readonly change: (text: string, mentions: string[]) => Promise<unknown>; readonly remove: () => void }
    | undefined
}

/** One comment: who, when, what; its author may change it. */
export function CommentItem({ comment, zone, people, own }: Props) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  return (
    <article className="comment" aria-label={t('notes.commentBy', { name: comment.author.name })}>
      <header>
        <span className="comment-dot" style={{ background: comment.author.color }} aria-hidden />
        <strong>{comment.author.name}</strong> <When at={comment.at} zone={zone} />
        {comment.edited && !comment.deleted ? <span className="quiet"> · {t('notes.edited')}</span> : null}
      </header>
      {comment.deleted ? (
        <p className="quiet">{t('notes.deleted')}</p>
      ) : editing && own !== undefined ? (
        <CommentField
          label={t('notes.changeComment')}
          people={people}
          initial={comment.text}
          submit={t('notes.save')}
          autoFocus
          onCancel={() => setEditing(false)}
          onSubmit={(text, mentions) => own.change(text, mentions).then(() => setEditing(false))}
        />
      ) : (
        <p className="comment-text">
          <Text comment={comment} />
        </p>
      )}
      {own === undefined || editing || comment.deleted ? null : (
        <div className="comment-buttons">
          <Button size="small" type="link" onClick={() => setEditing(true)}>
            {t('notes.change')}
          </Button>
          <Popconfirm
            title={t('notes.removeAsk')}
            okText={t('notes.remove')}
            cancelText={t('app.cancel')}
            onConfirm={own.remove}
          >
            <Button size="small" type="link">
              {t('notes.remove')}
            </Button>
          </Popconfirm>
        </div>
      )}
    </article>
  )
}

function Text({ comment: { text, mentions } }: { readonly comment: Comment }) {
  const names = mentions.map(({ name }) => name)
  let at = 0
  return piecesOf(text, names).map(piece => {
    const key = at
    at += piece.text.length
    if (piece.kind === 'link')
      return (
        <a key={key} href={piece.text} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      )
    return piece.kind === 'name' ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>
  })
}

/** A moment in the operation's zone, and how long ago. */
export function When({ at, zone }: { readonly at: string; readonly zone: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const ago = relativeText(at, language, now()) ?? t('history.now')
  return (
    <time dateTime={at} className="quiet" title={`${new Date(at).toISOString()} · ${zone}`}>
      {momentText(at, zone, language, now())} · {ago}
    </time>
  )
}
