/** Forms of other services that call us: who may, what they sent, what becomes of its fields (docs/SPEC.md INTAKE-15 … INTAKE-17). */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { hidePersonal } from '../../shared/domain/personalData.ts'
import type { PersonalDetails } from '../../shared/protocol/contacts.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type {
  Connection,
  connectionChange,
  FieldMapping,
  MappingPreview,
  newConnection,
} from '../../shared/protocol/intakeConnections.ts'
import { hashSecret, newSecret, sameSecret } from '../auth/secrets.ts'
import type { IntakeConnectionTable } from '../storage/schema/intake.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { Received } from './Intake.ts'
import { fieldsOf, type Mapped, mapFields, serialOf } from './intakeMapping.ts'
import type { IntakeReceive } from './intakeReceive.ts'
import type { Making } from './making.ts'
import type { Seal } from './Seal.ts'

/** Sendings a preview shows, and characters of a field in it. */
const PREVIEWED = 5
const SHOWN_CHARACTERS = 80
const MOST_FIELDS = 300

type Row = Selectable<IntakeConnectionTable>

export interface IntakeConnectionsParts {
  readonly db: Kysely<Database>
  readonly seal: Seal
  readonly receive: IntakeReceive
}

export class IntakeConnections {
  readonly #parts: IntakeConnectionsParts

  constructor(parts: IntakeConnectionsParts) {
    this.#parts = parts
  }

