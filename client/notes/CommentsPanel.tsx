import { Alert, Button, Checkbox, Spin } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Comment } from '../../shared/protocol/notes.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useLanguage } from '../i18n/language.ts'
import { CommentField } from './CommentField.tsx'
import { CommentItem } from './CommentItem.tsx'
import { Reminders } from './Reminders.tsx'
import { useColleagues, useCommenting, useComments } from './rowTalk.ts'

interface Props {
  readonly open: OpenSheet
  readonly row: string
}

/** What is said about a row: threads, and the reminders that belong to it (NOTE-22). */
export function CommentsPanel({ open, row }: Props) {
  const { t, i18n } = useTranslation()
  const { me, sheet, operation } = open
  const comments = useComments(sheet.id, row)
  const people = useColleagues(sheet.id).data ?? []
  const { add } = useCommenting(sheet.id, row)
  const [settled, showSettled] = useState(false)
  const panel = useRef<HTMLDivElement>(null)
  const mayWrite = mayI(me, 'comment.write', operation.id)
  const all = comments.data ?? []
  const first = all.filter(({ thread }) => thread === null)
  const hidden = first.filter(({ resolved }) => resolved !== null).length
  const shown = first.filter(({ resolved }) => settled || resolved === null)
  return (
    <div className="comments" ref={panel} tabIndex={-1}>
      {comments.isPending ? <Spin size="small" /> : null}
      {comments.error === null ? null : <Alert type="warning" showIcon title={sentenceOf(comments.error, i18n)} />}
      {hidden > 0 ? (
        <Checkbox className="comments-settled" checked={settled} onChange={({ target }) => showSettled(target.checked)}>
          {t('notes.showSettled', { count: hidden })}
        </Checkbox>
      ) : null}
      {comments.isSuccess && shown.length === 0 ? <p className="quiet">{t('notes.noComments')}</p> : null}
      {shown.map(comment => (
        <Thread
          key={comment.id}
          open={open}
          row={row}
          first={comment}
          answers={all.filter(({ thread }) => thread === comment.id)}
          // The button that was pressed goes with the thread; the keyboard stays here.
          onSettled={() => panel.current?.focus()}
        />
      ))}
      {mayWrite ? (
        <CommentField
          label={t('notes.newComment')}
          people={people}
          submit={t('notes.send')}
          onSubmit={(text, mentions) => add.mutateAsync({ row, text, mentions })}
        />
      ) : null}
      <Reminders open={open} row={row} />
    </div>
  )
}

interface ThreadProps extends Props {
  readonly first: Comment
  readonly answers: readonly Comment[]
  readonly onSettled: () => void
}

function Thread({ open, row, first, answers, onSettled }: ThreadProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { me, sheet, operation, zone, columns } = open
  const { add, change, remove, resolve } = useCommenting(sheet.id, row)
  const people = useColleagues(sheet.id).data ?? []
  const [answering, setAnswering] = useState(false)
  const mayWrite = mayI(me, 'comment.write', operation.id)
  const resolved = first.resolved !== null
  const column = columns.find(({ id }) => id === first.column)
  const own = (comment: Comment) =>
    mayWrite && comment.author.id === me.member.id
      ? {
          change: (text: string, mentions: string[]) => change.mutateAsync({ id: comment.id, text, mentions }),
          remove: () => remove.mutate(comment.id),
        }
      : undefined
  return (
    <section className={resolved ? 'thread thread-settled' : 'thread'}>
      {column === undefined ? null : (
        <div className="quiet">{t('notes.about', { column: column.label[language] })}</div>
      )}
      {[first, ...answers].map(comment => (
        <CommentItem key={comment.id} comment={comment} zone={zone} people={people} own={own(comment)} />
      ))}
      {first.resolved === null ? null : <p className="quiet">✓ {t('notes.settledBy', { name: first.resolved.by })}</p>}
      {answering ? (
        <CommentField
          label={t('notes.answerTo', { name: first.author.name })}
          people={people}
          submit={t('notes.send')}
          autoFocus
          onCancel={() => setAnswering(false)}
          onSubmit={(text, mentions) =>
            add.mutateAsync({ row, thread: first.id, text, mentions }).then(() => setAnswering(false))
          }
        />
      ) : mayWrite ? (
        <div className="comment-buttons">
          <Button size="small" type="link" onClick={() => setAnswering(true)}>
            {t('notes.answer')}
          </Button>
          <Button
            size="small"
            type="link"
            onClick={() => {
              onSettled()
              resolve.mutate({ id: first.id, resolved: !resolved })
            }}
          >
            {resolved ? t('notes.reopen') : t('notes.settle')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}
