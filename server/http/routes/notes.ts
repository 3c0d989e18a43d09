/** What belongs to a row beside its cells: the name of its note, pictures, comments, reminders. And the caller's inbox. */
import type { Kysely } from 'kysely'
import { pageQuery } from '../../../shared/protocol/http.ts'
import {
  changedComment,
  colleagueList,
  comment,
  commentList,
  inboxPage,
  inboxRead,
  inboxUnread,
  newComment,
  newReminder,
  noteName,
  reminderList,
  resolution,
  rowFile,
  rowMarks,
  rowQuery,
} from '../../../shared/protocol/notes.ts'
import { colleaguesOf } from '../../services/colleagues.ts'
import type { Comments } from '../../services/comments.ts'
import type { Files } from '../../services/files.ts'
import type { Inbox } from '../../services/inbox.ts'
import type { Reminders } from '../../services/reminders.ts'
import type { Sheets } from '../../services/sheets.ts'
import type { Database } from '../../storage/schema.ts'
import type { Notes } from '../../sync/notes/NoteRooms.ts'
import { type Asked, ownRoute, type Route, route } from '../route.ts'
import { fileName } from './fileName.ts'

export interface NoteRoutesParts {
  readonly sheets: Sheets
  readonly comments: Comments
  readonly files: Files
  readonly inbox: Inbox
  readonly reminders: Reminders
  readonly rooms: { readonly notes: Notes }
  readonly store: { readonly db: Kysely<Database> }
}

type Call = Pick<Asked<unknown, unknown>, 'params'>
const sheetOf = ({ params }: Call): string => params.id ?? ''
const itemOf = ({ params }: Call): string => params.item ?? ''
const rowOf = ({ params }: Call): string => params.row ?? ''
const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

export function noteRoutes(parts: NoteRoutesParts): Route[] {
  const { sheets, files, rooms, store } = parts
  const of = (asked: Call) => sheets.thingOf(sheetOf(asked))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/rows/:row/note',
        summary: 'The name of a row’s note on the sync socket',
        action: 'note.read',
        of,
        response: noteName,
      },
      async asked => ({ json: { document: await rooms.notes.documentOf(sheetOf(asked), rowOf(asked)) } }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/rows/:row/files',
        summary: 'Upload a picture for a row’s note: png, jpeg, webp or gif, at most 5 MB',
        action: 'note.edit',
        of,
        body: 'file',
        status: 201,
        response: rowFile,
      },
      async asked => {
        const bytes = Buffer.isBuffer(asked.body) ? asked.body : Buffer.alloc(0)
        const picture = {
          sheet: sheetOf(asked),
          row: rowOf(asked),
          member: asked.identity.member.id,
          name: fileName(asked),
          bytes,
        }
        return { json: await files.keep(picture, asked) }
      },
    ),
    route(
      {
        method: 'get',
        path: '/files/:id',
        summary: 'A picture of a note',
        action: 'note.read',
        of: async asked => sheets.thingOf(await files.sheetOf(asked.params.id ?? '')),
        response: PICTURES,
      },
      async asked => {
        const { body, type, name } = await files.get(asked.params.id ?? '')
        return { file: body, type, name }
      },
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/people',
        summary: 'Who may be named in a comment',
        action: 'note.read',
        of,
        response: colleagueList,
      },
      async asked => ({ json: { items: await colleaguesOf(store.db, await of(asked)) } }),
    ),
    ...commentRoutes(parts),
    ...reminderRoutes(parts),
    ...inboxRoutes(parts),
  ]
}

function commentRoutes({ sheets, comments }: NoteRoutesParts): Route[] {
  const of = (asked: Call) => sheets.thingOf(sheetOf(asked))
  const write = { action: 'comment.write', of } as const
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/row-marks',
        summary: 'Rows with unsettled comments or a note',
        action: 'note.read',
        of,
        response: rowMarks,
      },
      async asked => ({ json: { items: await comments.marks(sheetOf(asked)) } }),
    ),
    route(
      {
        method: 'get',
        path: '/sheets/:id/comments',
        summary: 'Comments on a row',
        action: 'note.read',
        of,
        query: rowQuery,
        response: commentList,
      },
      async asked => ({ json: { items: await comments.list(sheetOf(asked), asked.query.row) } }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/comments',
        summary: 'Comment on a row or a cell, or answer a comment',
        ...write,
        body: newComment,
        status: 201,
        response: comment,
      },
      async asked => ({
        json: await comments.create(sheetOf(asked), asked.identity.member.id, asked.body, asked),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/comments/:item',
        summary: 'Change your comment',
        ...write,
        body: changedComment,
        response: comment,
      },
      async asked => ({
        json: await comments.change(sheetOf(asked), itemOf(asked), asked.identity.member.id, asked.body, asked.now),
      }),
    ),
    route(
      {
        method: 'delete',
        path: '/sheets/:id/comments/:item',
        summary: 'Delete your comment',
        ...write,
        status: 204,
        response: 'nothing',
      },
      async asked => {
        await comments.remove(sheetOf(asked), itemOf(asked), asked.identity.member.id, asked.now)
        return { empty: true }
      },
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/comments/:item/resolution',
        summary: 'Settle a thread, or open it again',
        ...write,
        body: resolution,
        response: comment,
      },
      async asked => {
        const { id } = asked.identity.member
        return { json: await comments.resolve(sheetOf(asked), itemOf(asked), id, asked.body.resolved, asked.now) }
      },
    ),
  ]
}

function reminderRoutes({ sheets, reminders }: NoteRoutesParts): Route[] {
  const of = (asked: Call) => sheets.thingOf(sheetOf(asked))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/reminders',
        summary: 'Your reminders of a row, and those of your organization',
        action: 'note.read',
        of,
        query: rowQuery,
        response: reminderList,
      },
      async asked => ({
        json: { items: await reminders.list(sheetOf(asked), asked.query.row, asked.identity.member) },
      }),
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/reminders',
        summary: 'Be reminded of a row; answers the row’s reminders',
        action: 'comment.write',
        of,
        body: newReminder,
        status: 201,
        response: reminderList,
      },
      async asked => ({
        json: { items: await reminders.create(sheetOf(asked), asked.identity.member, asked.body, asked) },
      }),
    ),
    route(
      {
        method: 'delete',
        path: '/sheets/:id/reminders/:item',
        summary: 'Cancel your reminder',
        action: 'comment.write',
        of,
        status: 204,
        response: 'nothing',
      },
      async asked => {
        await reminders.cancel(sheetOf(asked), itemOf(asked), asked.identity.member)
        return { empty: true }
      },
    ),
  ]
}

function inboxRoutes({ inbox }: NoteRoutesParts): Route[] {
  return [
    ownRoute(
      { method: 'get', path: '/inbox', summary: 'Your inbox, newest first', query: pageQuery, response: inboxPage },
      async ({ identity, query }) => ({
        json: { ...(await inbox.page(identity, query)), unread: await inbox.unread(identity) },
      }),
    ),
    ownRoute(
      {
        method: 'post',
        path: '/inbox/read',
        summary: 'Mark items as read, all of them without a list',
        body: inboxRead,
        response: inboxUnread,
      },
      async ({ identity, body, now }) => {
        await inbox.markRead(identity, body.ids, now)
        return { json: { unread: await inbox.unread(identity) } }
      },
    ),
  ]
}
