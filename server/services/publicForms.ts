/**
 * Forms as people without an account meet them, and as a member files them for somebody (docs/SPEC.md FORM-3 … FORM-5, FORM-8). Nothing here tells more than
 * the page shows; a code there is not and one of a closed link answer alike.
 */
import type { Kysely } from 'kysely'
import { checkAnswers } from '../../shared/forms/answers.ts'
import { fileAnswers } from '../../shared/forms/filing.ts'
import { askedQuestions, type FixedPlace } from '../../shared/forms/questions.ts'
import { DIVISIONS, type Division, divisionNamed, divisionsUnder, PLACE_LEVELS } from '../../shared/places/divisions.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { FormContent } from '../../shared/protocol/forms.ts'
import type { Filled, PlaceItem, PublicForm, PublicSubmission, Submitted } from '../../shared/protocol/publicForms.ts'
import type { Column } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import { readContent } from './formContents.ts'
import type { FormPhotos } from './formPhotos.ts'
import type { Intake } from './Intake.ts'
import type { Making } from './making.ts'

export interface PublicFormsParts {
  readonly db: Kysely<Database>
  readonly intake: Pick<Intake, 'receive'>
  readonly guard: FormGuard
  readonly photos: FormPhotos
}

/** Weighs what comes from people nobody knows. */
export interface FormGuard {
  /** Counts a submission and says what speaks against it. Throws HubError `rate-limited` for a flood. */
  weigh(brought: {
    readonly address: string
    readonly link: string
    readonly proof: PublicSubmission['proof']
    readonly honeypot: string
  }): Promise<readonly string[]>
}

/** Who files a form that is not filed by the public page. */
export interface Filing {
  readonly form: string
  readonly link: string | undefined
  readonly source: 'proxy' | 'paper'
  readonly member: string
}

interface FiledBy {
  readonly source: 'form' | 'proxy' | 'paper'
  readonly member?: string
  /** Asked only of what fits: who mends a slip is not counted twice. */
  readonly weigh: () => Promise<readonly string[]>
}

/** A form by one of its links, with everything around it. */
interface Opened {
  readonly form: {
    readonly id: string
    readonly operation: string
    readonly sheet: string
    readonly organization: string
    readonly version: number
    readonly opensAt: number | null
    readonly closesAt: number | null
    /** By its organization, or with the operation. */
    readonly closed: boolean
  }
  readonly link: {
    readonly id: string
    readonly code: string
    readonly name: string
    readonly fixed: Record<string, Scalar>
  }
  readonly content: FormContent
  readonly columns: readonly Column[]
  readonly operation: { readonly name: string; readonly zone: string }
  readonly organization: string
}

export class PublicForms {
  readonly #parts: PublicFormsParts

  constructor(parts: PublicFormsParts) {
    this.#parts = parts
  }

