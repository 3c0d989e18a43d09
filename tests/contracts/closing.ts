/** What the end of an operation promises, on whatever engine the hub stands. */
import { describe, expect, it, vi } from 'vitest'
import type { Role } from '../../shared/domain/roles.ts'
import type { Closing } from '../../shared/protocol/closing.ts'
import type { RowContact } from '../../shared/protocol/contacts.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { documentOf, PlainClient } from '../server/sync/sockets.ts'
import { operationIn, PASSWORD, testHub, tokenIn } from '../server/testHub.ts'

const DAY = 86_400_000
const START = Date.parse('2022-01-05T08:00:00Z')
const PHONE = '13800000001'
const BY = { member: 'm', session: 's' }
const CLOSED = [403, 'closed']

async function scene(env: Record<string, string>) {
  const clock = { now: START }
  const test = await testHub({ now: () => clock.now }, env)
  // PostgreSQL is one for all of these tests.
  await test.hub.store.db.updateTable('operation').set({ closed_at: null }).execute()
  const here = await operationIn(test, `西安${Math.random()}`)
  await test.hub.rooms.appendRows(
    here.sheet,
    ['r1', 'r2'].map(id => ({ id, cells: { item: id } })),
    BY,
  )
  const person = async (role: Role) => {
    const token = await tokenIn(test, role, here)
    const ask = async (method: string, path: string, json?: unknown) => {
      const answer = await test.ask(method, path, { token, json })
      return { ...answer, seen: [answer.status, (answer.json as { code?: string } | undefined)?.code] }
    }
    return { token, ask }
  }
  const admin = await person('admin')
  const set = async (wish: object) =>
    (await admin.ask('POST', `/operations/${here.operation}/closing`, wish)).json as Closing
  const state = () => test.operator<Closing>('GET', `/operations/${here.operation}/closing`)
  const keep = (row: string, phone = PHONE) =>
    test.operator<RowContact>('POST', `/sheets/${here.sheet}/rows/${row}/contact`, { phone, name: '张三' })
  const { retention } = test.hub.services
  return { test, here, clock, person, admin, set, state, keep, retention, sheet: `/sheets/${here.sheet}` }
}

