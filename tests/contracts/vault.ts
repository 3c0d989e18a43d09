/** What the vault promises, on whatever engine the hub stands. */
import { describe, expect, it } from 'vitest'
import type { Role } from '../../shared/domain/roles.ts'
import { type ContactLogItem, REVEALS_AN_HOUR, type RowContact } from '../../shared/protocol/contacts.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../server/testHub.ts'

const PHONE = '13800000001'
const DETAILS = { name: '张三', phone: `+86 ${PHONE}`, address: '1号楼2单元', health: '孕妇' }

async function scene(env: Record<string, string>) {
  const clock = { now: Date.parse('2022-01-05T08:00:00Z') }
  const test = await testHub({ now: () => clock.now }, env)
  const here = await operationIn(test, `西安${Math.random()}`)
  const other = await test.operator<{ id: string }>('POST', '/organizations', { name: `别家${Math.random()}` })
  const rows = ['r1', 'r2'].map(id => ({ id, cells: { item: id } }))
  await test.hub.rooms.appendRows(here.sheet, rows, { member: 'm', session: 's' })
  const people = (role: Role, organization = here.organization) => caller(test, role, { ...here, organization })
  return { test, here, there: other.id, clock, people, vault: test.hub.services.vault }
}

async function caller(test: TestHub, role: Role, at: Operation) {
  const token = await tokenIn(test, role, at)
  const ask = (method: string, path: string, json?: unknown) => test.ask(method, path, { token, json })
  const row = `/sheets/${at.sheet}/rows/r1/contact`
  return {
    ask,
    keep: (json: unknown, path = row) => ask('POST', path, json),
    see: async () => (await ask('GET', row)).json as RowContact,
    reveal: (id: string, json: object = {}) =>
      ask('POST', `/contacts/${id}/reveals`, { field: 'phone', purpose: 'verify', ...json }),
  }
}

