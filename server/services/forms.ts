/**
 * Public forms as their makers see them (docs/SPEC.md FORM-1, FORM-2, FORM-6 … FORM-8): what they ask, version by version, the links to them,
 * when they are open. What people without an account see of them is publicForms.ts.
 */
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import type {
  Form,
  FormContent,
  FormLink,
  formChange,
  formLinkChange,
  ListedForm,
  newForm,
  newFormLink,
} from '../../shared/protocol/forms.ts'
import type { Bilingual } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Identity } from '../auth/identity.ts'
import { hashSecret } from '../auth/secrets.ts'
import type { FormLinkTable, FormTable } from '../storage/schema/forms.ts'
import type { Database } from '../storage/schema.ts'
import { checkContent, checkFixed } from './formChecks.ts'
import { linkCode } from './formCodes.ts'
import { readContent } from './formContents.ts'
import type { Making } from './making.ts'

/** Links a form may have: a district has some hundred communities. */
export const MOST_LINKS = 500
export const MOST_FORMS = 200

export interface FormsParts {
  readonly db: Kysely<Database>
  /** 256 bits of chance as text: what a community head's link carries. */
  readonly newSecret: () => string
}

interface FormCount {
  readonly received: number
  readonly waiting: number
}

export class Forms {
  readonly #parts: FormsParts

  constructor(parts: FormsParts) {
    this.#parts = parts
  }

