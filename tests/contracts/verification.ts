/** What verification promises, on whatever engine the hub stands. */
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../shared/domain/verification.ts'
import type { RowVerification, VerificationOutcome, VerificationQueue } from '../../shared/protocol/verification.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { DeskClient } from '../server/sync/desk/DeskClient.ts'
import { documentOf, PlainClient, until } from '../server/sync/sockets.ts'
import { operationIn, personIn, testHub } from '../server/testHub.ts'

const ORIGIN = { 'sec-fetch-site': 'same-origin' }
const START = Date.parse('2022-01-05T08:00:00Z')
const MASKS = { item: '医用外科口罩', quantity: 200, unit: '只' }

/** A hub with a sheet of these rows, a verifier and an editor. */
async function scene(env: Record<string, string>, rows: Readonly<Record<string, Record<string, Scalar>>>) {
  const clock = { now: START }
  const test = await testHub({ now: () => clock.now }, env)
  const here = await operationIn(test, `西安${Math.random()}`)
  const ids = Object.entries(rows).map(([id, cells]) => ({ id, cells }))
  await test.hub.rooms.appendRows(here.sheet, ids, { member: 'm', session: 's' })
  const person = async (name: string, role: Parameters<typeof personIn>[2]) => {
    const { id, cookie } = await personIn(test, `${name}${Math.random()}`, role, here)
    const ask = async <T>(method: string, path: string, json?: unknown) => {
      const answer = await test.ask(method, path, { cookie, json, headers: ORIGIN })
      return { status: answer.status, body: answer.json as T }
    }
    return { id, cookie, ask }
  }
  const [verifier, editor] = [await person('核实', 'verifier'), await person('编辑', 'coordinator')]
  const at = `/sheets/${here.sheet}`
  const of = async (row: string) => (await verifier.ask<RowVerification>('GET', `${at}/rows/${row}/verifications`)).body
  const verify = (rowsSeen: readonly object[], more: object = {}) =>
    verifier.ask<VerificationOutcome>('POST', `${at}/verifications`, { rows: rowsSeen, method: 'phone', ...more })
  const write = (row: string, column: string, value: Scalar) =>
    test.hub.rooms.writeCells(here.sheet, [{ row, column, value }], { member: editor.id, session: 's' })
  const queue = async (query = '') =>
    (await verifier.ask<VerificationQueue>('GET', `/operations/${here.operation}/verifications${query}`)).body
  const world = { test, operation: here, document: await documentOf(test, here.sheet) }
  return { test, here, clock, verifier, editor, at, of, verify, write, queue, world }
}

