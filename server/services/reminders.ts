/**
 * Reminders of a row: told once, into the inbox, when their time has come – also when the hub was not running then (docs/SPEC.md NOTE-17).
 */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import type { Thing } from '../../shared/domain/roles.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { type newReminder, REMINDERS_PER_ROW, type Reminder } from '../../shared/protocol/notes.ts'
import type { ReminderTable } from '../storage/schema/notes.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { thingOf } from '../sync/sheetRow.ts'
import { peopleWho } from './colleagues.ts'
import { notify } from './inbox.ts'
import type { Making } from './making.ts'
import { requireRow } from './rowOf.ts'

/** How often it is looked whether one is due, ms. A reminder names a minute. */
const LOOK_EVERY = 5_000
/** Told in one look. */
const AT_ONCE = 200

export interface RemindersParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly now: () => number
}

interface Asker {
  readonly id: string
}

export class Reminders {
  readonly #db: Kysely<Database>
  readonly #rooms: SheetRooms
  readonly #now: () => number
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()

  constructor({ db, rooms, now }: RemindersParts) {
    this.#db = db
    this.#rooms = rooms
    this.#now = now
  }

  /** Looks now and every few seconds until `stop`. `failed` is told of a look that did not work; the next one tries again. */
  start(failed: (error: unknown) => void): void {
    const look = (): void => {
      this.#looking = this.tellDue().then(
        () => undefined,
        (error: unknown) => failed(error),
      )
    }
    this.#timer = setInterval(look, LOOK_EVERY)
    this.#timer.unref()
    look()
  }

  /** Resolves when a look under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  /** Tells those that are due, each once and for ever. Resolves to how many. */
  async tellDue(): Promise<number> {
    const due = await this.#db
      .selectFrom('reminder')
      .innerJoin('sheet', 'sheet.id', 'reminder.sheet_id')
      .selectAll('reminder')
      .select(['sheet.operation_id', 'sheet.confidential_of'])
      .where('fired_at', 'is', null)
      .where('due_at', '<=', this.#now())
      .orderBy('due_at')
      .limit(AT_ONCE)
      .execute()
    let told = 0
    for (const { operation_id, confidential_of, ...reminder } of due)
      if (await this.#tell(reminder, thingOf({ operation_id, confidential_of }))) told++
    return told
  }

  /** The row's reminders the caller has to do with, the next one first. */
  async list(sheet: string, row: string, asker: Asker): Promise<Reminder[]> {
    const organization = await this.#organizationOf(asker.id)
    const rows = await this.#db
      .selectFrom('reminder')
      .leftJoin('member', 'member.id', 'reminder.member_id')
      .selectAll('reminder')
      .select(['member.name', 'member.color', 'member.organization_id'])
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .orderBy('due_at')
      .execute()
    return rows
      .filter(it => it.member_id === asker.id || (it.audience === 'us' && it.organization_id === organization))
      .map(it => ({
        id: it.id,
        row: it.row_id,
        by: { id: it.member_id, name: it.name ?? it.member_id, color: it.color ?? '#8c8c8c' },
        audience: it.audience,
        text: it.body,
        due: new Date(it.due_at).toISOString(),
        waiting: it.fired_at === null,
        mine: it.member_id === asker.id,
      }))
  }

  /** Throws HubError `not-found` for an unknown row, `bad-request` for a time that is over, `too-large` when the row has too many waiting. */
  async create(
    sheet: string,
    asker: Asker,
    wish: z.infer<typeof newReminder>,
    { newId, now }: Making,
  ): Promise<Reminder[]> {
    await requireRow(this.#rooms, sheet, wish.row)
    const due = Date.parse(wish.due)
    if (due <= now) throw new HubError('bad-request', 'body.due: that time is over')
    const { count } = await this.#db
      .selectFrom('reminder')
      .select(it => it.fn.countAll<number>().as('count'))
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', wish.row)
      .where('fired_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (Number(count) >= REMINDERS_PER_ROW)
      throw new HubError('too-large', `at most ${REMINDERS_PER_ROW} reminders wait on a row`)
    await this.#db
      .insertInto('reminder')
      .values({
        id: newId(),
        sheet_id: sheet,
        row_id: wish.row,
        member_id: asker.id,
        audience: wish.audience,
        body: wish.text,
        due_at: due,
        created_at: now,
        fired_at: null,
      })
      .onConflict(on => on.column('id').doNothing())
      .execute()
    return this.list(sheet, wish.row, asker)
  }

  /** Cancels one's own. Throws HubError `not-found` for any other. */
  async cancel(sheet: string, id: string, asker: Asker): Promise<void> {
    const gone = await this.#db
      .deleteFrom('reminder')
      .where('id', '=', id)
      .where('sheet_id', '=', sheet)
      .where('member_id', '=', asker.id)
      .executeTakeFirst()
    if (Number(gone.numDeletedRows) === 0) throw new HubError('not-found')
  }

  /** In one transaction: marked as told, and in the inboxes. False when somebody else has told it. */
  #tell(reminder: Selectable<ReminderTable>, thing: Thing): Promise<boolean> {
    return this.#db.transaction().execute(async trx => {
      const marked = await trx
        .updateTable('reminder')
        .set({ fired_at: this.#now() })
        .where('id', '=', reminder.id)
        .where('fired_at', 'is', null)
        .executeTakeFirst()
      if (Number(marked.numUpdatedRows) === 0) return false
      const members = reminder.audience === 'me' ? [reminder.member_id] : await this.#ours(trx, reminder, thing)
      await notify(
        trx,
        members.map(member => ({
          id: `${reminder.id}-${member}`,
          member_id: member,
          kind: 'reminder',
          sheet_id: reminder.sheet_id,
          row_id: reminder.row_id,
          column_id: null,
          from_member: reminder.member_id,
          body: reminder.body,
          at: reminder.due_at,
        })),
      )
      return true
    })
  }

  /** Everybody of the asker's organization who may read the sheet, the asker in any case. */
  async #ours(trx: Kysely<Database>, { member_id }: Selectable<ReminderTable>, thing: Thing): Promise<string[]> {
    const people = await peopleWho(trx, thing, 'note.read')
    const organization = await this.#organizationOf(member_id, trx)
    const ours = people.filter(person => person.organizationId === organization).map(({ id }) => id)
    return [...new Set([member_id, ...ours])]
  }

  async #organizationOf(member: string, db: Kysely<Database> = this.#db): Promise<string | undefined> {
    const row = await db.selectFrom('member').select('organization_id').where('id', '=', member).executeTakeFirst()
    return row?.organization_id
  }
}
