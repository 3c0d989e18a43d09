/** Comments on a row or a cell: threads, mentions, settled or not (docs/SPEC.md NOTE-13 … NOTE-15). */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import {
  COMMENTS_PER_ROW,
  type Comment,
  type changedComment,
  type newComment,
  type rowMarks,
} from '../../shared/protocol/notes.ts'
import type { CommentTable } from '../storage/schema/notes.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { thingOf } from '../sync/sheetRow.ts'
import { peopleWho } from './colleagues.ts'
import { type Notice, notify } from './inbox.ts'
import type { Making } from './making.ts'
import { requireRow } from './rowOf.ts'

export interface CommentsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
}

type Row = Selectable<CommentTable>

export class Comments {
  readonly #db: Kysely<Database>
  readonly #rooms: SheetRooms

  constructor({ db, rooms }: CommentsParts) {
    this.#db = db
    this.#rooms = rooms
  }

  /** A row's comments, oldest first; deleted ones only where others answer them. */
  async list(sheet: string, row: string): Promise<Comment[]> {
    const rows = await this.#db
      .selectFrom('comment')
      .selectAll()
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .orderBy('at')
      // What is answered stands before its answer, should both have come in the same millisecond.
      .orderBy(({ eb }) => eb.case().when('thread_id', 'is', null).then(0).else(1).end())
      .orderBy('id')
      .execute()
    const answered = new Set(rows.filter(({ deleted_at }) => deleted_at === null).map(({ thread_id }) => thread_id))
    return this.#present(rows.filter(({ id, deleted_at }) => deleted_at === null || answered.has(id)))
  }

  /** For each row that has any: how many threads are not settled, and whether its note has been written to. */
  async marks(sheet: string): Promise<z.infer<typeof rowMarks>['items']> {
    const threads = await this.#db
      .selectFrom('comment')
      .select('row_id')
      .select(it => it.fn.countAll<number>().as('open'))
      .where('sheet_id', '=', sheet)
      .where('thread_id', 'is', null)
      .where('resolved_at', 'is', null)
      .where('deleted_at', 'is', null)
      .groupBy('row_id')
      .execute()
    const noted = await this.#db
      .selectFrom('note')
      .innerJoin('document', 'document.name', 'note.document')
      .select('note.row_id')
      .where('note.sheet_id', '=', sheet)
      .where('document.head_seq', '>', 0)
      .execute()
    const marks = new Map(threads.map(({ row_id, open }) => [row_id, { row: row_id, open: Number(open), note: false }]))
    for (const { row_id } of noted) marks.set(row_id, { row: row_id, open: marks.get(row_id)?.open ?? 0, note: true })
    return [...marks.values()]
  }