  /** Throws HubError `not-found`. */
  async page(code: string, now: number): Promise<PublicForm> {
    return describe(await this.#open({ code }), now)
  }

  /** The form as members file it: by one of its links, by its first one without. Throws HubError `not-found`. */
  async filingPage(form: string, link: string | undefined, now: number): Promise<PublicForm> {
    return describe(await this.#open({ form, link }), now)
  }

  /**
   * Takes in what the public page sends, once for its key. Throws HubError `not-found`, `bad-request` naming the questions that do not fit, `conflict` while
   * the form is closed, and what the inbox throws.
   */
  async submit(code: string, sent: PublicSubmission, making: Making, address: string): Promise<Submitted> {
    const opened = await this.#open({ code })
    const { state } = describe(opened, making.now)
    if (state !== 'open') throw new HubError('conflict', state)
    const weigh = () =>
      this.#parts.guard.weigh({ address, link: opened.link.id, proof: sent.proof, honeypot: sent.website })
    return this.#file(opened, sent, making, { source: 'form', weigh })
  }

  /** The same filed by a member; it goes on when the form is closed to the public. Throws as `submit`. */
  async file({ form, link, source, member }: Filing, filled: Filled, making: Making): Promise<Submitted> {
    const opened = await this.#open({ form, link })
    return this.#file(opened, filled, making, { source, member, weigh: async () => [] })
  }

  /** Keeps a picture for what this page is going to send. Throws HubError `not-found`, `conflict` while the form is closed, and what FormPhotos.keep throws. */
  async keepPhoto(code: string, pageKey: string, bytes: Uint8Array, making: Making): Promise<string> {
    const opened = await this.#open({ code })
    const { state } = describe(opened, making.now)
    if (state !== 'open') throw new HubError('conflict', state)
    requirePhotos(opened)
    return this.#parts.photos.keep({ form: opened.form.id, pageKey, bytes }, making)
  }

  /** The same for a member. */
  async keepFilingPhoto(form: string, pageKey: string, bytes: Uint8Array, making: Making): Promise<string> {
    const opened = await this.#open({ form, link: undefined })
    requirePhotos(opened)
    return this.#parts.photos.keep({ form: opened.form.id, pageKey, bytes }, making)
  }

  /** The places directly under one, the provinces without. Throws HubError `not-found`. */
  places(under: string | undefined): PlaceItem[] {
    const above = under === undefined ? undefined : placeOf(under)
    if (under !== undefined && above === undefined) throw new HubError('not-found')
    return divisionsUnder(above).map(({ key, name, level }) => ({ key, name, level }))
  }

  async #file(opened: Opened, filled: Filled, making: Making, by: FiledBy): Promise<Submitted> {
    const { form, link, operation } = opened
    const content = await this.#answered(opened, filled.version)
    const asked = askedQuestions({ content, columns: opened.columns, fixed: link.fixed, within: placeWithin(opened) })
    const { values, faults } = checkAnswers(asked, withPhotos(content, filled))
    const filed = fileAnswers(
      { questions: content.questions, columns: opened.columns, fixed: link.fixed, zone: operation.zone, placeOf },
      values,
    )
    const wrong = [
      ...faults.map(({ question, reason }) => ({ field: question, reason })),
      ...(filed.unknownPlace === undefined ? [] : [{ field: filed.unknownPlace, reason: 'not-a-place' }]),
    ]
    if (wrong.length > 0)
      throw new HubError('bad-request', wrong.map(({ field, reason }) => `${field}: ${reason}`).join(', '), {
        fields: wrong,
      })
    if (!(await this.#parts.photos.claim(form.id, filled.key, filed.photos, making.now))) {
      const field = content.questions.find(({ asks }) => asks.kind === 'photos')?.id ?? ''
      throw new HubError('bad-request', `${field}: gone`, { fields: [{ field, reason: 'gone' }] })
    }
    const { trackingCode, again } = await this.#parts.intake.receive(
      {
        ...filed.incoming,
        operation: form.operation,
        sheet: form.sheet,
        source: by.source,
        form: { id: form.id, version: filled.version, link: link.id },
        ...(by.member === undefined ? {} : { member: by.member }),
        organization: form.organization,
        key: filled.key,
        suspicions: await by.weigh(),
        files: filed.photos,
        acceptByRule: content.acceptByRule,
        confidential: content.confidential,
      },
      making,
    )
    return { trackingCode, again }
  }

  /** What the form asked at this version. Throws HubError `bad-request` for one there never was. */
  async #answered({ form, content }: Opened, version: number): Promise<FormContent> {
    if (version === form.version) return content
    const found = await this.#parts.db
      .selectFrom('form_version')
      .select('content')
      .where('form_id', '=', form.id)
      .where('version', '=', version)
      .executeTakeFirst()
    if (found === undefined) throw new HubError('bad-request', 'version')
    // Whether it is confidential or accepted by rule is decided now, not when the page was opened.
    const { confidential, acceptByRule } = content
    return { ...readContent(found.content), confidential, acceptByRule }
  }

