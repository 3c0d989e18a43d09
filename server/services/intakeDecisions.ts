/**
 * What becomes of a submission (docs/SPEC.md INTAKE-7 … INTAKE-10). The decision is one step in the database that only one of two people can win; the
 * row is written after it, under an id that makes writing it twice the same as once, and at the next start where the hub was killed in between.
 */
import type { Kysely, Selectable } from 'kysely'
import type { SubmissionState } from '../../shared/protocol/forms.ts'
import type { Decision, DecisionOutcome } from '../../shared/protocol/intake.ts'
import { validate } from '../../shared/schema/parse.ts'
import { RESERVED_COLUMNS, ROW_GONE, type Scalar } from '../../shared/sheet/cell.ts'
import { INTAKE_MEMBER } from '../auth/localOperator.ts'
import type { SubmissionTable } from '../storage/schema/intake.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { Author, SheetRooms } from '../sync/SheetRooms.ts'
import type { Vault } from './Vault.ts'

/** A decision can be taken back this long. */
export const UNDO_MS = 24 * 3_600_000

type Submission = Selectable<SubmissionTable>
type Cells = Readonly<Record<string, Scalar>>
const WAITING = ['received', 'held'] as const satisfies readonly SubmissionState[]
const isWaiting = (state: SubmissionState): boolean => (WAITING as readonly SubmissionState[]).includes(state)

export interface IntakeDecisionsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly vault: Vault
  /** The sheet of a sheet's confidential rows, made when there is none. */
  readonly companionOf: (sheet: string, now: number) => Promise<string>
}

/** Who decides: a person, or the rule of a form. */
export interface Decider extends Author {
  /** False where a rule decides. */
  readonly person: boolean
  /** Whether confidential submissions are there for them at all. */
  readonly confidential: boolean
}

const RULE: Decider = { member: INTAKE_MEMBER.id, session: 'intake', person: false, confidential: false }

export class IntakeDecisions {
  readonly #parts: IntakeDecisionsParts

  constructor(parts: IntakeDecisionsParts) {
    this.#parts = parts
  }

  /** Decides each by itself and says what became of it. Those of another operation, or not there for the caller, are answered as missing. */
  async decide(operation: string, decision: Decision, by: Decider, now: number): Promise<DecisionOutcome[]> {
    const outcomes: DecisionOutcome[] = []
    for (const id of new Set(decision.ids)) {
      const submission = await this.#get(operation, id, by)
      outcomes.push(
        submission === undefined ? { id, done: false, why: 'missing' } : await this.#one(submission, decision, by, now),
      )
    }
    await this.#forgetPayloads(now)
    return outcomes
  }

  /** What a form's rule lets in. It stays where it is when it does not fit its sheet. */
  async acceptByRule(id: string, now: number): Promise<void> {
    const submission = await this.#parts.db
      .selectFrom('submission')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await this.#accept(submission, {}, RULE, now)
  }

  /** Takes decisions back: what was accepted leaves its sheet again unless somebody has changed the row since. */
  async undo(operation: string, ids: readonly string[], by: Decider, now: number): Promise<DecisionOutcome[]> {
    const outcomes: DecisionOutcome[] = []
    for (const id of new Set(ids)) {
      const submission = await this.#get(operation, id, by)
      outcomes.push(
        submission === undefined ? { id, done: false, why: 'missing' } : await this.#undo(submission, by, now),
      )
    }
    return outcomes
  }

  /** Writes what was accepted when the hub was killed; once, before it listens. Resolves to how many. */
  async finish(): Promise<number> {
    const left = await this.#parts.db.selectFrom('submission').selectAll().where('row_written', '=', 0).execute()
    for (const submission of left) {
      const member = submission.decided_by ?? INTAKE_MEMBER.id
      await this.#write(submission, JSON.parse(submission.row_cells ?? '{}') as Cells, { member, session: 'intake' })
    }
    return left.length
  }

