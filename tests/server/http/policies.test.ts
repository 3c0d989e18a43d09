import { describe, expect, it } from 'vitest'
import type { Route } from '../../../server/http/route.ts'
import { ACTIONS, type Action, can, ROLES, type Role } from '../../../shared/domain/roles.ts'
import { PLAIN_VIEW } from '../../../shared/views/content.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

/** A row of every sheet, where a route needs one. */
const ROW = 'row1'
/** The smallest thing that begins as a picture does. */
const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** A column nobody has yet. */
const anyColumn = () => {
  const label = `列${Math.random()}`
  return { label: { zh: label, en: label }, kind: { type: 'text' } }
}
/** Sheet → a column of its own, and a row `r1` in it, for the calls that need one. */
const OWN_COLUMN = new Map<string, string>()
async function furnish({ operator }: TestHub, { sheet }: Operation): Promise<void> {
  if (OWN_COLUMN.has(sheet)) return
  const { columns } = await operator<{ columns: { id: string }[] }>('POST', `/sheets/${sheet}/columns`, anyColumn())
  OWN_COLUMN.set(sheet, columns.at(-1)?.id ?? '')
  const edits = [{ row: 'r1', column: 'item', value: '口罩' }]
  await operator('POST', `/sheets/${sheet}/suggestions`, { edits })
  const { items } = await operator<{ items: { id: string }[] }>('GET', `/sheets/${sheet}/suggestions`)
  await operator('POST', `/sheets/${sheet}/suggestions/decide`, { accept: items.map(({ id }) => id) })
}