  async #open(
    by: { readonly code: string } | { readonly form: string; readonly link: string | undefined },
  ): Promise<Opened> {
    const { db } = this.#parts
    let query = db
      .selectFrom('form_link')
      .innerJoin('form', 'form.id', 'form_link.form_id')
      .innerJoin('form_version', join =>
        join.onRef('form_version.form_id', '=', 'form.id').onRef('form_version.version', '=', 'form.version'),
      )
      .innerJoin('sheet', 'sheet.id', 'form.sheet_id')
      .innerJoin('operation', 'operation.id', 'form.operation_id')
      .innerJoin('organization', 'organization.id', 'form.organization_id')
      .select([
        'form.id',
        'form.operation_id',
        'form.sheet_id',
        'form.organization_id',
        'form.version',
        'form.opens_at',
        'form.closes_at',
        'form.closed_at',
        'form_link.id as link_id',
        'form_link.code',
        'form_link.name as link_name',
        'form_link.fixed',
        'form_version.content',
        'sheet.kind',
        'operation.name as operation_name',
        'operation.closed_at as ended_at',
        'operation.time_zone',
        'organization.name as organization_name',
      ])
    if ('code' in by)
      query = query.where('form_link.code', '=', by.code.toLowerCase()).where('form_link.closed_at', 'is', null)
    else {
      query = query.where('form.id', '=', by.form)
      if (by.link !== undefined) query = query.where('form_link.id', '=', by.link)
    }
    const row = await query.orderBy('form_link.created_at').orderBy('form_link.id').executeTakeFirst()
    if (row === undefined) throw new HubError('not-found')
    const { columns } = await readSetup(db, { id: row.sheet_id, kind: row.kind })
    return {
      form: {
        id: row.id,
        operation: row.operation_id,
        sheet: row.sheet_id,
        organization: row.organization_id,
        version: row.version,
        opensAt: row.opens_at,
        closesAt: row.closes_at,
        closed: row.closed_at !== null || row.ended_at !== null,
      },
      link: {
        id: row.link_id,
        code: row.code,
        name: row.link_name,
        fixed: JSON.parse(row.fixed) as Record<string, Scalar>,
      },
      content: readContent(row.content),
      columns,
      operation: { name: row.operation_name, zone: row.time_zone },
      organization: row.organization_name,
    }
  }
}

const BY_KEY: ReadonlyMap<string, Division> = new Map(DIVISIONS.map(each => [each.key, each]))
const placeOf = (key: string): Division | undefined => BY_KEY.get(key)

/** The finest place the link has fixed, where it is one of the list. */
function placeWithin({ columns, link: { fixed } }: Opened): FixedPlace | undefined {
  const names: Record<string, string> = {}
  for (const { id, kind } of columns) {
    const value = fixed[id]
    if (kind.type === 'place' && typeof value === 'string') names[kind.level] = value
  }
  const finest = [...PLACE_LEVELS].reverse().find(level => names[level] !== undefined)
  const found = finest === undefined ? undefined : divisionNamed(finest, names)
  return found === undefined ? undefined : { key: found.key, level: found.level }
}

function requirePhotos({ content }: Opened): void {
  if (!content.questions.some(({ asks }) => asks.kind === 'photos'))
    throw new HubError('bad-request', 'photos: not asked')
}

/** The pictures as the answer to the question that asks for them. */
function withPhotos(content: FormContent, { answers, photos }: Filled): Filled['answers'] {
  const question = content.questions.find(({ asks }) => asks.kind === 'photos')
  return question === undefined ? answers : { ...answers, [question.id]: photos }
}

function describe(opened: Opened, now: number): PublicForm {
  const { form, link, content, columns, operation, organization } = opened
  const { opensAt, closesAt } = form
  const over = closesAt !== null && closesAt <= now
  return {
    code: link.code,
    operation: operation.name,
    organization,
    title: content.title,
    lead: content.lead,
    thanks: content.thanks,
    link: link.name,
    fixed: fixedWords(columns, link.fixed, operation.zone),
    questions: askedQuestions({ content, columns, fixed: link.fixed, within: placeWithin(opened) }),
    version: form.version,
    state: form.closed ? 'closed' : over ? 'over' : opensAt !== null && opensAt > now ? 'notYet' : 'open',
    opensAt: opensAt === null ? null : new Date(opensAt).toISOString(),
    closesAt: closesAt === null ? null : new Date(closesAt).toISOString(),
  }
}

/** Values of cells in words, in the order of the sheet; codes of places say nothing to people and are left out. */
export function fixedWords(
  columns: readonly Column[],
  cells: Readonly<Record<string, Scalar>>,
  zone: string,
): PublicForm['fixed'] {
  const codes = new Set(columns.flatMap(({ kind }) => (kind.type === 'place' ? [kind.codeColumn] : [])))
  return columns.flatMap(column => {
    const value = cells[column.id] ?? null
    if (value === null || value === '' || codes.has(column.id)) return []
    const words = { zh: plainCell(column, value, 'zh', zone), en: plainCell(column, value, 'en', zone) }
    return [{ label: column.label, value: words }]
  })
}
