/**
 * Who follows what was sent: anybody with a tracking code, and the head of a community with a link of their own (docs/SPEC.md FORM-10, FORM-11).
 * Neither is told a personal detail, nor anything about another's submission.
 */
import type { Kysely } from 'kysely'
import { HubError } from '../../shared/protocol/errors.ts'
import type { FormContent, SubmissionState } from '../../shared/protocol/forms.ts'
import type { CommunityPage, TrackedSubmission } from '../../shared/protocol/publicForms.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { hashSecret } from '../auth/secrets.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { readContent } from './formContents.ts'
import type { Intake } from './Intake.ts'
import { fixedWords } from './publicForms.ts'

/** Newest submissions and rows on a community head's page. */
const SHOWN = 200

/** What came by a link. */
interface LinkSubmission {
  readonly state: SubmissionState
  readonly at: string
  readonly cells: Readonly<Record<string, Scalar>>
  /** The row it became, or was put to. */
  readonly row: string | null
}

export interface FormFollowersParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly intake: Pick<Intake, 'follow'>
  /** Counts a try at a code. Throws HubError `rate-limited`. */
  readonly guard: { countFollowing(address: string): void }
}

export class FormFollowers {
  readonly #parts: FormFollowersParts

  constructor(parts: FormFollowersParts) {
    this.#parts = parts
  }

  /** Throws HubError `not-found`, the same for a code that is none and one nobody was given; `rate-limited` for who tries many. */
  async track(code: string, address: string): Promise<TrackedSubmission> {
    this.#parts.guard.countFollowing(address)
    const found = await this.#parts.intake.follow(code)
    if (found === undefined) throw new HubError('not-found')
    const { state, at, decidedAt } = found
    return {
      state,
      at: new Date(at).toISOString(),
      decidedAt: decidedAt === null ? null : new Date(decidedAt).toISOString(),
    }
  }

  /** Throws HubError `not-found`, the same for a secret there never was and one that has ended. */
  async community(secret: string): Promise<CommunityPage> {
    const link = await this.#link(hashSecret(secret))
    if (link === undefined) throw new HubError('not-found')
    const { columns } = await readSetup(this.#parts.db, { id: link.sheet_id, kind: link.kind })
    const content = readContent(link.content)
    const shown = columns.filter(({ id }) => isShown(content, id) || id === 'status')
    const fixed = JSON.parse(link.fixed) as Record<string, Scalar>
    const zone = link.time_zone
    const submissions = await this.#submissions(link.id)
    // A confidential one is in a sheet of its own and is not followed there.
    const rows = content.confidential
      ? new Map<string, Record<string, Scalar>>()
      : await this.#rows(link.sheet_id, columns, fixed, submissions)
    const about = (cells: Readonly<Record<string, Scalar>>) =>
      fixedWords(shown, cells, zone).filter(({ label }) => isAsked(shown, label, fixed))
    const sent = new Set(submissions.flatMap(({ row }) => (row === null ? [] : [row])))
    return {
      name: link.name,
      operation: link.operation,
      form: content.title,
      code: link.code,
      submissions: submissions.map(submission => {
        const row = submission.row === null ? undefined : rows.get(submission.row)
        const { state, at } = submission
        return { state, at, about: about(submission.cells), row: row === undefined ? [] : about(row) }
      }),
      rows: [...rows]
        .filter(([id]) => !sent.has(id))
        .slice(0, SHOWN)
        .map(([, cells]) => ({ about: about(cells) })),
    }
  }

  /** The living rows that came by this link, and those the link's own values name. */
  async #rows(
    sheet: string,
    columns: readonly Column[],
    fixed: Readonly<Record<string, Scalar>>,
    submissions: readonly LinkSubmission[],
  ): Promise<Map<string, Record<string, Scalar>>> {
    const sent = new Set(submissions.flatMap(({ row }) => (row === null ? [] : [row])))
    const isTheirs = namesACommunity(columns, fixed)
      ? (document: SheetDocument, row: string) =>
          Object.entries(fixed).every(([id, value]) => document.value(row, id) === value)
      : () => false
    return this.#parts.rooms.read(sheet, document => {
      const found = new Map<string, Record<string, Scalar>>()
      for (const row of document.rows())
        if (sent.has(row) || isTheirs(document, row)) found.set(row, document.cells(row))
      return found
    })
  }

  async #submissions(link: string): Promise<readonly LinkSubmission[]> {
    const rows = await this.#parts.db
      .selectFrom('submission')
      .select(['state', 'created_at', 'cells', 'row_id', 'row_sheet_id'])
      .where('link_id', '=', link)
      .where('state', '!=', 'spam')
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(SHOWN)
      .execute()
    return rows.map(row => ({
      state: row.state,
      at: new Date(row.created_at).toISOString(),
      cells: JSON.parse(row.cells) as Record<string, Scalar>,
      row: row.row_id,
    }))
  }

  #link(hash: string) {
    return this.#parts.db
      .selectFrom('form_link')
      .innerJoin('form', 'form.id', 'form_link.form_id')
      .innerJoin('form_version', join =>
        join.onRef('form_version.form_id', '=', 'form.id').onRef('form_version.version', '=', 'form.version'),
      )
      .innerJoin('sheet', 'sheet.id', 'form.sheet_id')
      .innerJoin('operation', 'operation.id', 'form.operation_id')
      .select([
        'form_link.id',
        'form_link.code',
        'form_link.name',
        'form_link.fixed',
        'form.sheet_id',
        'form_version.content',
        'sheet.kind',
        'operation.name as operation',
        'operation.time_zone',
      ])
      .where('form_link.head_hash', '=', hash)
      .executeTakeFirst()
  }
}

const isShown = ({ questions }: FormContent, column: string): boolean =>
  questions.some(({ asks }) => asks.kind === 'column' && asks.column === column)

/** What the link fixes is the same in every line: it is not repeated. */
const isAsked = (
  columns: readonly Column[],
  label: Column['label'],
  fixed: Readonly<Record<string, Scalar>>,
): boolean => columns.some(column => column.label === label && (fixed[column.id] ?? null) === null)

/** A district is many communities': only a link that fixes more than province, city and district says whose a row is. */
const namesACommunity = (columns: readonly Column[], fixed: Readonly<Record<string, Scalar>>): boolean =>
  columns.some(
    ({ id, kind }) =>
      (fixed[id] ?? null) !== null &&
      (kind.type === 'text' || kind.type === 'organization') &&
      !columns.some(({ kind: of }) => of.type === 'place' && of.codeColumn === id),
  )
