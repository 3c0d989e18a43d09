/** What waits and what was decided, as people see it (docs/SPEC.md INTAKE-11, INTAKE-12). Personal details only ever as the vault's mask. */
import type { Kysely, Selectable } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Question } from '../../shared/protocol/forms.ts'
import type { InboxQuery, RowOrigin, SubmissionDetail, SubmissionItem } from '../../shared/protocol/intake.ts'
import type { Bilingual } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SubmissionTable } from '../storage/schema/intake.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { UNDO_MS } from './intakeDecisions.ts'
import type { Likenesses } from './Likeness.ts'
import { fromCursor, type Page, toCursor } from './pages.ts'
import type { Vault } from './Vault.ts'

/** What the inbox asks of the forms: what they are called, and what their questions were. */
export interface FormWords {
  /** Form → title; unknown ones are left out. */
  titles(forms: readonly string[]): Promise<ReadonlyMap<string, Bilingual>>
  /** The questions as that version asked them; none for an unknown form. */
  questions(form: string, version: number): Promise<readonly Question[]>
}

export interface IntakeInboxParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly vault: Vault
  readonly likenesses: Likenesses
  readonly forms: FormWords
}

/** Communities and forms offered to filter by. */
const MOST_OFFERED = 200

type Row = Selectable<SubmissionTable> & {
  readonly sheetTitle: string
  readonly memberName: string | null
  readonly decidedName: string | null
  readonly connectionName: string | null
}

export class IntakeInbox {
  readonly #parts: IntakeInboxParts

  constructor(parts: IntakeInboxParts) {
    this.#parts = parts
  }