/** The suite; `env` gives the settings of a hub on an empty database. */
export function vault(env: () => Promise<Record<string, string>>): void {
  const open = async () => scene(await env())

  describe('the vault', { timeout: 60_000 }, () => {
    it('VAULT-4 VAULT-6 what an editor fills in is nowhere in the clear but its mask, which everybody sees on the desk', async () => {
      const { test, here, people } = await open()
      const editor = await people('editor')
      const { status, json } = await editor.keep(DETAILS)
      expect([status, json]).toMatchObject([
        200,
        { contact: { phone: '138****0001', name: '张*', more: ['address', 'health'], mayReveal: true } },
      ])
      const stored = await test.hub.store.db.selectFrom('contact').selectAll().executeTakeFirstOrThrow()
      const text = JSON.stringify(
        Object.values(stored).map(v => (v instanceof Uint8Array ? Buffer.from(v).toString('utf8') : v)),
      )
      for (const detail of [PHONE, '张三', '1号楼', '孕妇']) expect(text).not.toContain(detail)
      const entry = await test.hub.rooms.desks.read(here.sheet, desk => desk.get('contact', 'r1'))
      expect(entry).toMatchObject({ organization: here.organization, phone: '138****0001', name: '张*' })
      const viewer = await people('viewer')
      expect(await viewer.see()).toMatchObject({ contact: { phone: '138****0001', mayReveal: false }, mayKeep: false })
    })

    it('VAULT-4 a box that was moved to another contact, or changed by a bit, does not open', async () => {
      const { test, people, vault } = await open()
      const editor = await people('editor')
      await editor.keep(DETAILS)
      const [contact] = (await test.hub.store.db.selectFrom('contact').selectAll().execute()) as [
        Awaited<ReturnType<typeof vault.find>>,
      ]
      expect(vault.read(contact)).toEqual(DETAILS)
      expect(() => vault.read({ ...contact, id: 'another' })).toThrow()
      const sealed = Uint8Array.from(contact.sealed)
      sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1
      expect(() => vault.read({ ...contact, sealed })).toThrow()
    })

    it('VAULT-6 details are corrected by who may see them, field by field, and by nobody else', async () => {
      const { people, there, vault, here } = await open()
      const own = await people('editor')
      await own.keep(DETAILS)
      const foreign = await people('editor', there)
      expect((await foreign.keep({ phone: '13911112222' })).status).toBe(403)
      expect((await own.keep({ phone: '13911112222', health: null })).json).toMatchObject({
        contact: { phone: '139****2222', more: ['address'] },
      })
      const contact = await vault.ofRow({ sheet: here.sheet, row: 'r1' })
      if (contact === undefined) throw new Error('gone')
      expect(vault.read(contact)).toEqual({ name: '张三', phone: '13911112222', address: '1号楼2单元' })
      expect((await own.keep({ name: null, phone: null, address: ' ' })).status).toBe(400)
      expect((await own.keep({}, `/sheets/${here.sheet}/rows/r2/contact`)).status).toBe(400)
      expect((await own.keep(DETAILS, `/sheets/${here.sheet}/rows/nothing/contact`)).status).toBe(404)
    })

    it('VAULT-7 the same phone is told however it was written, in this operation alone', async () => {
      const { test, here, vault, clock } = await open()
      const there = await operationIn(test, `另一处${Math.random()}`)
      let count = 0
      const keep = (phone: string, at: Operation = here) =>
        vault.keep(
          { phone },
          { operation: at.operation, organization: at.organization, member: undefined },
          { newId: () => `c${++count}`, now: clock.now + count },
        )
      const first = await keep('13800000001')
      await keep('139 0000 0002')
      const again = await keep('+86 138-0000-0001')
      await keep('13800000001', there)
      expect(await vault.sameAs(first)).toEqual([again])
    })

    it('VAULT-8 a detail is shown to its organization, to verifiers while the row waits, to coordinators – not to other editors', async () => {
      const { people, there } = await open()
      const own = await people('editor')
      await own.keep(DETAILS)
      const id = (await own.see()).contact?.id ?? ''
      const answers: unknown[] = []
      for (const [role, organization] of [
        ['editor', undefined],
        ['viewer', undefined],
        ['editor', there],
        ['dispatcher', there],
        ['verifier', there],
        ['coordinator', there],
        ['auditor', there],
      ] as const) {
        const { status, json } = await (await people(role, organization)).reveal(id)
        answers.push([role, status, (json as { value?: string }).value])
      }
      const shown = DETAILS.phone
      expect(answers).toEqual([
        ['editor', 200, shown],
        ['viewer', 403, undefined],
        ['editor', 403, undefined],
        ['dispatcher', 403, undefined],
        ['verifier', 200, shown],
        ['coordinator', 200, shown],
        ['auditor', 403, undefined],
      ])
    })

    it('VAULT-9 who looked, why and when is kept before it is shown, without anything of what was shown', async () => {
      const { test, here, people } = await open()
      const own = await people('editor')
      await own.keep(DETAILS)
      const id = (await own.see()).contact?.id ?? ''
      expect((await own.reveal(id, { purpose: 'other' })).status).toBe(400)
      expect((await own.reveal(id, { field: 'wechat' })).status).toBe(404)
      await own.reveal(id, { purpose: 'other', reason: `核对 ${PHONE}` })
      const auditor = await people('auditor')
      const log = (await auditor.ask('GET', `/operations/${here.operation}/reveals`)).json as {
        items: ContactLogItem[]
      }
      expect(log.items).toMatchObject([
        {
          what: 'reveal',
          field: 'phone',
          purpose: 'other',
          reason: '核对 ***',
          row: { sheet: here.sheet, row: 'r1' },
          contact: id,
        },
        { what: 'keep', contact: id, at: '2022-01-05T08:00:00.000Z' },
      ])
      expect((await own.ask('GET', `/contacts/${id}/reveals`)).json).toEqual(log)
      expect((await own.ask('GET', `/operations/${here.operation}/reveals`)).status).toBe(403)
      const stored = JSON.stringify(await test.hub.store.db.selectFrom('contact_log').selectAll().execute())
      expect(stored).not.toContain(PHONE)
    })

    it('VAULT-9 after sixty an hour the member waits; others do not', async () => {
      const { people, clock } = await open()
      const own = await people('editor')
      await own.keep(DETAILS)
      const id = (await own.see()).contact?.id ?? ''
      for (let n = 0; n < REVEALS_AN_HOUR; n++) expect((await own.reveal(id)).status).toBe(200)
      expect((await own.reveal(id)).status).toBe(429)
      expect((await (await people('editor')).reveal(id)).status).toBe(200)
      clock.now += 3_600_001
      expect((await own.reveal(id)).status).toBe(200)
    })

    it('VAULT-13 who is erased is gone with their key; the log keeps who did it', async () => {
      const { test, here, people } = await open()
      const own = await people('editor')
      await own.keep(DETAILS)
      const id = (await own.see()).contact?.id ?? ''
      expect((await own.ask('POST', `/contacts/${id}/erase`)).status).toBe(403)
      const coordinator = await people('coordinator')
      expect((await coordinator.ask('POST', `/contacts/${id}/erase`)).status).toBe(200)
      expect((await own.see()).contact).toBeNull()
      expect(await test.hub.rooms.desks.read(here.sheet, desk => desk.get('contact', 'r1'))).toBeUndefined()
      for (const [path, json] of [
        ['reveals', { field: 'phone', purpose: 'verify' }],
        ['erase', undefined],
      ] as const)
        expect((await coordinator.ask('POST', `/contacts/${id}/${path}`, json)).status).toBe(404)
      const { db } = test.hub.store
      const left = await db.selectFrom('contact').select('id').where('operation_id', '=', here.operation).execute()
      expect(left).toEqual([])
      const log = (await coordinator.ask('GET', `/operations/${here.operation}/reveals`)).json as { items: object[] }
      expect(log.items[0]).toMatchObject({ what: 'erase', contact: id, row: { sheet: here.sheet, row: 'r1' } })
    })

    it('VAULT-14 a file has masks, or for a reason that is kept the details, and no formula', async () => {
      const { here, people } = await open()
      const coordinator = await people('coordinator')
      await coordinator.keep({ name: '=张三', phone: PHONE, address: '1号楼' })
      const masked = (await coordinator.ask('GET', `/sheets/${here.sheet}/export?format=csv`)).text
      expect(masked).toContain('=* 138****0001')
      expect(masked).not.toContain(PHONE)
      const wish = { format: 'csv', reason: '交给社区登门' }
      const ask = async (role: Role, json: object = wish) =>
        (await people(role)).ask('POST', `/sheets/${here.sheet}/contact-exports`, json)
      expect((await ask('editor')).status).toBe(403)
      expect((await ask('auditor')).status).toBe(403)
      expect((await ask('coordinator', { ...wish, reason: ' ' })).status).toBe(400)
      const { text } = await ask('coordinator')
      const [line] = text.split('\r\n').filter(row => row.includes(PHONE))
      expect(line).toContain(`"'=张三","${PHONE}",,"1号楼",,`)
      const log = (await coordinator.ask('GET', `/operations/${here.operation}/reveals`)).json as { items: object[] }
      expect(log.items[0]).toMatchObject({ what: 'export', reason: '交给社区登门', count: 1, contact: null })
    })
  })
}
