/** The one way in (docs/SPEC.md INTAKE-1 … INTAKE-6): whatever comes is kept once, with its signs, before it is answered; no sheet is written. */
import type { Kysely } from 'kysely'
import { signOf, signsOf } from '../../shared/domain/intakeSigns.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Column } from '../../shared/schema/column.ts'
import { validate } from '../../shared/schema/parse.ts'
import { isScalar, type Scalar } from '../../shared/sheet/cell.ts'
import { isClosed } from '../storage/closed.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { Followed, IncomingSubmission, Intake, Received } from './Intake.ts'
import { hashTrackingCode, intakeSecret, readTrackingCode, trackingCode } from './intakeTracking.ts'
import type { Likenesses } from './Likeness.ts'
import type { Making } from './making.ts'
import type { Vault } from './Vault.ts'

/** Bounds of one submission: a form has at most 60 questions, a ticket of a call centre about as many. */
const MAX_ANSWERS = 200
const MAX_ANSWER_CHARACTERS = 20_000
/** Codes tried until one is free: two the same are one in 10^12. */
const MOST_TURNS = 8

/** How alike a row must be for nothing to be accepted by rule beside it. */
export const ALIKE_ENOUGH = 0.6

export interface IntakeReceiveParts {
  readonly db: Kysely<Database>
  readonly vault: Vault
  readonly likenesses: Likenesses
  /** Accepts what a rule lets in; server/services/intakeDecisions.ts. */
  readonly acceptByRule: (submission: string, now: number) => Promise<void>
}

export class IntakeReceive implements Intake {
  readonly #parts: IntakeReceiveParts
  #secret: Promise<string> | undefined

  constructor(parts: IntakeReceiveParts) {
    this.#parts = parts
  }

  async receive(submission: IncomingSubmission, making: Making): Promise<Received> {
    const { vault } = this.#parts
    const origin = originOf(submission)
    const before = await this.#find(origin, submission.key)
    if (before !== undefined) return before
    if (await isClosed(this.#parts.db, submission.operation)) throw new HubError('closed')
    const columns = await this.#columnsOf(submission)
    checkShape(submission, columns)
    const signs = [...new Set([...submission.suspicions, ...signsOf(submission, columns)])]
    const { details } = submission
    const id = making.newId()
    const contact =
      details === undefined
        ? null
        : await vault.keep(
            details,
            {
              operation: submission.operation,
              organization: submission.organization,
              member: submission.member,
            },
            making,
          )
    const kept = await this.#insert(submission, { id, origin, contact, signs, now: making.now })
    if (kept === undefined) {
      // The same was sent twice at once, and the other was first.
      if (contact !== null) await vault.erase(contact)
      const first = await this.#find(origin, submission.key)
      if (first === undefined) throw new HubError('not-saved')
      return first
    }
    const unlike = await this.#isUnlike(submission, contact)
    if (unlike === false) await this.#hold(id, [...signs, signOf('alike')])
    if (unlike === true && submission.acceptByRule && !submission.confidential && signs.length === 0)
      await this.#parts.acceptByRule(id, making.now)
    return { id, trackingCode: kept, again: false }
  }

  /** What became of the submission with this code; undefined when there is none. */
  async follow(code: string): Promise<Followed | undefined> {
    const secret = await this.secret()
    // A text that is no code is looked for too: the answer takes as long.
    const hash = hashTrackingCode(secret, readTrackingCode(code) ?? '')
    const row = await this.#parts.db
      .selectFrom('submission')
      .select(['state', 'created_at', 'decided_at'])
      .where('tracking_hash', '=', hash)
      .executeTakeFirst()
    return row === undefined ? undefined : { state: row.state, at: row.created_at, decidedAt: row.decided_at }
  }

  /**
   * Reads a waiting submission anew: other cells, answers, details and signs in the place of the ones it had. One decided meanwhile is left alone.
   */
  async revise(id: string, { cells, answers, details, signs: given }: Revision, making: Making): Promise<void> {
    const { db, vault } = this.#parts
    const row = await db.selectFrom('submission').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return
    const columns = await this.#columnsOf({ sheet: row.sheet_id, operation: row.operation_id })
    const signs = [...new Set([...given, ...signsOf({ cells, answers }, columns)])]
    const kept = { operation: row.operation_id, organization: row.organization_id, member: row.member_id ?? undefined }
    const contact = details === undefined ? null : await vault.keep(details, kept, making)
    const state = signs.length > 0 ? ('held' as const) : ('received' as const)
    const { numUpdatedRows } = await db
      .updateTable('submission')
      .set({
        cells: JSON.stringify(cells),
        answers: JSON.stringify(answers),
        signs: JSON.stringify(signs),
        contact_id: contact,
        community: communityOf(cells),
        state,
        waited_as: state,
      })
      .where('id', '=', id)
      .where('state', 'in', ['received', 'held'])
      .executeTakeFirst()
    const unused = Number(numUpdatedRows) > 0 ? row.contact_id : contact
    if (unused !== null) await vault.erase(unused)
  }

  /** The secret codes and challenges are made with. */
  secret(): Promise<string> {
    this.#secret ??= intakeSecret(this.#parts.db).catch((error: unknown) => {
      this.#secret = undefined
      throw error
    })
    return this.#secret
  }