/** What a call to each route needs, beside the ids in its path. A route missing here fails the test: add it and think who may call it. */
const EXAMPLES: Record<string, (at: Operation) => { json?: unknown; raw?: Uint8Array }> = {
  'get /operations': () => ({}),
  'post /operations': () => ({ json: { name: '新行动' } }),
  'get /organizations': () => ({}),
  'post /organizations': () => ({ json: { name: `机构${Math.random()}` } }),
  'get /members': () => ({}),
  'post /members': at => ({
    json: { name: '某人', login: `m${Math.random()}`, password: 'long enough', ...at, roles: ['viewer'] },
  }),
  'get /tokens': () => ({}),
  'post /tokens': at => ({ json: { role: 'viewer', organization: at.organization, operation: at.operation } }),
  'delete /tokens/:id': () => ({}),
  'get /sheets': () => ({}),
  'post /sheets': at => ({ json: { operation: at.operation, kind: 'needs', title: '表' } }),
  'get /sheets/:id': () => ({}),
  'get /sheets/:id/rows': () => ({}),
  'get /sheets/:id/history': () => ({}),
  'get /sheets/:id/columns': () => ({}),
  'post /sheets/:id/columns': () => ({ json: anyColumn() }),
  'post /sheets/:id/columns/preview': at => ({ json: { ...anyColumn(), column: OWN_COLUMN.get(at.sheet) } }),
  'post /sheets/:id/columns/change': at => ({ json: { ...anyColumn(), column: OWN_COLUMN.get(at.sheet) } }),
  'post /sheets/:id/columns/remove': () => ({ json: { column: 'unit' } }),
  'post /sheets/:id/columns/restore': () => ({ json: { column: 'unit' } }),
  'post /sheets/:id/columns/order': () => ({ json: { columns: ['quantity', 'item'] } }),
  'post /sheets/:id/arrangement': () => ({ json: { title: '改名' } }),
  'post /operations/:id/sheet-order': at => ({ json: { sheets: [at.sheet] } }),
  'get /operations/:id/guard': () => ({}),
  'post /operations/:id/guard': () => ({ json: { nod: false, hours: 24, edits: 20 } }),
  'post /sheets/:id/bulk-edits/weight': () => ({ json: { edits: [{ row: 'r1', column: 'item', value: 'x' }] } }),
  'post /sheets/:id/bulk-edits': () => ({ json: { edits: [{ row: 'r1', column: 'item', value: 'x' }] } }),
  'get /sheets/:id/suggestions': () => ({}),
  'post /sheets/:id/suggestions': () => ({ json: { edits: [{ row: 'r1', column: 'item', value: 'x' }] } }),
  'post /sheets/:id/suggestions/decide': () => ({ json: {} }),
  'get /sheets/:id/export': () => ({}),
  'get /sheets/:id/rows/:row/note': () => ({}),
  'post /sheets/:id/rows/:row/files': () => ({ raw: PICTURE }),
  'get /files/:id': () => ({}),
  'get /sheets/:id/people': () => ({}),
  'get /sheets/:id/row-marks': () => ({}),
  'get /sheets/:id/comments': () => ({}),
  'post /sheets/:id/comments': () => ({ json: { row: ROW, text: '已联系' } }),
  'post /sheets/:id/comments/:item': () => ({ json: { text: '已联系家属' } }),
  'delete /sheets/:id/comments/:item': () => ({}),
  'post /sheets/:id/comments/:item/resolution': () => ({ json: { resolved: true } }),
  'get /sheets/:id/reminders': () => ({}),
  'post /sheets/:id/reminders': () => ({ json: { row: ROW, due: '2999-01-01T00:00:00Z' } }),
  'delete /sheets/:id/reminders/:item': () => ({}),
  'post /sheets/:id/imports': () => ({ raw: new TextEncoder().encode('物资,数量\n口罩,3\n') }),
  'post /imports/:id/preview': () => ({ json: {} }),
  'post /imports/:id/confirm': () => ({ json: {} }),
  'get /imports/:id/refusals': () => ({}),
  'get /sheets/:id/conflicts': () => ({}),
  'post /sheets/:id/conflicts/settle': () => ({ json: { row: 'r1', column: 'note', upTo: 0 } }),
  'get /sheets/:id/past': () => ({}),
  'get /sheets/:id/timeline': () => ({}),
  'get /sheets/:id/history/authors': () => ({}),
  'get /sheets/:id/deleted': () => ({}),
  'get /sheets/:id/restore': () => ({}),
  'post /sheets/:id/restore': () => ({ json: { at: '2020-02-01T00:00:00Z', seen: 0 } }),
  'post /backups': () => ({ json: {} }),
  'get /damages': () => ({}),
  'get /sheets/:id/imports': () => ({}),
  'post /imports/:id/undo': () => ({ json: {} }),
  'post /imports/:id/redo': () => ({ json: {} }),
  'get /operations/:id/activity': () => ({}),
  'get /operations/:id/changes': () => ({}),
  'get /operations/:id/reverts': () => ({}),
  'post /operations/:id/reverts/preview': () => ({ json: OPERATOR_SINCE }),
  'post /operations/:id/reverts': () => ({ json: OPERATOR_SINCE }),
  'post /reverts/:id/undo': () => ({ json: {} }),
  'post /reverts/:id/redo': () => ({ json: {} }),
  'get /sheets/:id/views': () => ({}),
  'post /sheets/:id/views': () => ({ json: { name: '视图', content: PLAIN_VIEW } }),
  'post /views/:id': () => ({ json: { version: 1, name: '新名' } }),
  'post /views/:id/default': () => ({ json: { default: true } }),
  'delete /views/:id': () => ({}),
}

