/** HTTP bodies of notes, pictures, comments, reminders and the inbox. */
import { z } from 'zod'

const id = z.string().min(1).max(64)
const row = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)
const instant = z.iso.datetime()
const person = z.object({ id, name: z.string(), color: z.string() })
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

/** Characters a comment may have; what is longer belongs into the note. */
export const COMMENT_LENGTH = 4_000
/** People one comment may name. */
export const MENTIONS = 50
/** Characters of a reminder's text. */
export const REMINDER_LENGTH = 300
/** Reminders a row may have waiting. */
export const REMINDERS_PER_ROW = 50
/** Comments a row may have. */
export const COMMENTS_PER_ROW = 1_000

export const noteName = z.object({ document: z.string() })

export const rowFile = z.object({
  id,
  /** Where a browser gets it, on this hub. */
  address: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
})

/** Somebody who may be named in a comment. */
export const colleague = person.extend({ organization: z.string() })
export const colleagueList = list(colleague)

export const rowQuery = z.object({ row })
export const comment = z.object({
  id,
  row,
  /** The cell it is about; null: the row. */
  column: z.string().nullable(),
  /** The comment it answers; null for the first of a thread. */
  thread: id.nullable(),
  author: person,
  /** Empty once deleted. */
  text: z.string(),
  mentions: z.array(z.object({ id, name: z.string() })),
  at: instant,
  edited: z.boolean(),
  deleted: z.boolean(),
  /** Of the first of a thread: who settled it and when. */
  resolved: z.object({ by: z.string(), at: instant }).nullable(),
})
export const commentList = list(comment)
const text = z.string().trim().min(1).max(COMMENT_LENGTH)
const mentions = z.array(id).max(MENTIONS).default([])
export const newComment = z.object({
  row,
  column: z.string().min(1).max(41).optional(),
  thread: id.optional(),
  text,
  mentions,
})
export const changedComment = z.object({ text, mentions })
export const resolution = z.object({ resolved: z.boolean() })

/** What there is of a row beside its cells: unsettled threads, and whether its note has been written to. */
export const rowMark = z.object({ row, open: z.number().int(), note: z.boolean() })
export const rowMarks = list(rowMark)

export const reminder = z.object({
  id,
  row,
  by: person,
  audience: z.enum(['me', 'us']),
  text: z.string(),
  due: instant,
  /** false once it has been told. */
  waiting: z.boolean(),
  /** Whether the caller may cancel it. */
  mine: z.boolean(),
})
export const reminderList = list(reminder)
export const newReminder = z.object({
  row,
  due: instant,
  audience: z.enum(['me', 'us']).default('me'),
  text: z.string().trim().max(REMINDER_LENGTH).default(''),
})

export const inboxItem = z.object({
  id,
  kind: z.enum(['mention', 'reply', 'reminder']),
  operation: id,
  sheet: z.object({ id, title: z.string() }),
  row,
  column: z.string().nullable(),
  from: z.string(),
  text: z.string(),
  at: instant,
  read: z.boolean(),
})
export const inboxPage = z.object({
  items: z.array(inboxItem),
  next: z.string().nullable(),
  unread: z.number().int(),
})
/** Which to mark as read; all of them without a list. */
export const inboxRead = z.object({ ids: z.array(id).max(1_000).optional() })
export const inboxUnread = z.object({ unread: z.number().int() })

export type RowFile = z.infer<typeof rowFile>
export type Colleague = z.infer<typeof colleague>
export type Comment = z.infer<typeof comment>
export type NewComment = z.infer<typeof newComment>
export type Reminder = z.infer<typeof reminder>
export type InboxItem = z.infer<typeof inboxItem>
