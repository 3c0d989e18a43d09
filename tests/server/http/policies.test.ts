/**
 * Every route × every role × own and other organization, and another operation: what the table of rights says is what happens. A new route needs an
 * example in examples/<area>.ts; without one this test fails.
 */
import { describe, expect, it } from 'vitest'
import type { Route } from '../../../server/http/route.ts'
import { ACTIONS, type Action, can, ROLES, type Role, sees, type Thing } from '../../../shared/domain/roles.ts'
import { type Answer, type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'
import { type Example, type Examples, ROW, type Scene } from './examples/example.ts'

const AREAS = import.meta.glob<Examples>('./examples/*.ts', { eager: true, import: 'examples' })
const EXAMPLES: Examples = Object.assign({}, ...Object.values(AREAS))

type AskingRoute = Route & { readonly access: Action }

const nameOf = ({ method, path }: Route): string => `${method} ${path}`
const needsRight = ({ hub }: TestHub): AskingRoute[] =>
  hub.routes.flatMap(route => {
    const { access } = route
    return access === 'public' || access === 'signedIn' ? [] : [{ ...route, access }]
  })
const exampleOf = (route: Route): Example => EXAMPLES[nameOf(route)] ?? {}

/** Calls a route for a thing that is there, or for ids nobody has. */
async function call(route: Route, scene: Scene, ids?: { readonly id: string; readonly item: string }): Promise<Answer> {
  const { test, at, token } = scene
  const example = exampleOf(route)
  if (ids === undefined)
    await test.hub.rooms.appendRows(at.sheet, [{ id: ROW, cells: {} }], { member: 'm', session: 's' })
  await example.before?.(scene)
  const place = route.path.startsWith('/operations/') ? at.operation : at.sheet
  const id = ids?.id ?? (route.path.includes(':id') ? await (example.id?.(scene) ?? place) : '')
  const item = ids?.item ?? (await example.item?.(scene)) ?? ''
  const path = route.path.replace(':id', id).replace(':row', ROW).replace(':item', item) + (example.query ?? '')
  return test.ask(route.method.toUpperCase(), path, {
    token,
    headers: { 'x-file-name': 'a.csv' },
    ...example.send?.(at),
  })
}

/** Routes about what is in a sheet: each answers for a confidential companion as `sees` says. */
const inSheets = (test: TestHub): AskingRoute[] =>
  needsRight(test).filter(
    route => route.path.includes(':id') && !route.path.startsWith('/operations/') && exampleOf(route).in !== 'hub',
  )

const MISSING = { id: 'nothinghere', item: 'x' }
const actorIn = ({ operation }: Operation, role: Role) => ({
  id: '',
  roles: new Map([[operation, new Set<Role>([role])]]),
})

/** Calls every route in this place as a member of that organization, in every role. */
async function walk(test: TestHub, at: Operation, organization: string): Promise<void> {
  for (const role of ROLES) {
    const token = await tokenIn(test, role, { ...at, organization })
    const actor = actorIn(at, role)
    for (const route of needsRight(test)) {
      const { refused = 403, relation, others = 'other' } = exampleOf(route)
      const { status, text } = await call(route, { test, at, token })
      const own = relation === 'own' && organization === at.organization
      const allowed = can(actor, route.access, { operation: at.operation, relation: own ? 'own' : others })
      if (allowed) expect(status, `${role} ${nameOf(route)} ${text}`).toBeLessThan(300)
      else expect(status, `${role} ${nameOf(route)}`).toBe(refused)
    }
  }
}

describe('who may call what', { timeout: 120_000 }, () => {
  it('HTTP-1 every route says who may call it, and this test knows an example of each', async () => {
    const test = await testHub()
    for (const route of test.hub.routes)
      expect(['public', 'signedIn', ...ACTIONS], nameOf(route)).toContain(route.access)
    const asking = needsRight(test).map(nameOf)
    expect(asking.filter(name => !(name in EXAMPLES))).toEqual([])
    expect(Object.keys(EXAMPLES).filter(name => !asking.includes(name))).toEqual([])
  })

  it('ROLE-2 nobody known is answered 401 by every route that is not public', async () => {
    const test = await testHub()
    const at = await operationIn(test, '甲')
    for (const route of test.hub.routes.filter(({ access }) => access !== 'public'))
      for (const token of [undefined, 'gj_wrong'])
        expect((await call(route, { test, at, token })).status, nameOf(route)).toBe(401)
  })

  it('ROLE-2 every role is answered by every route as the table of rights says, in its own organization', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    await walk(test, here, here.organization)
  })

  it("ROLE-2 … and in another organization of the operation: what is another's is not its own", async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { id } = await test.operator<{ id: string }>('POST', '/organizations', { name: '邻机构' })
    await walk(test, here, id)
  })

  it('CONF-2 a confidential companion answers every role as the table says, and as what nobody has where it is not there', async () => {
    const test = await testHub()
    const open = await operationIn(test, '甲')
    const { id: sheet } = await test.operator<{ id: string }>('POST', `/sheets/${open.sheet}/confidential`, {})
    const at = { ...open, sheet }
    for (const role of ROLES) {
      const token = await tokenIn(test, role, at)
      const actor = actorIn(at, role)
      const there = sees(actor, { operation: at.operation, confidential: true })
      const listed = (await test.ask('GET', '/sheets', { token })).json as { items: { id: string }[] }
      expect(listed.items.map(({ id }) => id)).toEqual(there ? [open.sheet, sheet] : [open.sheet])
      for (const route of inSheets(test)) {
        const { refused = 403, relation, others = 'other' } = exampleOf(route)
        const { status, text } = await call(route, { test, at, token })
        const name = `${role} ${nameOf(route)}`
        const thing: Thing = { operation: at.operation, relation: relation ?? others, confidential: true }
        if (!there) {
          const missing = await call(route, { test, at, token }, MISSING)
          expect([status, text], name).toEqual([404, missing.text])
        } else if (can(actor, route.access, thing)) expect(status, `${name} ${text}`).toBeLessThan(300)
        else expect(status, name).toBe(refused)
      }
    }
  })

  it('HTTP-3 an admin of another operation gets for its things, byte for byte, what nobody has', async () => {
    const test = await testHub()
    const at = await operationIn(test, '甲')
    const there = await operationIn(test, '乙')
    const token = await tokenIn(test, 'admin', there)
    for (const route of needsRight(test).filter(({ path }) => path.includes(':id'))) {
      const other = await call(route, { test, at, token })
      const missing = await call(route, { test, at, token }, MISSING)
      expect([other.status, other.text], nameOf(route)).toEqual([404, missing.text])
    }
    const people = EXAMPLES['post /members']?.send?.(at).json
    const sheet = { operation: at.operation, kind: 'needs', title: '表' }
    for (const [path, json] of [
      ['/members', people],
      ['/sheets', sheet],
    ] as const)
      expect((await test.ask('POST', path, { token, json })).status).toBe(404)
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
