import { describe, expect, it } from 'vitest'
import type { Route } from '../../../server/http/route.ts'
import { ACTIONS, type Action, can, ROLES, type Role } from '../../../shared/domain/roles.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

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
  'get /sheets/:id/export': () => ({}),
  'post /sheets/:id/imports': () => ({ raw: new TextEncoder().encode('物资,数量\n口罩,3\n') }),
  'post /imports/:id/preview': () => ({ json: {} }),
  'post /imports/:id/confirm': () => ({ json: {} }),
  'get /imports/:id/refusals': () => ({}),
  'post /backups': () => ({ json: {} }),
  'get /damages': () => ({}),
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
  if (!route.path.startsWith('/imports/')) return at.sheet
  const upload = (by: string | undefined) =>
    test.ask('POST', `/sheets/${at.sheet}/imports`, {
      token: by,
      raw: new TextEncoder().encode('物资,数量\n口罩,3\n'),
      headers: { 'x-file-name': 'a.csv' },
    })
  // Only who uploaded it may see it again; who may not upload gets another's.
  const own = await upload(token)
  return ((own.status === 201 ? own : await upload(test.hub.controlToken)).json as { id: string }).id
}

async function call(test: TestHub, route: Route, at: Operation, token: string | undefined) {
  const id = route.path.includes(':id') ? await idFor(test, route, at, token) : ''
  const query = route.path.endsWith('/export') ? '?format=csv' : ''
  const headers = { 'x-file-name': 'a.csv' }
  return test.ask(route.method.toUpperCase(), route.path.replace(':id', id) + query, {
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
      const nothing = await test.ask(
        route.method.toUpperCase(),
        `${route.path.replace(':id', 'nothinghere')}?format=csv`,
        {
          token: stranger,
          headers: { 'x-file-name': 'a.csv' },
          ...EXAMPLES[nameOf(route)]?.(here),
        },
      )
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