/** The suite; `env` gives the settings of a hub on an empty database. */
export function closing(env: () => Promise<Record<string, string>>): void {
  const open = async () => scene(await env())

  describe('closing', { timeout: 60_000 }, () => {
    it('VAULT-16 who is connected and types is refused `closed` from the moment it is answered, and may again after reopening', async () => {
      const { test, here, person, set } = await open()
      const editor = await person('editor')
      const place = { test, operation: here, document: await documentOf(test, here.sheet) }
      const client = await new PlainClient(place, { token: editor.token }).synced()
      await set({ closed: true })
      const end = new Promise(resolve => client.ws?.once('close', (code, reason) => resolve(`${code} ${reason}`)))
      client.set('r1', 'note', '太晚了')
      expect(await end).toBe('4403 closed')
      client.provider.destroy()
      const note = () => test.hub.rooms.read(here.sheet, sheet => sheet.value('r1', 'note'))
      expect(await note()).toBeNull()
      const late = await new PlainClient(place, { token: editor.token }).synced()
      late.provider.shouldConnect = false
      const refused = new Promise(resolve => late.ws?.once('close', (_, reason) => resolve(`${reason}`)))
      late.set('r1', 'note', '也太晚了')
      expect(await refused).toBe('closed')
      await set({ closed: false })
      const again = await new PlainClient(place, { token: editor.token }).synced()
      again.set('r1', 'note', '继续')
      await vi.waitFor(async () => expect(await note()).toBe('继续'))
    })

    it('VAULT-16 every call that writes is answered `closed`; reading, exports, details and erasing go on', async () => {
      const { test, here, person, admin, set, keep, sheet } = await open()
      const contact = (await keep('r1')).contact?.id
      const coordinator = await person('coordinator')
      await set({ closed: true })
      const edits = [{ row: 'r1', column: 'note', value: 'x' }]
      const form = { sheet: here.sheet, cells: { item: '口罩' }, answers: {} }
      const invitation = { organization: here.organization, roles: ['viewer'], approve: false, ceiling: 1, days: 1 }
      for (const [path, json] of [
        [`${sheet}/bulk-edits`, { edits }],
        [`${sheet}/comments`, { row: 'r1', text: '已联系' }],
        [`${sheet}/rows/r2/contact`, { phone: PHONE }],
        [`${sheet}/arrangement`, { archived: true }],
        ['/sheets', { operation: here.operation, kind: 'needs', title: '新表' }],
        ['/submissions', form],
        [`/operations/${here.operation}/invitations`, invitation],
      ] as const)
        expect((await admin.ask('POST', path, json)).seen, path).toEqual(CLOSED)
      const append = test.hub.rooms.appendRows(here.sheet, [{ id: 'r3', cells: {} }], BY)
      await expect(append).rejects.toMatchObject({ code: 'closed' })
      expect((await admin.ask('GET', `${sheet}/export?format=csv`)).text).toContain('r1')
      const contactPath = `${sheet}/rows/r1/contact`
      expect((await coordinator.ask('GET', contactPath)).json).toMatchObject({
        contact: { mayReveal: true, mayCorrect: false, mayErase: true },
        mayKeep: false,
      })
      const look = { field: 'phone', purpose: 'verify' }
      expect((await coordinator.ask('POST', `/contacts/${contact}/reveals`, look)).json).toEqual({ value: PHONE })
      const wish = { format: 'csv', reason: '交给社区登门' }
      expect((await coordinator.ask('POST', `${sheet}/contact-exports`, wish)).text).toContain(PHONE)
      expect((await coordinator.ask('POST', `/contacts/${contact}/erase`)).status).toBe(200)
      expect((await coordinator.ask('POST', `/operations/${here.operation}/closing`, { closed: false })).status).toBe(
        403,
      )
      const me = (await admin.ask('GET', '/session')).json as Me
      expect(me.operations).toMatchObject([{ id: here.operation, closed: true }])
      await set({ closed: false })
      expect((await coordinator.ask('POST', `${sheet}/bulk-edits`, { edits })).status).toBe(200)
      expect(((await admin.ask('GET', '/session')).json as Me).operations[0]).not.toHaveProperty('closed')
    })

    it('VAULT-16 nobody comes in by an invitation, and nothing by an outside form, as long as it is closed', async () => {
      const { test, here, set } = await open()
      const { token } = await test.operator<{ token: string }>('POST', `/operations/${here.operation}/invitations`, {
        organization: here.organization,
        roles: ['viewer'],
        approve: false,
        ceiling: 2,
        days: 1,
      })
      const made = await test.operator<{ connection: { id: string }; secret: string }>(
        'POST',
        `/operations/${here.operation}/intake-connections`,
        { sheet: here.sheet, name: '外部表单' },
      )
      const send = () =>
        test.ask('POST', `/public/webhooks/${made.connection.id}`, {
          headers: { 'x-gongji-secret': made.secret },
          json: { entry: { serial_number: 1, field_1: '口罩' } },
        })
      const join = () => test.ask('POST', '/joins', { json: { token, name: '某人', login: 'a1', password: PASSWORD } })
      await set({ closed: true })
      expect(await join()).toMatchObject({ status: 403, json: { code: 'closed' } })
      expect(await send()).toMatchObject({ status: 403, json: { code: 'closed' } })
      await set({ closed: false })
      expect((await join()).status).toBeLessThan(300)
      expect((await send()).status).toBe(200)
    })

    it('VAULT-17 details are kept 90 days or as said, counted from the end; reopening stops the clock', async () => {
      const { admin, here, clock, keep, set, state, retention } = await open()
      await keep('r1')
      expect(await state()).toEqual({ closedAt: null, retentionDays: 90, eraseAt: null, erasedAt: null, contacts: 1 })
      for (const retentionDays of [0, 3_651, 1.5])
        expect(
          (await admin.ask('POST', `/operations/${here.operation}/closing`, { closed: true, retentionDays })).status,
        ).toBe(400)
      const at = (days: number) => new Date(START + days * DAY).toISOString()
      expect(await set({ closed: true })).toMatchObject({ closedAt: at(0), eraseAt: at(90) })
      clock.now += 10 * DAY
      expect(await set({ closed: true, retentionDays: 30 })).toMatchObject({ closedAt: at(0), eraseAt: at(30) })
      expect(await set({ closed: false })).toMatchObject({ closedAt: null, eraseAt: null, contacts: 1 })
      clock.now += 100 * DAY
      expect(await retention.eraseDue()).toBe(0)
      expect(await state()).toMatchObject({ contacts: 1, erasedAt: null })
    })

    it("VAULT-18 when the clock has run out everybody's details go in one go: nothing a day before, another operation's stay, the log says how many", async () => {
      const { test, here, clock, keep, set, state, retention, sheet, admin } = await open()
      const other = await operationIn(test, `另一处${Math.random()}`)
      await test.hub.rooms.appendRows(other.sheet, [{ id: 'r1', cells: {} }], BY)
      await test.operator('POST', `/sheets/${other.sheet}/rows/r1/contact`, { phone: PHONE })
      await keep('r1')
      await keep('r2', '13900000002')
      const masks = () => test.hub.rooms.desks.read(here.sheet, desk => ['r1', 'r2'].map(r => desk.get('contact', r)))
      expect(await masks()).toMatchObject([{ phone: '138****0001' }, { phone: '139****0002' }])
      await set({ closed: true, retentionDays: 7 })
      clock.now += 7 * DAY - 1
      expect(await retention.eraseDue()).toBe(0)
      clock.now += 1
      const wipe = vi.spyOn(test.hub.store, 'wipe')
      expect(await retention.eraseDue()).toBe(2)
      expect(await retention.eraseDue()).toBe(0)
      expect(wipe).toHaveBeenCalledTimes(1)
      expect(await state()).toMatchObject({ contacts: 0, eraseAt: null, erasedAt: new Date(clock.now).toISOString() })
      expect(await masks()).toEqual([undefined, undefined])
      const { db } = test.hub.store
      const left = await db.selectFrom('contact').select('operation_id').execute()
      expect(left.filter(it => [here.operation, other.operation].includes(it.operation_id))).toEqual([
        { operation_id: other.operation },
      ])
      expect(await db.selectFrom('contact_tie').selectAll().where('sheet_id', '=', here.sheet).execute()).toEqual([])
      const log = (await admin.ask('GET', `/operations/${here.operation}/reveals`)).json as { items: object[] }
      expect(log.items[0]).toMatchObject({ what: 'expire', count: 2, contact: null, row: null })
      expect(log.items.filter(it => (it as { what: string }).what === 'expire')).toHaveLength(1)
      expect(await test.operator('GET', sheet)).toMatchObject({ rowCount: 2 })
    })

    it('VAULT-18 a look that was cut short after the records were gone is done again', async () => {
      const { test, clock, keep, set, state, retention } = await open()
      await keep('r1')
      await set({ closed: true, retentionDays: 1 })
      clock.now += 2 * DAY
      const wipe = vi.spyOn(test.hub.store, 'wipe').mockRejectedValueOnce(new Error('somebody reads'))
      await expect(retention.eraseDue()).rejects.toThrow('somebody reads')
      expect(await state()).toMatchObject({ contacts: 0, erasedAt: null })
      clock.now += DAY
      expect(await retention.eraseDue()).toBe(0)
      expect(wipe).toHaveBeenCalledTimes(2)
      expect(await state()).toMatchObject({ erasedAt: new Date(clock.now).toISOString() })
    })
  })
}