/** The suite; `env` gives the settings of a hub on an empty database. */
export function verificationContract(env: () => Promise<Record<string, string>>): void {
  const open = async (rows: Readonly<Record<string, Record<string, Scalar>>> = { r1: MASKS, r2: MASKS }) =>
    scene(await env(), rows)
  const seen = (row: string, cells: Record<string, Scalar> = MASKS) => ({ row, digest: digestOf(cells) })

  describe('verification', { timeout: 60_000 }, () => {
    it('VERIFY-7 is a command that everybody’s desk shows at once, and refuses a row that was seen otherwise', async () => {
      const { verify, write, test, here, of } = await open()
      const reader = await new DeskClient(
        test,
        await test.hub.rooms.desks.documentOf(here.sheet),
        test.hub.controlToken,
      ).synced()
      await write('r2', 'quantity', 2_000)
      const { status, body } = await verify([seen('r1'), seen('r2'), seen('nobody')], { note: '已电话联系社区' })
      expect([status, body]).toEqual([
        200,
        {
          done: ['r1'],
          refused: [
            { row: 'r2', why: 'changed', columns: ['quantity'] },
            { row: 'nobody', why: 'gone', columns: [] },
          ],
        },
      ])
      await reader.shows('verification', ['r1'])
      expect(reader.desk.get('verification', 'r1')).toMatchObject({ state: 'verified', method: 'phone', cells: MASKS })
      expect(JSON.stringify([...reader.desk.entries('verification')])).not.toContain('社区')
      expect(await of('r1')).toMatchObject({ state: 'verified', changed: [], items: [{ note: '已电话联系社区' }] })
    })

    it('VERIFY-8 many rows are one transaction and one update of the desk', async () => {
      const rows = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`r${i}`, { ...MASKS, quantity: i }]))
      const { verify, test, here } = await open(rows)
      const reader = await new DeskClient(
        test,
        await test.hub.rooms.desks.documentOf(here.sheet),
        test.hub.controlToken,
      ).synced()
      const { body } = await verify(Object.entries(rows).map(([row, cells]) => seen(row, cells)))
      expect(body.done.length).toBe(500)
      await until(reader.doc, () => reader.desk.entries('verification').size === 500)
      expect(reader.updates).toBe(1)
    })

    it('VERIFY-9 is stale by itself and names the cell, both values, who and when; checking what changed is enough', async () => {
      const { verify, write, of, clock, editor } = await open()
      await verify([seen('r1')])
      clock.now += 60_000
      await write('r1', 'quantity', 2_000)
      await write('r1', 'status', 'open')
      const stale = await of('r1')
      expect(stale).toMatchObject({
        state: 'stale',
        changed: [{ column: 'quantity', was: 200, is: 2_000, by: { id: editor.id }, at: '2022-01-05T08:01:00.000Z' }],
      })
      expect(stale.changed[0]?.by?.organization).toMatch(/机构$/)
      const again = await verify([{ row: 'r1', digest: stale.digest, columns: ['quantity'] }], { method: 'visit' })
      expect(again.body.done).toEqual(['r1'])
      const now = await of('r1')
      expect(now).toMatchObject({
        state: 'verified',
        items: [{ method: 'visit', checked: ['quantity'] }, { checked: null }],
      })
      expect(now.items.map(({ cells }) => cells.quantity)).toEqual([2_000, 200])
    })

    it('VERIFY-9 a cell outside those checked again stays as it was checked before', async () => {
      const { verify, write, of } = await open()
      await verify([seen('r1')])
      await write('r1', 'quantity', 2_000)
      await write('r1', 'unit', '箱')
      const { digest } = await of('r1')
      await verify([{ row: 'r1', digest, columns: ['quantity'] }])
      expect(await of('r1')).toMatchObject({ state: 'stale', changed: [{ column: 'unit', was: '只', is: '箱' }] })
    })

    it('VERIFY-10 is stale after an edit made offline arrives', async () => {
      const { verify, of, world, editor } = await open()
      const ann = await new PlainClient(world, { cookie: editor.cookie, origin: world.test.hub.url }).synced()
      ann.provider.disconnect()
      ann.set('r1', 'quantity', 2_000)
      await verify([seen('r1')])
      expect((await of('r1')).state).toBe('verified')
      ann.provider.connect()
      const ben = await new PlainClient(world, { token: world.test.hub.controlToken }).synced()
      await ben.sees('r1', 'quantity', 2_000)
      expect(await of('r1')).toMatchObject({ state: 'stale', changed: [{ is: 2_000, by: { id: editor.id } }] })
    })

    it('VERIFY-10 is stale after the sheet went back to another moment, and holds again when it came back', async () => {
      const { verify, of, write, clock, editor, at } = await open()
      clock.now += 60_000
      await write('r1', 'quantity', 300)
      clock.now += 60_000
      await verify([seen('r1', { ...MASKS, quantity: 300 })])
      clock.now += 60_000
      const then = new Date(START + 30_000).toISOString()
      const preview = await editor.ask<{ seen: number }>('GET', `${at}/restore?at=${then}`)
      const done = await editor.ask<{ before: string; seen: number }>('POST', `${at}/restore`, {
        at: then,
        seen: preview.body.seen,
      })
      expect(await of('r1')).toMatchObject({ state: 'stale', changed: [{ was: 300, is: 200, by: { id: editor.id } }] })
      clock.now += 60_000
      await editor.ask('POST', `${at}/restore`, { at: done.body.before, seen: done.body.seen })
      expect((await of('r1')).state).toBe('verified')
    })

    it('VERIFY-10 is stale after an import changed the row', async () => {
      const { verify, of, test, here, editor } = await open()
      await verify([seen('r1'), seen('r2')])
      const file = await test.hub.services.exports.exportSheet({ sheet: here.sheet, format: 'csv', language: 'zh' })
      const text = new TextDecoder().decode(file.bytes)
      expect(text).toContain('已核实')
      const changed = text.replace(/^(.*),200,(.*"r1")/m, '$1,2000,$2')
      expect(changed).not.toBe(text)
      const sent = await test.ask('POST', `/sheets/${here.sheet}/imports`, {
        cookie: editor.cookie,
        raw: new TextEncoder().encode(changed),
        headers: { ...ORIGIN, 'x-file-name': 'a.csv' },
      })
      const { id } = sent.json as { id: string }
      await editor.ask('POST', `/imports/${id}/preview`, { duplicates: { same: 'update' } })
      const done = await editor.ask<{ updatedCells: number }>('POST', `/imports/${id}/confirm`, {})
      expect(done.body.updatedCells).toBe(1)
      expect(await of('r1')).toMatchObject({ state: 'stale', changed: [{ column: 'quantity', was: 200, is: 2_000 }] })
      expect((await of('r2')).state).toBe('verified')
    })

    it('VERIFY-11 a row is rejected with a reason, and any decision is withdrawn; all of it is kept', async () => {
      const { verify, verifier, of, at, clock } = await open()
      expect((await verify([seen('r1')], { verdict: 'rejected' })).status).toBe(400)
      expect((await verify([seen('r1')], { note: '打 13800138000 核实' })).status).toBe(400)
      await verify([seen('r1')], { verdict: 'rejected', reason: '机构说没有这个需求' })
      expect(await of('r1')).toMatchObject({ state: 'rejected', items: [{ reason: '机构说没有这个需求' }] })
      clock.now += 1_000
      const taken = await verifier.ask('POST', `${at}/verifications/withdraw`, { rows: ['r1', 'r2'] })
      expect(taken.body).toEqual({ done: ['r1'] })
      const { state, items } = await of('r1')
      expect([state, items.map(item => item.state)]).toEqual(['unverified', ['withdrawn', 'rejected']])
    })

    it('VERIFY-11 a picture of the row is its evidence; one of another sheet is not', async () => {
      const { verify, of, test, here, verifier } = await open()
      const sent = await test.ask('POST', `/sheets/${here.sheet}/rows/r1/files`, {
        cookie: verifier.cookie,
        raw: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
        headers: { ...ORIGIN, 'x-file-name': 'a.png' },
      })
      const { id, address } = sent.json as { id: string; address: string }
      expect((await verify([seen('r2')], { evidence: id })).status).toBe(404)
      await verify([seen('r1')], { evidence: id })
      expect((await of('r1')).items[0]?.evidence).toBe(address)
    })

    it('VERIFY-12 only who may verify decides; repeated with the same key it is done once', async () => {
      const { editor, verifier, at, of, test } = await open()
      const body = { rows: [seen('r1')], method: 'phone' }
      expect((await editor.ask('POST', `${at}/verifications`, body)).status).toBe(403)
      const headers = { ...ORIGIN, 'idempotency-key': 'once' }
      for (let i = 0; i < 2; i++)
        await test.ask('POST', `${at}/verifications`, { cookie: verifier.cookie, json: body, headers })
      expect((await of('r1')).items.length).toBe(1)
    })

    it('VERIFY-13 the queue has the most urgent first, then what waits longest, and says what is hard', async () => {
      const row = (urgency: string, minute: number, quantity: number | null = 10) => ({
        ...MASKS,
        urgency,
        quantity,
        reportedAt: new Date(START - minute * 60_000).toISOString(),
      })
      const { queue, verify, write, clock, test, here } = await open({
        late: row('urgent', 1),
        early: row('urgent', 9),
        calm: row('low', 99, null),
        worst: row('critical', 1, 100_000),
        a: row('normal', 5),
        b: row('normal', 4),
        c: row('normal', 3),
      })
      const all = await queue()
      expect(all.items.map(item => item.row)).toEqual(['worst', 'early', 'late', 'a', 'b', 'c', 'calm'])
      expect(all.items.filter(({ hard }) => hard.length > 0).map(item => [item.row, item.hard])).toEqual([
        ['worst', ['outlier']],
        ['calm', ['noQuantity']],
      ])
      const free = await test.operator<{ id: string }>('POST', '/sheets', {
        operation: here.operation,
        kind: 'blank',
        title: '其他',
      })
      await test.hub.rooms.appendRows(free.id, [{ id: 'x', cells: { title: '不急' } }], { member: 'm', session: 's' })
      expect((await queue()).items.map(item => item.row).at(-1)).toBe('x')
      const first = await queue('?limit=3')
      const second = await queue(`?limit=3&cursor=${first.next}`)
      expect(second.items.map(item => item.row)).toEqual(['a', 'b', 'c'])
      const [worst] = all.items
      await verify([{ row: 'worst', digest: worst?.digest }])
      clock.now += 5_000
      expect((await queue()).items.length).toBe(7)
      await write('worst', 'quantity', 7)
      const after = await queue()
      expect(after.items[0]).toMatchObject({
        row: 'worst',
        state: 'stale',
        since: new Date(START + 5_000).toISOString(),
        changed: [{ column: 'quantity', was: 100_000, is: 7 }],
      })
      expect(after.counts).toEqual({ unverified: 7, stale: 1, verified: 0, rejected: 0 })
      expect((await queue('?state=stale')).items.length).toBe(1)
    })
  })
}