  /**
   * Writes a comment and puts it into the inboxes of who is named in it and of who takes part in the thread. Throws HubError `not-found` for a row
   * or thread that is not there, `bad-request` naming somebody who may not read it, `too-large` when the row has too many.
   */
  async create(sheet: string, by: string, wish: z.infer<typeof newComment>, { newId, now }: Making): Promise<Comment> {
    await requireRow(this.#rooms, sheet, wish.row)
    const mentions = await this.#mentioned(sheet, wish.mentions)
    const id = newId()
    const made: Row = {
      id,
      sheet_id: sheet,
      row_id: wish.row,
      column_id: wish.column ?? null,
      thread_id: wish.thread ?? null,
      member_id: by,
      body: wish.text,
      mentions: JSON.stringify(mentions),
      at: now,
      edited_at: null,
      deleted_at: null,
      resolved_at: null,
      resolved_by: null,
    }
    await this.#db.transaction().execute(async trx => {
      const thread = await this.#thread(trx, made)
      const there = thread.some(comment => comment.id === id)
      await trx
        .insertInto('comment')
        .values(made)
        .onConflict(on => on.column('id').doNothing())
        .execute()
      if (!there) await notify(trx, noticesOf(made, mentions, thread))
    })
    return this.#one(id)
  }

  /** Changes one's own comment; who is newly named is told. Throws HubError `not-found`, `no-right` for another's. */
  async change(
    sheet: string,
    id: string,
    by: string,
    wish: z.infer<typeof changedComment>,
    now: number,
  ): Promise<Comment> {
    const old = await this.#own(sheet, id, by)
    const mentions = await this.#mentioned(sheet, wish.mentions)
    const changed = { ...old, body: wish.text, mentions: JSON.stringify(mentions), at: now }
    await this.#db.transaction().execute(async trx => {
      await trx
        .updateTable('comment')
        .set({ body: changed.body, mentions: changed.mentions, edited_at: now })
        .where('id', '=', id)
        .execute()
      await notify(trx, noticesOf(changed, mentions, []))
    })
    return this.#one(id)
  }

  /** Takes one's own comment away; answers to it stay. Throws as `change` does. */
  async remove(sheet: string, id: string, by: string, now: number): Promise<void> {
    await this.#own(sheet, id, by)
    await this.#db.transaction().execute(async trx => {
      await trx.updateTable('comment').set({ body: '', mentions: '[]', deleted_at: now }).where('id', '=', id).execute()
      await trx.deleteFrom('inbox').where('id', 'like', `${id}-%`).execute()
    })
  }

  /** Settles a thread, or opens it again. Throws HubError `not-found` for what is no first comment of this sheet. */
  async resolve(sheet: string, id: string, by: string, resolved: boolean, now: number): Promise<Comment> {
    const { thread_id } = await this.#row(sheet, id)
    if (thread_id !== null) throw new HubError('not-found')
    await this.#db
      .updateTable('comment')
      .set({ resolved_at: resolved ? now : null, resolved_by: resolved ? by : null })
      .where('id', '=', id)
      .execute()
    return this.#one(id)
  }

  async #row(sheet: string, id: string): Promise<Row> {
    const row = await this.#db
      .selectFrom('comment')
      .selectAll()
      .where('id', '=', id)
      .where('sheet_id', '=', sheet)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  async #own(sheet: string, id: string, by: string): Promise<Row> {
    const row = await this.#row(sheet, id)
    if (row.member_id !== by) throw new HubError('no-right')
    return row
  }

  async #one(id: string): Promise<Comment> {
    const row = await this.#db.selectFrom('comment').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const [comment] = await this.#present([row])
    if (comment === undefined) throw new HubError('not-found')
    return comment
  }

  /** The comments of the thread a new one belongs to; none when it opens one. */
  async #thread(trx: Kysely<Database>, { sheet_id, row_id, thread_id }: Row): Promise<Row[]> {
    const all = await trx
      .selectFrom('comment')
      .selectAll()
      .where('sheet_id', '=', sheet_id)
      .where('row_id', '=', row_id)
      .execute()
    if (all.length >= COMMENTS_PER_ROW)
      throw new HubError('too-large', `at most ${COMMENTS_PER_ROW} comments fit on a row`)
    if (thread_id === null) return []
    if (!all.some(({ id, thread_id: of }) => id === thread_id && of === null)) throw new HubError('not-found')
    return all.filter(({ id, thread_id: of }) => id === thread_id || of === thread_id)
  }

  /** The ids, each once. Throws HubError `bad-request` for somebody who is not told of this sheet. */
  async #mentioned(sheet: string, ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return []
    const found = await this.#db
      .selectFrom('sheet')
      .select(['operation_id', 'confidential_of'])
      .where('id', '=', sheet)
      .executeTakeFirstOrThrow()
    const here = new Set((await peopleWho(this.#db, thingOf(found), 'note.read')).map(({ id }) => id))
    const unknown = ids.find(id => !here.has(id))
    if (unknown !== undefined) throw new HubError('bad-request', `body.mentions: ${unknown} may not read this sheet`)
    return [...new Set(ids)]
  }

  async #present(rows: readonly Row[]): Promise<Comment[]> {
    const named = rows.map(row => JSON.parse(row.mentions) as string[])
    const ids = new Set(rows.flatMap((row, i) => [row.member_id, row.resolved_by ?? '', ...(named[i] ?? [])]))
    const members = await this.#db
      .selectFrom('member')
      .select(['id', 'name', 'color'])
      .where('id', 'in', ['', ...ids])
      .execute()
    const byId = new Map(members.map(member => [member.id, member]))
    const nameOf = (id: string): string => byId.get(id)?.name ?? id
    return rows.map((row, i) => ({
      id: row.id,
      row: row.row_id,
      column: row.column_id,
      thread: row.thread_id,
      author: byId.get(row.member_id) ?? { id: row.member_id, name: row.member_id, color: '#8c8c8c' },
      text: row.body,
      mentions: (named[i] ?? []).map(id => ({ id, name: nameOf(id) })),
      at: new Date(row.at).toISOString(),
      edited: row.edited_at !== null,
      deleted: row.deleted_at !== null,
      resolved:
        row.resolved_at === null || row.resolved_by === null
          ? null
          : { by: nameOf(row.resolved_by), at: new Date(row.resolved_at).toISOString() },
    }))
  }
}

/** Who is told of a comment: whoever is named in it, and whoever has written in its thread; never its author. */
function noticesOf(made: Row, mentions: readonly string[], thread: readonly Row[]): Notice[] {
  const taking = thread.filter(({ deleted_at }) => deleted_at === null).map(({ member_id }) => member_id)
  const told = new Map<string, Notice['kind']>()
  for (const member of taking) told.set(member, 'reply')
  for (const member of mentions) told.set(member, 'mention')
  told.delete(made.member_id)
  return [...told].map(([member_id, kind]) => ({
    id: `${made.id}-${member_id}`,
    member_id,
    kind,
    sheet_id: made.sheet_id,
    row_id: made.row_id,
    column_id: made.column_id,
    from_member: made.member_id,
    body: made.body,
    at: made.at,
  }))
}
