/** What keeps a form from being kept: questions that do not fit its sheet, fixed values that do not fit their columns (docs/SPEC.md FORM-2, FORM-7). */
import type { Kysely } from 'kysely'
import { type ContentFault, contentFaults } from '../../shared/forms/contentFaults.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { FormContent } from '../../shared/protocol/forms.ts'
import type { Column } from '../../shared/schema/column.ts'
import { validate } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { Database } from '../storage/schema.ts'
import { readSetup } from '../storage/sheetSetup.ts'

interface FormPlace {
  readonly operation: string
  readonly sheet: string
}

/** Throws HubError `not-found` for a sheet of another operation, `bad-request` naming the questions that do not fit. */
export async function checkContent(db: Kysely<Database>, place: FormPlace, content: FormContent): Promise<void> {
  const faults = contentFaults(content, await columnsOf(db, place))
  if (faults.length === 0) return
  const label = (id: string): string => content.questions.find(question => question.id === id)?.label.zh ?? id
  throw new HubError('bad-request', faults.map(({ question, fault }) => FAULTS[fault](label(question))).join(' '), {
    fields: faults.map(({ question, fault }) => ({ field: question, reason: fault })),
  })
}

/** Throws HubError `bad-request` naming the column whose value does not fit. */
export async function checkFixed(
  db: Kysely<Database>,
  place: FormPlace,
  fixed: Readonly<Record<string, Scalar>>,
): Promise<void> {
  const columns = await columnsOf(db, place)
  for (const [id, value] of Object.entries(fixed)) {
    const column = columns.find(each => each.id === id)
    const reason = column === undefined ? 'unknown-column' : validate({ ...column, required: false }, value)
    if (reason !== undefined)
      throw new HubError('bad-request', `${column?.label.zh ?? id}: ${reason}`, { fields: [{ field: id, reason }] })
  }
}

async function columnsOf(db: Kysely<Database>, { operation, sheet }: FormPlace): Promise<readonly Column[]> {
  const row = await db
    .selectFrom('sheet')
    .select(['id', 'kind'])
    .where('id', '=', sheet)
    .where('operation_id', '=', operation)
    .executeTakeFirst()
  if (row === undefined) throw new HubError('not-found', 'sheet')
  return (await readSetup(db, row)).columns
}

const FAULTS: Readonly<Record<ContentFault, (label: string) => string>> = {
  'no-label': () => '有一题没有写题目。A question has no text.',
  'unknown-column': label => `“${label}”对应的列已不在表格里。Its column is not in the sheet.`,
  twice: label => `“${label}”问了两遍。It is asked twice.`,
  'no-choices': label => `“${label}”至少要有两个选项。It needs two choices.`,
  'same-choices': label => `“${label}”有相同的选项。Two choices are the same.`,
  condition: label => `“${label}”的显示条件要用它前面的题。Its condition must be on an earlier question.`,
  personal: label => `“${label}”问的是个人信息，请改用“隐私信息”题。Ask for it as a personal detail.`,
  'same-id': label => `“${label}”与另一题编号相同。Two questions have the same id.`,
}