  async #find(origin: string, key: string): Promise<Received | undefined> {
    const row = await this.#parts.db
      .selectFrom('submission')
      .select(['id', 'tracking_turn'])
      .where('origin', '=', origin)
      .where('key', '=', key)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const code = trackingCode(await this.secret(), origin, key, row.tracking_turn)
    return { id: row.id, trackingCode: code, again: true }
  }

  async #columnsOf({ sheet, operation }: Pick<IncomingSubmission, 'sheet' | 'operation'>): Promise<readonly Column[]> {
    const row = await this.#parts.db
      .selectFrom('sheet')
      .select(['id', 'kind', 'operation_id'])
      .where('id', '=', sheet)
      .executeTakeFirst()
    if (row === undefined || row.operation_id !== operation) throw new HubError('not-found')
    return (await readSetup(this.#parts.db, row)).columns
  }

  /** Whether no row of the sheet may be about the same; undefined when that cannot be told now: it is kept already, and a person will see. */
  async #isUnlike({ sheet, cells }: IncomingSubmission, contact: string | null): Promise<boolean | undefined> {
    try {
      const found = await this.#parts.likenesses.near(sheet, { cells, ...(contact === null ? {} : { contact }) })
      return found.every(({ score }) => score < ALIKE_ENOUGH)
    } catch (error) {
      if (error instanceof HubError) return undefined
      throw error
    }
  }

  async #hold(id: string, signs: readonly string[]): Promise<void> {
    await this.#parts.db
      .updateTable('submission')
      .set({ signs: JSON.stringify(signs), state: 'held', waited_as: 'held' })
      .where('id', '=', id)
      .where('state', '=', 'received')
      .execute()
    await this.#parts.db
      .updateTable('submission')
      .set({ signs: JSON.stringify(signs) })
      .where('id', '=', id)
      .where('state', '=', 'held')
      .execute()
  }

  /** Resolves to the tracking code; undefined when the same was kept already. */
  async #insert(submission: IncomingSubmission, made: Made): Promise<string | undefined> {
    const secret = await this.secret()
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const code = trackingCode(secret, made.origin, submission.key, turn)
      const row = { ...rowOf(submission, made), tracking_hash: hashTrackingCode(secret, code), tracking_turn: turn }
      const { numInsertedOrUpdatedRows } = await this.#parts.db
        .insertInto('submission')
        .values(row)
        .onConflict(on => on.doNothing())
        .executeTakeFirst()
      if (Number(numInsertedOrUpdatedRows ?? 0) > 0) return code
      if ((await this.#find(made.origin, submission.key)) !== undefined) return undefined
    }
    throw new HubError('not-saved')
  }
}

