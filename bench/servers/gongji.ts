/**
 * Our own hub as it is shipped, on a fresh data directory with an operation, one sheet and as many members with a token as wanted. Started
 * again on the same directory it finds them there. Nothing is switched off; the page is left out where nobody asks
 * for it (it is there with BENCH_PAGE, as built).
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { HUB_ORGANIZATION, LOCAL_OPERATOR } from '../../server/auth/localOperator.ts'
import { hashSecret, TOKEN_MARK, tokenPrefix } from '../../server/auth/secrets.ts'
import { loadConfig } from '../../server/config.ts'
import { createHub, type Hub } from '../../server/createHub.ts'
import { sheetRows } from '../content/sheet.ts'

const OPERATION = 'bench'
const SHEET = 'needs'
/** Rows of one import. */
const CHUNK = 10_000

/** Always the same ones, so that a second start on the same directory needs not be told. */
const tokenOf = (member: number): string =>
  TOKEN_MARK + createHash('sha256').update(`bench member ${member}`).digest('base64url')

const memberId = (i: number): string => `member-${i}`

/** All members in one transaction, each with the right to edit: through the interface it would be an fsync and more for each. */
async function makeMembers({ store }: Hub, tokens: readonly string[], now: number): Promise<void> {
  const operation = { id: OPERATION, name: 'Bench', time_zone: 'Asia/Shanghai', created_at: now }
  await store.db.transaction().execute(async db => {
    await db.insertInto('operation').values(operation).execute()
    for (const [i, token] of tokens.entries()) {
      const { member, membership, apiToken } = rowsOfMember(i, token, now)
      await db.insertInto('member').values(member).execute()
      await db.insertInto('membership').values(membership).execute()
      await db.insertInto('api_token').values(apiToken).execute()
    }
  })
}

function rowsOfMember(i: number, token: string, now: number) {
  const id = memberId(i)
  return {
    member: {
      id,
      kind: 'service',
      name: `Member ${i}`,
      login: null,
      password_hash: null,
      organization_id: HUB_ORGANIZATION.id,
      color: '#1677ff',
      created_at: now,
      disabled_at: null,
    },
    membership: { member_id: id, operation_id: OPERATION, roles: JSON.stringify(['editor']) },
    apiToken: {
      id: `token-${i}`,
      token_hash: hashSecret(token),
      prefix: tokenPrefix(token),
      member_id: id,
      name: `bench ${i}`,
      scopes: null,
      created_by: LOCAL_OPERATOR.id,
      created_at: now,
      expires_at: null,
      revoked_at: null,
    },
  } as const
}

async function makeSheet({ services, rooms }: Hub, count: number, now: number): Promise<void> {
  await services.sheets.create({ operation: OPERATION, kind: 'needs', title: 'Needs' }, { newId: () => SHEET, now })
  const rows = sheetRows(count)
  for (let i = 0; i < rows.length; i += CHUNK)
    await rooms.appendRows(SHEET, rows.slice(i, i + CHUNK), { member: LOCAL_OPERATOR.id, session: 'bench' })
}

async function start(folder: string, rows: number, members: number): Promise<void> {
  const config = loadConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'hub'), LOG_LEVEL: 'warn' })
  const hub = await createHub(config, { page: BENCH_PAGE === undefined ? 'none' : 'built' })
  const tokens = Array.from({ length: members }, (_, i) => tokenOf(i))
  const made = await hub.store.db.selectFrom('operation').select('id').where('id', '=', OPERATION).executeTakeFirst()
  if (made === undefined) {
    await makeMembers(hub, tokens, Date.now())
    await makeSheet(hub, rows, Date.now())
  }
  await hub.listen()
  const { document } = await hub.services.sheets.get(SHEET)
  const link = await hub.services.sessions.offerLink(memberId(0), Date.now() + 3_600_000)
  process.send?.({ port: Number(new URL(hub.url).port), path: `/sync/${document}`, document, tokens, link })
  process.on('disconnect', () => process.exit(0))
}

const { BENCH_DATA, BENCH_ROWS, BENCH_MEMBERS, BENCH_PAGE } = process.env
if (BENCH_DATA === undefined) throw new Error('BENCH_DATA is not set: these scripts are started by bench/main.ts')
await start(BENCH_DATA, Number(BENCH_ROWS), Number(BENCH_MEMBERS))
