/**
 * The demo operation (docs/SPEC.md CLI-8): real needs and offers of Wuhan 2020, one member a role. Everything has a fixed id, so that a start after
 * an interrupted one makes what is missing and touches nothing that is there.
 */
import type { Kysely } from 'kysely'
import { ROLES, type Role } from '../../shared/domain/roles.ts'
import { cellsThatCount, countingColumns, digestOf } from '../../shared/domain/verification.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import { columnsOf } from '../../shared/schema/schemas.ts'
import { insertMember } from '../services/members.ts'
import { insertOperation } from '../services/operations.ts'
import type { Sheets } from '../services/sheets.ts'
import type { Verifications } from '../services/verifications.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { demoNeeds, demoSupplies } from './demoRows.ts'
import { DEMO_ORGANIZATIONS } from './organizations.ts'

const OPERATION = { id: 'demo', name: '武汉疫情医院物资响应', timeZone: 'Asia/Shanghai' } as const

/** Whose desk each role is, and where; the names say that nobody is meant. */
const DESKS: Readonly<Record<Role, { readonly name: string; readonly organization: string }>> = {
  viewer: { name: '观察员（演示）', organization: 'org-aide' },
  editor: { name: '机构工作人员（演示）', organization: 'org-fuyuanhui' },
  verifier: { name: '核实社工（演示）', organization: 'org-shegongxiehui' },
  dispatcher: { name: '后台调度（演示）', organization: 'org-lianzhongli' },
  coordinator: { name: '协调员（演示）', organization: 'org-yijijin' },
  auditor: { name: '监督员（演示）', organization: 'org-huarui' },
  admin: { name: '管理员（演示）', organization: 'org-mamahuanbao' },
}

export interface DemoMember {
  readonly id: string
  readonly role: Role
  readonly name: string
}

export interface DemoParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly sheets: Sheets
  readonly verifications: Verifications
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Makes what is missing of the demo. Throws HubError `conflict` when the data directory holds anybody's real operation. */
export async function seedDemo({ db, rooms, sheets, verifications, now }: DemoParts): Promise<readonly DemoMember[]> {
  const others = await db.selectFrom('operation').select('name').where('id', '!=', OPERATION.id).execute()
  const started = await db.selectFrom('operation').select('id').where('id', '=', OPERATION.id).executeTakeFirst()
  if (others[0] !== undefined && started === undefined)
    throw new HubError(
      'conflict',
      `This data directory holds the operation ${others[0].name}; choose another DATA_DIR for the demo.`,
    )
  const as = (id: string) => ({ newId: () => id, now })
  await insertOperation(db, OPERATION, as(OPERATION.id))
  for (const { id, name } of DEMO_ORGANIZATIONS) {
    await db
      .insertInto('organization')
      .values({ id, name, created_at: now })
      .onConflict(on => on.column('id').doNothing())
      .execute()
  }
  const members: DemoMember[] = []
  for (const role of ROLES) members.push(await deskOf(db, role, as))
  const by = { member: memberId('coordinator'), session: 'demo' }
  for (const [kind, title, rows] of [
    ['needs', '医院物资需求', demoNeeds],
    ['supplies', '供应与运力', demoSupplies],
  ] as const) {
    const { id } = await sheets.create({ operation: OPERATION.id, kind, title }, as(`demo-${kind}`))
    await rooms.appendRows(id, rows(), by)
  }
  await verifySome({ db, rooms, verifications, now })
  return members
}

/** Rows of the needs by their place: verified, one of them changed since, one not true. Only while nobody has verified anything there. */
const VERIFIED = [6, 7, 8, 9, 10, 11]
const CHANGED = 8
const REJECTED = 12

async function verifySome({ db, rooms, verifications, now }: Omit<DemoParts, 'sheets'>): Promise<void> {
  const sheet = 'demo-needs'
  const known = await db.selectFrom('verification').select('id').where('sheet_id', '=', sheet).executeTakeFirst()
  if (known !== undefined) return
  const counting = countingColumns(columnsOf('needs'))
  const seen = (places: readonly number[]) =>
    rooms.read(sheet, document =>
      places.flatMap(place => {
        const row = document.rows()[place]
        if (row === undefined) return []
        return [{ row, digest: digestOf(cellsThatCount(counting, column => document.value(row, column))) }]
      }),
    )
  const as = (name: string) => {
    let count = 0
    return { newId: () => `demo-${name}-${++count}`, now }
  }
  const verifier = memberId('verifier')
  await verifications.decide(
    sheet,
    { rows: await seen(VERIFIED), verdict: 'verified', method: 'phone', note: '已电话联系医院设备科' },
    verifier,
    as('verified'),
  )
  await verifications.decide(
    sheet,
    { rows: await seen([REJECTED]), verdict: 'rejected', method: 'phone', reason: '医院说没有发布过这条需求' },
    verifier,
    as('rejected'),
  )
  const [changed] = await seen([CHANGED])
  if (changed === undefined) return
  const quantity = await rooms.read(sheet, document => document.value(changed.row, 'quantity'))
  const more = typeof quantity === 'number' ? quantity * 10 : 2_000
  await rooms.writeCells(sheet, [{ row: changed.row, column: 'quantity', value: more, expected: quantity }], {
    member: memberId('editor'),
    session: 'demo',
  })
}

const memberId = (role: Role): string => `demo-${role}`

async function deskOf(
  db: Kysely<Database>,
  role: Role,
  as: (id: string) => { newId: () => string; now: number },
): Promise<DemoMember> {
  const { name, organization } = DESKS[role]
  const id = memberId(role)
  const there = await db.selectFrom('member').select('id').where('id', '=', id).executeTakeFirst()
  const roles = new Map([[OPERATION.id, [role]]])
  if (there === undefined)
    await insertMember(db, { kind: 'person', name, login: null, passwordHash: null, organization, roles }, as(id))
  return { id, role, name }
}