  /** The forms of an operation, newest first, with how much came in by each; those of confidential sheets only where asked for. */
  async list(operation: string, confidential: boolean): Promise<ListedForm[]> {
    const { db } = this.#parts
    const found = db
      .selectFrom('form')
      .innerJoin('sheet', 'sheet.id', 'form.sheet_id')
      .selectAll('form')
      .where('form.operation_id', '=', operation)
      .orderBy('form.created_at', 'desc')
      .orderBy('form.id')
    const rows = await (confidential ? found : found.where('sheet.confidential_of', 'is', null)).execute()
    const ids = rows.map(({ id }) => id)
    const [count, contents, links] = [await this.#counts(ids), await this.#contents(rows), await this.#links(ids)]
    return rows.map(row => ({
      ...asForm(row, contents.get(row.id), links.get(row.id)),
      received: count.get(row.id)?.received ?? 0,
      waiting: count.get(row.id)?.waiting ?? 0,
      changedAt: new Date(row.changed_at).toISOString(),
    }))
  }

  /** Throws HubError `not-found`. */
  async get(id: string): Promise<Form> {
    const row = await this.#row(id)
    return asForm(row, (await this.#contents([row])).get(id), (await this.#links([id])).get(id))
  }

  /** The sheet a form is for. Throws HubError `not-found`. */
  async sheetOf(id: string): Promise<string> {
    return (await this.#row(id)).sheet_id
  }

  /**
   * Makes a form with one link, open at once. Throws HubError `not-found` for a sheet of another operation or an unknown organization, `bad-request`
   * naming the questions that do not fit, `too-large` past the last form.
   */
  async create(identity: Identity, operation: string, wish: z.infer<typeof newForm>, making: Making): Promise<Form> {
    const { db } = this.#parts
    const id = making.newId()
    const link = { id: making.newId(), code: linkCode(making.newId) }
    if ((await db.selectFrom('form').select('id').where('id', '=', id).executeTakeFirst()) !== undefined)
      return this.get(id)
    await checkContent(this.#parts.db, { operation, sheet: wish.sheet }, wish.content)
    const organization = wish.organization ?? (await this.#organizationOf(identity.member.id))
    await this.#requireOrganization(organization)
    await this.#requireRoom(operation)
    const { now } = making
    const by = identity.member.id
    await db.transaction().execute(async tx => {
      await tx
        .insertInto('form')
        .values({
          id,
          operation_id: operation,
          sheet_id: wish.sheet,
          organization_id: organization,
          version: 1,
          opens_at: null,
          closes_at: null,
          closed_at: null,
          created_at: now,
          created_by: by,
          changed_at: now,
          changed_by: by,
        })
        .execute()
      await tx
        .insertInto('form_version')
        .values({ form_id: id, version: 1, content: JSON.stringify(wish.content), at: now, member_id: by })
        .execute()
      await tx
        .insertInto('form_link')
        .values(newLinkRow(link, id, wish.content.title.zh, {}, now))
        .execute()
    })
    return this.get(id)
  }

  /** A form like this one, with one link of its own, closed until somebody has looked at it. Throws HubError `not-found`. */
  async copy(identity: Identity, id: string, making: Making): Promise<Form> {
    const { operation, sheet, organization, content } = await this.get(id)
    const title = { zh: `${content.title.zh}（副本）`, en: `${content.title.en} (copy)` }
    const made = await this.create(identity, operation, { sheet, organization, content: { ...content, title } }, making)
    return made.closed || made.version > 1
      ? made
      : this.change(identity, made.id, { version: made.version, closed: true }, making.now)
  }

  /**
   * Throws HubError `not-found`, `conflict` naming who has changed it since the version the caller saw, `bad-request` naming the questions that do not fit.
   */
  async change(identity: Identity, id: string, wish: z.infer<typeof formChange>, now: number): Promise<Form> {
    const before = await this.#row(id)
    const content = wish.content ?? (await this.#contents([before])).get(id)
    if (wish.content !== undefined) await checkContent(this.#parts.db, placeOf(before), wish.content)
    const opensAt = instant(wish.opensAt, before.opens_at)
    const closesAt = instant(wish.closesAt, before.closes_at)
    if (opensAt !== null && closesAt !== null && closesAt <= opensAt)
      throw new HubError('bad-request', 'closesAt: it would close before it opens.')
    const version = wish.version + 1
    const done = await this.#parts.db.transaction().execute(async tx => {
      const { numUpdatedRows } = await tx
        .updateTable('form')
        .set({
          version,
          opens_at: opensAt,
          closes_at: closesAt,
          ...(wish.closed === undefined ? {} : { closed_at: wish.closed ? now : null }),
          changed_at: now,
          changed_by: identity.member.id,
        })
        .where('id', '=', id)
        .where('version', '=', wish.version)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return false
      await tx
        .insertInto('form_version')
        .values({ form_id: id, version, content: JSON.stringify(content), at: now, member_id: identity.member.id })
        .execute()
      return true
    })
    if (!done) throw new HubError('conflict', await this.#whoChanged(id))
    return this.get(id)
  }

  /** Adds a link. Throws HubError `not-found`, `bad-request` for a fixed value that does not fit its column, `too-large` past the last one. */
  async addLink(id: string, wish: z.infer<typeof newFormLink>, { newId, now }: Making): Promise<Form> {
    const row = await this.#row(id)
    const link = { id: newId(), code: linkCode(newId) }
    await checkFixed(this.#parts.db, placeOf(row), wish.fixed)
    const links = (await this.#links([id])).get(id) ?? []
    if (links.length >= MOST_LINKS) throw new HubError('too-large', `a form has at most ${MOST_LINKS} links`)
    await this.#parts.db
      .insertInto('form_link')
      .values(newLinkRow(link, id, wish.name, wish.fixed, now))
      .onConflict(on => on.column('id').doNothing())
      .execute()
    return this.get(id)
  }

  /** Throws HubError `not-found` for a link of another form too, `bad-request` for a fixed value that does not fit its column. */
  async changeLink(id: string, wish: z.infer<typeof formLinkChange>, now: number): Promise<Form> {
    const row = await this.#row(id)
    if (wish.fixed !== undefined) await checkFixed(this.#parts.db, placeOf(row), wish.fixed)
    const { numUpdatedRows } = await this.#parts.db
      .updateTable('form_link')
      .set({
        form_id: id,
        ...(wish.name === undefined ? {} : { name: wish.name }),
        ...(wish.fixed === undefined ? {} : { fixed: JSON.stringify(wish.fixed) }),
        ...(wish.closed === undefined ? {} : { closed_at: wish.closed ? now : null }),
        ...(wish.endHead === undefined ? {} : { head_hash: null }),
      })
      .where('id', '=', wish.link)
      .where('form_id', '=', id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new HubError('not-found')
    return this.get(id)
  }

  /** A new secret for the page of a link's community head; the one before opens nothing any more. Throws HubError `not-found`. */
  async newHead(id: string, link: string): Promise<string> {
    const secret = this.#parts.newSecret()
    const { numUpdatedRows } = await this.#parts.db
      .updateTable('form_link')
      .set({ head_hash: hashSecret(secret) })
      .where('id', '=', link)
      .where('form_id', '=', id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new HubError('not-found')
    return secret
  }

  /** How much came in by these forms, and how much of it waits for somebody. */
  async #counts(forms: readonly string[]): Promise<ReadonlyMap<string, FormCount>> {
    const counts = new Map<string, FormCount>()
    if (forms.length === 0) return counts
    const rows = await this.#parts.db
      .selectFrom('submission')
      .select(it => ['form_id', 'state', it.fn.countAll<number>().as('count')])
      .where('form_id', 'in', forms)
      .groupBy(['form_id', 'state'])
      .execute()
    for (const { form_id, state, count } of rows) {
      const before = counts.get(form_id ?? '') ?? { received: 0, waiting: 0 }
      const waits = state === 'received' || state === 'held'
      counts.set(form_id ?? '', {
        received: before.received + Number(count),
        waiting: before.waiting + (waits ? Number(count) : 0),
      })
    }
    return counts
  }

  async #requireOrganization(id: string): Promise<void> {
    const found = await this.#parts.db.selectFrom('organization').select('id').where('id', '=', id).executeTakeFirst()
    if (found === undefined) throw new HubError('not-found', 'organization')
  }

  async #requireRoom(operation: string): Promise<void> {
    const { count } = await this.#parts.db
      .selectFrom('form')
      .select(it => it.fn.countAll<number>().as('count'))
      .where('operation_id', '=', operation)
      .executeTakeFirstOrThrow()
    if (Number(count) >= MOST_FORMS) throw new HubError('too-large', `an operation has at most ${MOST_FORMS} forms`)
  }

  async #organizationOf(member: string): Promise<string> {
    const { organization_id } = await this.#parts.db
      .selectFrom('member')
      .select('organization_id')
      .where('id', '=', member)
      .executeTakeFirstOrThrow()
    return organization_id
  }

  async #whoChanged(id: string): Promise<string> {
    const { changed_by, changed_at } = await this.#row(id)
    const member = await this.#parts.db
      .selectFrom('member')
      .select('name')
      .where('id', '=', changed_by)
      .executeTakeFirst()
    return `${member?.name ?? changed_by} · ${new Date(changed_at).toISOString()}`
  }

  async #row(id: string): Promise<Selectable<FormTable>> {
    const row = await this.#parts.db.selectFrom('form').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    return row
  }

  async #contents(rows: readonly Selectable<FormTable>[]): Promise<ReadonlyMap<string, FormContent>> {
    if (rows.length === 0) return new Map()
    const found = await this.#parts.db
      .selectFrom('form_version')
      .innerJoin('form', join =>
        join.onRef('form.id', '=', 'form_version.form_id').onRef('form.version', '=', 'form_version.version'),
      )
      .select(['form_version.form_id', 'form_version.content'])
      .where(
        'form_version.form_id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute()
    return new Map(found.map(({ form_id, content }) => [form_id, readContent(content)]))
  }

  async #links(forms: readonly string[]): Promise<ReadonlyMap<string, readonly FormLink[]>> {
    const links = new Map<string, FormLink[]>()
    if (forms.length === 0) return links
    const rows = await this.#parts.db
      .selectFrom('form_link')
      .selectAll()
      .where('form_id', 'in', forms)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    for (const row of rows) links.set(row.form_id, [...(links.get(row.form_id) ?? []), asLink(row)])
    return links
  }
}

const placeOf = ({ operation_id, sheet_id }: Selectable<FormTable>) => ({ operation: operation_id, sheet: sheet_id })

const instant = (wish: string | null | undefined, before: number | null): number | null =>
  wish === undefined ? before : wish === null ? null : Date.parse(wish)

const newLinkRow = (
  { id, code }: { readonly id: string; readonly code: string },
  form: string,
  name: string,
  fixed: Record<string, Scalar>,
  now: number,
): FormLinkTable => ({
  id,
  form_id: form,
  code,
  name: name === '' ? code : name,
  fixed: JSON.stringify(fixed),
  closed_at: null,
  created_at: now,
  head_hash: null,
})

function asLink(row: Selectable<FormLinkTable>): FormLink {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    fixed: JSON.parse(row.fixed) as Record<string, Scalar>,
    closed: row.closed_at !== null,
    head: row.head_hash !== null,
  }
}

const EMPTY: Bilingual = { zh: '', en: '' }

function asForm(
  row: Selectable<FormTable>,
  content: FormContent = {
    title: EMPTY,
    lead: EMPTY,
    thanks: EMPTY,
    questions: [],
    acceptByRule: false,
    confidential: false,
  },
  links: readonly FormLink[] = [],
): Form {
  return {
    id: row.id,
    operation: row.operation_id,
    sheet: row.sheet_id,
    organization: row.organization_id,
    content,
    version: row.version,
    opensAt: row.opens_at === null ? null : new Date(row.opens_at).toISOString(),
    closesAt: row.closes_at === null ? null : new Date(row.closes_at).toISOString(),
    closed: row.closed_at !== null,
    links: [...links],
  }
}