  /** One page: what waits with the longest waiting first, what was decided with the newest first. Confidential ones only where asked for. */
  async page(operation: string, query: InboxQuery, confidential: boolean, now: number): Promise<Page<SubmissionItem>> {
    const { state, limit } = query
    const waiting = state === 'waiting' || state === 'received' || state === 'held'
    const order = waiting ? ('asc' as const) : ('desc' as const)
    const after = query.cursor === undefined ? undefined : fromCursor(query.cursor, 2)
    let rows = this.#select()
      .where('submission.operation_id', '=', operation)
      .where('submission.state', 'in', state === 'waiting' ? ['received', 'held'] : [state])
      .orderBy('submission.created_at', order)
      .orderBy('submission.id', order)
      .limit(limit + 1)
    if (!confidential) rows = rows.where('submission.confidential', '=', 0)
    if (query.form !== undefined) rows = rows.where('submission.form_id', '=', query.form)
    if (query.source !== undefined) rows = rows.where('submission.source', '=', query.source)
    if (query.community !== undefined) rows = rows.where('submission.community', '=', query.community)
    if (after !== undefined) {
      const [at, id] = [Number(after[0]), after[1] ?? '']
      const beyond = waiting ? ('>' as const) : ('<' as const)
      rows = rows.where(it =>
        it.or([
          it('submission.created_at', beyond, at),
          it.and([it('submission.created_at', '=', at), it('submission.id', beyond, id)]),
        ]),
      )
    }
    const found: readonly Row[] = await rows.execute()
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const next = last !== undefined && found.length > limit ? toCursor([String(last.created_at), last.id]) : null
    return { items: await this.#items(shown, now), next }
  }

  /** How many wait, and what there is to filter by. */
  async count(operation: string, confidential: boolean) {
    const { db, forms } = this.#parts
    const visible = confidential ? [0, 1] : [0]
    const counts = await db
      .selectFrom('submission')
      .select(['state', it => it.fn.countAll<number>().as('count')])
      .where('operation_id', '=', operation)
      .where('state', 'in', ['received', 'held'])
      .where('confidential', 'in', visible)
      .groupBy('state')
      .execute()
    const of = (state: string): number => Number(counts.find(row => row.state === state)?.count ?? 0)
    const distinct = async (column: 'community' | 'form_id'): Promise<string[]> => {
      const found = await db
        .selectFrom('submission')
        .select(column)
        .distinct()
        .where('operation_id', '=', operation)
        .where('confidential', 'in', visible)
        .where(column, 'is not', null)
        .orderBy(column)
        .limit(MOST_OFFERED)
        .execute()
      return found.flatMap(row => (row[column] === null ? [] : [row[column]]))
    }
    const titles = await forms.titles(await distinct('form_id'))
    return {
      waiting: of('received') + of('held'),
      held: of('held'),
      communities: await distinct('community'),
      forms: [...titles].map(([id, title]) => ({ id, title })),
    }
  }

  /** Where a submission belongs, for the question who may see it. Throws HubError `not-found`. */
  async thingOf(id: string): Promise<{ readonly operation: string; readonly confidential: boolean }> {
    const row = await this.#parts.db
      .selectFrom('submission')
      .select(['operation_id', 'confidential'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return { operation: row.operation_id, confidential: row.confidential === 1 }
  }

  /** Everything about one: answers in the words they were asked in, pictures, rows it may be about. Throws HubError `not-found`. */
  async get(id: string, now: number): Promise<SubmissionDetail> {
    const row = await this.#select().where('submission.id', '=', id).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    const [item] = await this.#items([row], now)
    if (item === undefined) throw new HubError('not-found')
    const questions = row.form_id === null ? [] : await this.#parts.forms.questions(row.form_id, row.form_version ?? 0)
    const answers = Object.entries(JSON.parse(row.answers) as Record<string, Scalar | Scalar[]>)
    return {
      ...item,
      answers: answers.map(([question, value]) => ({
        id: question,
        label: questions.find(asked => asked.id === question)?.label ?? null,
        value,
      })),
      files: JSON.parse(row.files) as string[],
      candidates: item.decided === null ? await this.#candidates(row, item.cells) : [],
    }
  }

  /** The submissions a row came from or was given, oldest first. */
  async originsOf(sheet: string, row: string): Promise<RowOrigin[]> {
    const rows: readonly Row[] = await this.#select()
      .where('submission.row_sheet_id', '=', sheet)
      .where('submission.row_id', '=', row)
      .where('submission.state', 'in', ['accepted', 'attached'])
      .orderBy('submission.decided_at')
      .execute()
    const titles = await this.#titles(rows)
    return rows.map(found => ({
      submission: found.id,
      state: found.state === 'attached' ? 'attached' : 'accepted',
      source: found.source,
      from: fromOf(found, titles),
      at: instant(found.created_at),
      decidedAt: instant(found.decided_at ?? found.created_at),
      decidedBy: found.decidedName,
    }))
  }

  async #items(rows: readonly Row[], now: number): Promise<SubmissionItem[]> {
    const contacts = await this.#parts.vault.masked(rows.flatMap(row => row.contact_id ?? []))
    const titles = await this.#titles(rows)
    return rows.map(row => {
      const contact = row.contact_id === null ? undefined : contacts.get(row.contact_id)
      return {
        id: row.id,
        sheet: { id: row.sheet_id, title: row.sheetTitle },
        source: row.source,
        from: fromOf(row, titles),
        form: row.form_id,
        community: row.community,
        cells: JSON.parse(row.cells) as Record<string, Scalar>,
        signs: JSON.parse(row.signs) as string[],
        state: row.state,
        at: instant(row.created_at),
        confidential: row.confidential === 1,
        contact: contact === undefined ? null : { ...contact, more: [...contact.more] },
        decided: decidedOf(row, now),
      }
    })
  }

  async #titles(rows: readonly Row[]): Promise<ReadonlyMap<string, Bilingual>> {
    const forms = [...new Set(rows.flatMap(row => row.form_id ?? []))]
    return forms.length === 0 ? new Map() : this.#parts.forms.titles(forms)
  }

  async #candidates(row: Row, cells: Readonly<Record<string, Scalar>>): Promise<SubmissionDetail['candidates']> {
    const { likenesses, rooms } = this.#parts
    const contact = row.contact_id === null ? {} : { contact: row.contact_id }
    const near = await likenesses.near(row.sheet_id, { cells, ...contact })
    if (near.length === 0) return []
    return rooms.read(row.sheet_id, document =>
      near.map(like => ({ ...like, why: [...like.why], cells: document.cells(like.row) })),
    )
  }

  #select() {
    return this.#parts.db
      .selectFrom('submission')
      .innerJoin('sheet', 'sheet.id', 'submission.sheet_id')
      .leftJoin('member as filer', 'filer.id', 'submission.member_id')
      .leftJoin('member as decider', 'decider.id', 'submission.decided_by')
      .leftJoin('intake_connection as connection', 'connection.id', 'submission.connection_id')
      .selectAll('submission')
      .select([
        'sheet.title as sheetTitle',
        'filer.name as memberName',
        'decider.name as decidedName',
        'connection.name as connectionName',
      ])
  }
}

const instant = (ms: number): string => new Date(ms).toISOString()

/** What it came by: the form or the connection, and who filed it for somebody. */
function fromOf(row: Row, titles: ReadonlyMap<string, Bilingual>): string {
  const form = row.form_id === null ? undefined : titles.get(row.form_id)?.zh
  return [form ?? row.connectionName ?? '', row.memberName ?? ''].filter(name => name !== '').join(' · ')
}

function decidedOf(row: Row, now: number): SubmissionItem['decided'] {
  if (row.decided_at === null) return null
  return {
    by: row.decidedName,
    at: instant(row.decided_at),
    reason: row.reason,
    row: row.row_id,
    mayUndo: now - row.decided_at <= UNDO_MS,
  }
}