/** Everything the operator of the machine has done. */
const OPERATOR_SINCE = { member: 'local-operator', since: '2000-01-01T00:00:00Z' }
/** What the query of a route must say. */
const QUERIES: Record<string, string> = {
  'get /sheets/:id/comments': `?row=${ROW}`,
  'get /sheets/:id/reminders': `?row=${ROW}`,
  'get /sheets/:id/export': '?format=csv',
  'get /sheets/:id/past': '?at=2020-02-01T00:00:00Z',
  'get /sheets/:id/restore': '?at=2020-02-01T00:00:00Z',
  'get /operations/:id/activity': '?from=2000-01-01T00:00:00Z',
  'get /operations/:id/changes': '?from=2000-01-01T00:00:00Z&member=local-operator',
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`
const needsRight = (hub: TestHub): (Route & { access: Action })[] =>
  hub.hub.routes.flatMap(route => {
    const { access } = route
    return access === 'public' || access === 'signedIn' ? [] : [{ ...route, access }]
  })

/** A thing of the operation for the `:id` of a path: made anew where the call uses it up. */
async function idFor(test: TestHub, route: Route, at: Operation, token: string | undefined): Promise<string> {
  if (route.path.startsWith('/tokens/')) {
    const made = { role: 'viewer', organization: at.organization, operation: at.operation }
    return (await test.operator<{ id: string }>('POST', '/tokens', made)).id
  }
  if (route.path.startsWith('/views/')) return viewFor(test, route, at, token)
  if (route.path === '/files/:id') {
    const raw = { raw: PICTURE, headers: { 'x-file-name': 'a.png' }, token: test.hub.controlToken }
    return ((await test.ask('POST', `/sheets/${at.sheet}/rows/${ROW}/files`, raw)).json as { id: string }).id
  }
  if (route.path.startsWith('/operations/')) return at.operation
  if (route.path.startsWith('/reverts/')) return revertIn(test, at)
  if (route.path.startsWith('/operations/')) return at.operation
  if (route.path.startsWith('/sheets/')) await furnish(test, at)
  if (!route.path.startsWith('/imports/')) return at.sheet
  const upload = (by: string | undefined) =>
    test.ask('POST', `/sheets/${at.sheet}/imports`, {
      token: by,
      raw: new TextEncoder().encode('物资,数量\n口罩,3\n'),
      headers: { 'x-file-name': 'a.csv' },
    })
  // Only who uploaded it may see it again; who may not upload gets another's.
  const own = await upload(token)
  const by = own.status === 201 ? token : test.hub.controlToken
  const { id } = (own.status === 201 ? own : await upload(by)).json as { id: string }
  if (/do$/.test(route.path)) await test.ask('POST', `/imports/${id}/confirm`, { token: by })
  return id
}

/** Something imported and undone again as a person's doing. */
async function revertIn(test: TestHub, at: Operation): Promise<string> {
  const raw = new TextEncoder().encode('物资\n口罩\n')
  const headers = { 'x-file-name': 'a.csv' }
  const token = test.hub.controlToken
  const { json } = await test.ask('POST', `/sheets/${at.sheet}/imports`, { token, raw, headers })
  await test.operator('POST', `/imports/${(json as { id: string }).id}/confirm`)
  const made = await test.operator<{ command: { id: string } }>(
    'POST',
    `/operations/${at.operation}/reverts`,
    OPERATOR_SINCE,
  )
  return made.command.id
}

/** A comment or reminder for the `:item` of a path: the caller's own where they may have one. */
async function itemFor(test: TestHub, { path }: Route, at: Operation, token: string | undefined): Promise<string> {
  const list = path.includes('/comments/') ? 'comments' : 'reminders'
  const json = EXAMPLES[`post /sheets/:id/${list}`]?.(at).json
  const make = (by: string | undefined) => test.ask('POST', `/sheets/${at.sheet}/${list}`, { token: by, json })
  const own = await make(token)
  const made = (own.status === 201 ? own : await make(test.hub.controlToken)).json as {
    id: string
    items?: { id: string; mine: boolean }[]
  }
  return made.items?.findLast(({ mine }) => mine)?.id ?? made.id
}

/** A view the caller may see: their own where they may have one, and a shared one to be the sheet's first. */
async function viewFor(test: TestHub, route: Route, at: Operation, token: string | undefined): Promise<string> {
  const make = (by: string | undefined, shared: boolean) =>
    test.ask('POST', `/sheets/${at.sheet}/views`, { token: by, json: { name: '视图', content: PLAIN_VIEW, shared } })
  const own = await make(token, false)
  const made = own.status === 201 && !route.path.endsWith('/default') ? own : await make(test.hub.controlToken, true)
  return (made.json as { id: string }).id
}

const pathOf = (route: Route, id: string, item: string): string =>
  route.path.replace(':id', id).replace(':row', ROW).replace(':item', item) + (QUERIES[nameOf(route)] ?? '')

async function call(test: TestHub, route: Route, at: Operation, token: string | undefined) {
  await test.hub.rooms.appendRows(at.sheet, [{ id: ROW, cells: {} }], { member: 'm', session: 's' })
  const id = route.path.includes(':id') ? await idFor(test, route, at, token) : ''
  const item = route.path.includes(':item') ? await itemFor(test, route, at, token) : ''
  const headers = { 'x-file-name': 'a.csv' }
  return test.ask(route.method.toUpperCase(), pathOf(route, id, item), {
    token,
    headers,
    ...EXAMPLES[nameOf(route)]?.(at),
  })
}

describe('who may call what', { timeout: 60_000 }, () => {
  it('HTTP-1 every route says who may call it, and this test knows an example of each', async () => {
    const test = await testHub()
    for (const route of test.hub.routes)
      expect(['public', 'signedIn', ...ACTIONS], nameOf(route)).toContain(route.access)
    expect(
      needsRight(test)
        .map(nameOf)
        .filter(name => !(name in EXAMPLES)),
    ).toEqual([])
    expect(Object.keys(EXAMPLES).filter(name => !needsRight(test).map(nameOf).includes(name))).toEqual([])
  })

  it('ROLE-2 nobody known is answered 401 by every route that is not public', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    for (const route of test.hub.routes.filter(({ access }) => access !== 'public')) {
      const answers = [await call(test, route, here, undefined), await call(test, route, here, 'gj_wrong')]
      expect(
        answers.map(({ status }) => status),
        nameOf(route),
      ).toEqual([401, 401])
    }
  })

  it('ROLE-2 every role is answered by every route as the table of rights says', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    for (const role of ROLES) {
      const token = await tokenIn(test, role, here)
      const actor = { id: '', roles: new Map([[here.operation, new Set<Role>([role])]]) }
      for (const route of needsRight(test)) {
        const { status, text } = await call(test, route, here, token)
        const allowed = can(actor, route.access, { operation: here.operation })
        // Somebody else's upload is as good as not there.
        const refused = route.path.startsWith('/imports/') ? 404 : 403
        if (allowed) expect(status, `${role} ${nameOf(route)} ${text}`).toBeLessThan(300)
        else expect(status, `${role} ${nameOf(route)}`).toBe(refused)
      }
    }
  })

  it('HTTP-3 an admin of another operation gets for its things exactly what nobody has', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const there = await operationIn(test, '乙')
    const stranger = await tokenIn(test, 'admin', there)
    for (const route of needsRight(test).filter(({ path }) => path.includes(':id'))) {
      const other = await call(test, route, here, stranger)
      const nothing = await test.ask(route.method.toUpperCase(), pathOf(route, 'nothinghere', 'x'), {
        token: stranger,
        headers: { 'x-file-name': 'a.csv' },
        ...EXAMPLES[nameOf(route)]?.(here),
      })
      expect([other.status, other.json], nameOf(route)).toEqual([404, nothing.json])
    }
    for (const path of ['/members', '/sheets'] as const) {
      const json =
        path === '/sheets'
          ? { operation: here.operation, kind: 'needs', title: '表' }
          : EXAMPLES['post /members']?.(here).json
      expect((await test.ask('POST', path, { token: stranger, json })).status).toBe(404)
    }
  })

  it('HTTP-3 lists show only what belongs to the own operations', async () => {
    const test = await testHub()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const stranger = await tokenIn(test, 'admin', there)
    const mine = await tokenIn(test, 'viewer', here)
    const ids = async (path: string, token: string) =>
      ((await test.ask('GET', path, { token })).json as { items: { id: string }[] }).items.map(({ id }) => id)
    expect(await ids('/sheets', mine)).toEqual([here.sheet])
    expect(await ids(`/sheets?operation=${here.operation}`, stranger)).toEqual([])
    expect(await ids('/operations', mine)).toEqual([here.operation])
    expect((await ids('/tokens', stranger)).length).toBe(1)
    expect((await ids('/members', stranger)).length).toBe(1)
  })

  it('ROLE-3 nobody gives a right they lack: not to a token, not to a member, not for another operation', async () => {
    const test = await testHub()
    const [here, there] = [await operationIn(test, '甲'), await operationIn(test, '乙')]
    const admin = await tokenIn(test, 'admin', here)
    const limited = await tokenIn(test, 'admin', here, {
      scopes: ['token.create', 'organization.read', 'operation.read'],
    })
    const wish = { role: 'admin', organization: here.organization }
    const status = async (token: string, json: object) => (await test.ask('POST', '/tokens', { token, json })).status
    expect(await status(admin, { ...wish, operation: here.operation })).toBe(201)
    expect(await status(admin, { ...wish, operation: there.operation })).toBe(404)
    expect(await status(admin, wish)).toBe(403)
    expect(await status(limited, { ...wish, operation: here.operation })).toBe(403)
    expect(await status(limited, { ...wish, operation: here.operation, scopes: ['operation.read'] })).toBe(201)
    expect(await status(limited, { ...wish, operation: here.operation, scopes: ['sheet.edit'] })).toBe(403)
  })
})