  async list(operation: string): Promise<Connection[]> {
    const rows = await this.#parts.db
      .selectFrom('intake_connection')
      .selectAll()
      .where('operation_id', '=', operation)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return Promise.all(rows.map(row => this.#describe(row)))
  }

  /** Opens a way in. The secret is shown this once. Throws HubError `not-found` for a sheet of another operation. */
  async create(
    operation: string,
    { sheet, name }: z.infer<typeof newConnection>,
    by: { readonly member: string; readonly organization: string },
    { newId, now }: Making,
  ): Promise<{ connection: Connection; secret: string }> {
    const there = await this.#parts.db
      .selectFrom('sheet')
      .select('operation_id')
      .where('id', '=', sheet)
      .executeTakeFirst()
    if (there?.operation_id !== operation) throw new HubError('not-found')
    const secret = newSecret()
    const row: Row = {
      id: newId(),
      operation_id: operation,
      sheet_id: sheet,
      name,
      organization_id: by.organization,
      secret_hash: hashSecret(secret),
      mapping: '{}',
      fields: '[]',
      created_by: by.member,
      created_at: now,
      closed_at: null,
    }
    await this.#parts.db.insertInto('intake_connection').values(row).execute()
    return { connection: await this.#describe(row), secret }
  }

  /** Throws HubError `not-found`. */
  async sheetOf(id: string): Promise<string> {
    return (await this.#row(id)).sheet_id
  }

  /** Renames, closes or opens it, or says anew what becomes of its fields: then everything of it that waits is read again. */
  async change(
    id: string,
    { name, closed, mapping }: z.infer<typeof connectionChange>,
    making: Making,
  ): Promise<{ connection: Connection; renewed: number }> {
    const row = await this.#row(id)
    await this.#parts.db
      .updateTable('intake_connection')
      .set({
        name: name ?? row.name,
        closed_at: closed === undefined ? row.closed_at : closed ? (row.closed_at ?? making.now) : null,
        mapping: mapping === undefined ? row.mapping : JSON.stringify(mapping),
      })
      .where('id', '=', id)
      .execute()
    const renewed = mapping === undefined ? 0 : await this.#renew(await this.#row(id), making)
    return { connection: await this.#describe(await this.#row(id)), renewed }
  }

  /** What this mapping would make of the newest that wait. */
  async preview(id: string, mapping: FieldMapping): Promise<MappingPreview> {
    const row = await this.#row(id)
    const items: MappingPreview['items'] = []
    for (const { submission, fields } of (await this.#waiting(id)).slice(-PREVIEWED).reverse()) {
      const { cells, details, signs } = await this.#map(row, fields, mapping)
      const hidden = Object.entries(fields).map(
        ([name, text]) => [name, hidePersonal(text).slice(0, SHOWN_CHARACTERS)] as const,
      )
      items.push({
        submission,
        fields: Object.fromEntries(hidden),
        cells: { ...cells },
        details: Object.keys(details ?? {}) as (keyof PersonalDetails)[],
        signs: [...signs],
      })
    }
    return { items }
  }

  /**
   * Takes what a service sends, whatever the mapping says of it. Throws HubError `wrong-credentials`, the same for an unknown or closed way in and a
   * wrong secret.
   */
  async take(id: string, secret: string, body: unknown, making: Making): Promise<Received> {
    const { db, receive, seal } = this.#parts
    const row = await db.selectFrom('intake_connection').selectAll().where('id', '=', id).executeTakeFirst()
    const open = row !== undefined && row.closed_at === null
    // An unknown one is compared too: the answer takes as long.
    const fits = sameSecret(hashSecret(secret), row?.secret_hash ?? hashSecret(''))
    if (!open || !fits) throw new HubError('wrong-credentials')
    if (typeof body !== 'object' || body === null) throw new HubError('bad-request', 'body: a JSON object is needed')
    const fields = fieldsOf(body)
    await this.#noteFields(row, Object.keys(fields))
    const sheet = await db
      .selectFrom('sheet')
      .select('confidential_of')
      .where('id', '=', row.sheet_id)
      .executeTakeFirstOrThrow()
    const { cells, answers, details, signs } = await this.#map(row, fields, mappingOf(row))
    const received = await receive.receive(
      {
        operation: row.operation_id,
        sheet: row.sheet_id,
        source: 'webhook',
        connection: id,
        organization: row.organization_id,
        key: serialOf(body),
        cells: { ...cells },
        answers: { ...answers },
        ...(details === undefined ? {} : { details }),
        suspicions: signs,
        files: [],
        acceptByRule: false,
        confidential: sheet.confidential_of !== null,
      },
      making,
    )
    await db
      .insertInto('intake_payload')
      .values({
        submission_id: received.id,
        connection_id: id,
        at: making.now,
        body: seal.close(received.id, JSON.stringify(fields)),
      })
      .onConflict(on => on.column('submission_id').doNothing())
      .execute()
    return received
  }

  async #renew(row: Row, making: Making): Promise<number> {
    const waiting = await this.#waiting(row.id)
    for (const { submission, fields } of waiting)
      await this.#parts.receive.revise(submission, await this.#map(row, fields, mappingOf(row)), making)
    return waiting.length
  }

  /** What waits of this way in, oldest first. */
  async #waiting(id: string): Promise<{ submission: string; fields: Readonly<Record<string, string>> }[]> {
    const rows = await this.#parts.db
      .selectFrom('intake_payload')
      .innerJoin('submission', 'submission.id', 'intake_payload.submission_id')
      .select(['submission.id as submission', 'intake_payload.body as body'])
      .where('intake_payload.connection_id', '=', id)
      .where('submission.state', 'in', ['received', 'held'])
      .orderBy('submission.created_at')
      .orderBy('submission.id')
      .execute()
    return rows.map(({ submission, body }) => ({
      submission,
      fields: JSON.parse(this.#parts.seal.open(submission, new Uint8Array(body))) as Record<string, string>,
    }))
  }

  async #map(row: Row, fields: Readonly<Record<string, string>>, mapping: FieldMapping): Promise<Mapped> {
    const sheet = await this.#parts.db
      .selectFrom('sheet')
      .innerJoin('operation', 'operation.id', 'sheet.operation_id')
      .select(['sheet.id as id', 'sheet.kind as kind', 'operation.time_zone as zone'])
      .where('sheet.id', '=', row.sheet_id)
      .executeTakeFirstOrThrow()
    return mapFields(fields, mapping, (await readSetup(this.#parts.db, sheet)).columns, sheet.zone)
  }

  async #noteFields(row: Row, names: readonly string[]): Promise<void> {
    const seen = JSON.parse(row.fields) as string[]
    const fields = [...new Set([...seen, ...names])].slice(0, MOST_FIELDS)
    if (fields.length === seen.length) return
    await this.#parts.db
      .updateTable('intake_connection')
      .set({ fields: JSON.stringify(fields) })
      .where('id', '=', row.id)
      .execute()
  }

  async #row(id: string): Promise<Row> {
    const row = await this.#parts.db.selectFrom('intake_connection').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  async #describe(row: Row): Promise<Connection> {
    const { waiting, last } = await this.#parts.db
      .selectFrom('submission')
      .select(it => [
        it.fn.countAll<number>().filterWhere('state', 'in', ['received', 'held']).as('waiting'),
        it.fn.max<number | null>('created_at').as('last'),
      ])
      .where('connection_id', '=', row.id)
      .executeTakeFirstOrThrow()
    return {
      id: row.id,
      sheet: row.sheet_id,
      name: row.name,
      fields: JSON.parse(row.fields) as string[],
      mapping: mappingOf(row),
      closed: row.closed_at !== null,
      waiting: Number(waiting),
      lastAt: last === null ? null : new Date(Number(last)).toISOString(),
    }
  }
}

const mappingOf = ({ mapping }: Row): FieldMapping => JSON.parse(mapping) as FieldMapping