  async #one(submission: Submission, decision: Decision, by: Decider, now: number): Promise<DecisionOutcome> {
    switch (decision.decision) {
      case 'accept':
        return this.#accept(submission, decision.cells ?? {}, by, now)
      case 'attach':
        return this.#attach(submission, decision.row, by, now)
      default: {
        const reason = decision.decision === 'reject' ? decision.reason : null
        const state = decision.decision === 'reject' ? 'rejected' : 'spam'
        const won = await this.#claim(submission, { state, reason }, by, now)
        return won ? { id: submission.id, done: true, state } : this.#taken(submission)
      }
    }
  }

  async #accept(submission: Submission, changed: Cells, by: Decider, now: number): Promise<DecisionOutcome> {
    const { id } = submission
    const sheet = await this.#sheetFor(submission, now)
    const row = await this.#parts.db
      .selectFrom('sheet')
      .select(['id', 'kind'])
      .where('id', '=', sheet)
      .executeTakeFirst()
    if (row === undefined) return { id, done: false, why: 'missing' }
    const { columns } = await readSetup(this.#parts.db, row)
    const cells: Record<string, Scalar> = {}
    const wishes = { ...(JSON.parse(submission.cells) as Cells), ...changed }
    if (columns.some(column => column.id === 'reportedAt') && (wishes.reportedAt ?? null) === null)
      wishes.reportedAt = new Date(submission.created_at).toISOString().replace(/\.\d+Z$/, 'Z')
    for (const column of columns) {
      const value = wishes[column.id] ?? null
      if (value === null || value === '') continue
      if (validate(column, value) !== undefined) return { id, done: false, why: 'unfit', field: column.id }
      cells[column.id] = value
    }
    const claim = { state: 'accepted' as const, reason: null, row: { id, sheet, cells } }
    if (!(await this.#claim(submission, claim, by, now))) return this.#taken(submission)
    await this.#write({ ...submission, row_id: id, row_sheet_id: sheet }, cells, by)
    return { id, done: true, state: 'accepted', row: id, sheet }
  }

  async #attach(submission: Submission, row: string, by: Decider, now: number): Promise<DecisionOutcome> {
    const { id } = submission
    const sheet = await this.#sheetFor(submission, now)
    const living = await this.#parts.rooms.read(sheet, document => document.has(row) && !document.isDeleted(row))
    if (!living) return { id, done: false, why: 'noRow' }
    const won = await this.#claim(submission, { state: 'attached', reason: null, row: { id: row, sheet } }, by, now)
    return won ? { id, done: true, state: 'attached', row, sheet } : this.#taken(submission)
  }

  /** Where its row goes: a confidential one into the sheet's companion. */
  async #sheetFor({ sheet_id, confidential }: Submission, now: number): Promise<string> {
    return confidential === 1 ? this.#parts.companionOf(sheet_id, now) : sheet_id
  }

  /** The one step two people cannot both take. */
  async #claim(
    { id }: Submission,
    { state, reason, row }: Claim,
    { member, person }: Decider,
    now: number,
  ): Promise<boolean> {
    const result = await this.#parts.db
      .updateTable('submission')
      .set({
        state,
        reason,
        decided_at: now,
        decided_by: person ? member : null,
        row_id: row?.id ?? null,
        row_sheet_id: row?.sheet ?? null,
        row_cells: row?.cells === undefined ? null : JSON.stringify(row.cells),
        row_written: row?.cells === undefined ? 1 : 0,
      })
      .where('id', '=', id)
      .where('state', 'in', WAITING)
      .executeTakeFirst()
    return Number(result.numUpdatedRows) > 0
  }

  /** Puts the accepted row into its sheet, its contact to it, and notes that it is there. A failure gives the submission back to the inbox. */
  async #write(submission: Submission, cells: Cells, by: Author): Promise<void> {
    const { rooms, vault, db } = this.#parts
    const { id, row_id: row, row_sheet_id: sheet, contact_id: contact } = submission
    if (row === null || sheet === null) throw new Error(`submission ${id} has no row`)
    const author: Author = { member: by.member, session: by.session, nodded: true }
    try {
      const added = await rooms.appendRows(sheet, [{ id: row, cells }], author)
      if (added === 0) await rooms.writeCells(sheet, backAgain(row, cells), author)
    } catch (error) {
      await this.#release(id)
      throw error
    }
    if (contact !== null) await vault.tie(contact, sheet, row)
    await db.updateTable('submission').set({ row_written: 1 }).where('id', '=', id).execute()
  }

  async #undo(submission: Submission, by: Decider, now: number): Promise<DecisionOutcome> {
    const { id, state, decided_at: decidedAt, row_id: row, row_sheet_id: sheet } = submission
    if (isWaiting(state)) return { id, done: false, why: 'waits' }
    if (decidedAt === null || now - decidedAt > UNDO_MS) return { id, done: false, why: 'late' }
    const leaves = state === 'accepted' && row !== null && sheet !== null
    if (leaves && (await this.#changedSince(sheet, row, decidedAt))) return { id, done: false, why: 'changed' }
    const { numUpdatedRows } = await this.#parts.db
      .updateTable('submission')
      .set(eb => ({ ...UNDECIDED, state: eb.ref('waited_as') }))
      .where('id', '=', id)
      .where('state', '=', state)
      .where('decided_at', '=', decidedAt)
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) return this.#taken(submission)
    const author: Author = { member: by.member, session: by.session, nodded: true }
    if (leaves) await this.#parts.rooms.writeCells(sheet, [{ row, column: ROW_GONE, value: true }], author)
    return { id, done: true, state: submission.waited_as }
  }

  /** Whether a cell of the row has been changed, or the row deleted, since it came. */
  async #changedSince(sheet: string, row: string, at: number): Promise<boolean> {
    const change = await this.#parts.db
      .selectFrom('cell_change')
      .select('id')
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .where('at', '>=', at)
      .where('column_id', 'not in', [...RESERVED_COLUMNS])
      .limit(1)
      .executeTakeFirst()
    return change !== undefined
  }

  async #release(id: string): Promise<void> {
    await this.#parts.db
      .updateTable('submission')
      .set(eb => ({ ...UNDECIDED, state: eb.ref('waited_as') }))
      .where('id', '=', id)
      .execute()
  }

  /** Somebody else was first: who, and what they decided. */
  async #taken({ id }: Submission): Promise<DecisionOutcome> {
    const row = await this.#parts.db
      .selectFrom('submission')
      .leftJoin('member', 'member.id', 'submission.decided_by')
      .select(['state', 'member.name as by'])
      .where('submission.id', '=', id)
      .executeTakeFirst()
    if (row === undefined) return { id, done: false, why: 'missing' }
    return { id, done: false, why: 'taken', state: row.state, by: row.by }
  }

  async #get(operation: string, id: string, { confidential }: Decider): Promise<Submission | undefined> {
    const row = await this.#parts.db
      .selectFrom('submission')
      .selectAll()
      .where('id', '=', id)
      .where('operation_id', '=', operation)
      .executeTakeFirst()
    return row?.confidential === 1 && !confidential ? undefined : row
  }

  /** What a webhook sent is not kept once its submission is decided for good, or the person in it has been erased. */
  async #forgetPayloads(now: number): Promise<void> {
    await this.#parts.db
      .deleteFrom('intake_payload')
      .where('submission_id', 'in', query =>
        query
          .selectFrom('submission')
          .select('submission.id')
          .where('submission.source', '=', 'webhook')
          .where(it =>
            it.or([
              it('submission.decided_at', '<', now - UNDO_MS),
              it.and([
                it('submission.contact_id', 'is not', null),
                it('submission.contact_id', 'not in', contacts => contacts.selectFrom('contact').select('contact.id')),
              ]),
            ]),
          ),
      )
      .execute()
  }
}

interface Claim {
  readonly state: SubmissionState
  readonly reason: string | null
  readonly row?: { readonly id: string; readonly sheet: string; readonly cells?: Cells }
}

const UNDECIDED = {
  reason: null,
  decided_at: null,
  decided_by: null,
  row_id: null,
  row_sheet_id: null,
  row_cells: null,
  row_written: 1,
}

/** A row that was accepted, taken back and is accepted again. */
const backAgain = (row: string, cells: Cells) => [
  { row, column: ROW_GONE, value: null },
  ...Object.entries(cells).map(([column, value]) => ({ row, column, value })),
]

/** The decider a call stands for. */
export const deciderOf = (by: Author, confidential: boolean): Decider => ({ ...by, person: true, confidential })