/** What a changed mapping makes of a submission. */
export interface Revision extends Pick<IncomingSubmission, 'cells' | 'answers' | 'details'> {
  readonly signs: readonly string[]
}

interface Made {
  readonly id: string
  readonly origin: string
  readonly contact: string | null
  readonly signs: readonly string[]
  readonly now: number
}

/** What a key is unique in. */
export function originOf({ source, form, connection, member, operation }: IncomingSubmission): string {
  if (connection !== undefined) return `${source}/${connection}`
  if (form !== undefined) return `${source}/${form.id}`
  return `${source}/${member ?? operation}`
}

function rowOf(submission: IncomingSubmission, { id, origin, contact, signs, now }: Made) {
  const { form, cells } = submission
  const waitsAs = signs.length > 0 ? ('held' as const) : ('received' as const)
  return {
    id,
    operation_id: submission.operation,
    sheet_id: submission.sheet,
    source: submission.source,
    origin,
    key: submission.key,
    form_id: form?.id ?? null,
    form_version: form?.version ?? null,
    link_id: form?.link ?? null,
    connection_id: submission.connection ?? null,
    member_id: submission.member ?? null,
    organization_id: submission.organization,
    cells: JSON.stringify(cells),
    answers: JSON.stringify(submission.answers),
    signs: JSON.stringify(signs),
    files: JSON.stringify(submission.files),
    contact_id: contact,
    community: communityOf(cells),
    accept_by_rule: submission.acceptByRule ? 1 : 0,
    confidential: submission.confidential ? 1 : 0,
    state: waitsAs,
    waited_as: waitsAs,
    created_at: now,
    decided_at: null,
    decided_by: null,
    reason: null,
    row_id: null,
    row_sheet_id: null,
    row_cells: null,
    row_written: 1,
  }
}

/** What the inbox filters by. */
function communityOf(cells: Readonly<Record<string, Scalar>>): string | null {
  const place = [cells.organization, cells.place, cells.district].find(it => typeof it === 'string' && it !== '')
  return typeof place === 'string' ? place.trim().slice(0, 100) : null
}

/** What a column holds that is too much, too little or missing is kept and looked at; what it can never hold is refused, naming it. */
const LOOKED_AT: ReadonlySet<string> = new Set(['too-large', 'too-small', 'required'])

function checkShape({ cells, answers, key }: IncomingSubmission, columns: readonly Column[]): void {
  if (key.length === 0 || key.length > 200) throw new HubError('bad-request', 'key: 1 to 200 characters')
  if (Object.keys(cells).length + Object.keys(answers).length > MAX_ANSWERS)
    throw new HubError('too-large', `at most ${MAX_ANSWERS} answers`)
  if (JSON.stringify([cells, answers]).length > MAX_ANSWERS * 1_000)
    throw new HubError('too-large', 'answers: at most 200,000 characters')
  const known = new Map(columns.map(column => [column.id, column]))
  for (const [id, value] of Object.entries(cells)) {
    const column = known.get(id)
    if (column === undefined) throw new HubError('bad-request', `cells.${id}: not a column of the sheet`)
    const reason = validate(column, value)
    if (reason !== undefined && !LOOKED_AT.has(reason)) throw new HubError('bad-request', `cells.${id}: ${reason}`)
  }
  for (const [id, value] of Object.entries(answers))
    if (!isAnswer(value)) throw new HubError('bad-request', `answers.${id}: not an answer`)
}

const isAnswer = (value: unknown): boolean =>
  Array.isArray(value) ? value.length <= 100 && value.every(isShort) : isShort(value)

const isShort = (value: unknown): value is Scalar =>
  isScalar(value) && (typeof value !== 'string' || value.length <= MAX_ANSWER_CHARACTERS)
