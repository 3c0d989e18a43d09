import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoredChange } from '../../server/storage/Store.ts'
import { type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import { appendRows } from '../../shared/sheet/writeBase.ts'
import { Faults } from './harness/Faults.ts'
import { carry, fakeTimers, SHEET, settle, type TestClient, TestHub } from './harness/TestHub.ts'

const ROWS = Array.from({ length: 24 }, (_, i) => `r${i}`)
const IMPORTER = { member: 'importer', session: 'test' }

/** How a disk says no, and what members are told. */
const REFUSALS: readonly { readonly error: Error; readonly code: ErrorCode }[] = [
  { error: new HubError('disk-full'), code: 'disk-full' },
  { error: new HubError('not-saved'), code: 'not-saved' },
  { error: new Error('EIO: i/o error, fdatasync'), code: 'not-saved' },
]

let faults: Faults
let hub: TestHub
let ann: TestClient
let ben: TestClient

const of = (history: readonly StoredChange[], row: string, column: string): unknown[] =>
  history.filter(change => change.row === row && change.column === column).map(change => change.new)

async function start(): Promise<void> {
  faults = new Faults()
  hub = await TestHub.start(ROWS, faults.wrap)
  fakeTimers()
  ann = hub.client('ann')
  ben = hub.client('ben')
  await settle([ann, ben])
}

async function stop(): Promise<void> {
  for (const client of [ann, ben]) client.session.destroy()
  await hub.stop()
  vi.useRealTimers()
}

describe('a disk that refuses', () => {
  beforeEach(start)
  afterEach(stop)

  for (let n = 1; n <= 20; n++)
    it(`SYNC-25 SYNC-20 nobody is shown what append ${n} did not save, and it arrives by itself afterwards`, async () => {
      const refusal = REFUSALS[n % REFUSALS.length]
      if (refusal === undefined) throw new Error('no refusal')
      faults.refuse(n, refusal.error)
      const writers = [ann, ben]
      for (let i = 1; i <= n; i++) {
        const writer = writers[i % 2]
        writer?.session.edit([{ row: `r${i}`, column: 'note', value: `edit ${i}` }])
        await carry([ann, ben])
        if (i < n) expect(ann.session.sheet.value(`r${i}`, 'note')).toBe(`edit ${i}`)
      }
      const [writer, other] = n % 2 === 0 ? [ann, ben] : [ben, ann]
      await settle([ann, ben])

      expect(faults.appends).toBe(n)
      expect(other.session.sheet.value(`r${n}`, 'note')).toBe(null)
      expect(writer.session.sheet.value(`r${n}`, 'note')).toBe(`edit ${n}`)
      expect(writer.session.saveState()).toEqual({ kind: 'notSaved', count: 1, code: refusal.code })
      expect(other.session.saveState()).toEqual({ kind: 'notSaved', count: 0, code: refusal.code })
      await expect(hub.room.read(sheet => sheet.rowCount)).rejects.toMatchObject({ code: refusal.code })
      expect(of(await hub.store.history({ sheet: SHEET, limit: 1000 }), `r${n}`, 'note')).toEqual([])
      // What is typed meanwhile waits too.
      other.session.edit([{ row: 'r0', column: 'unit', value: '箱' }])
      expect(other.session.saveState()).toEqual({ kind: 'notSaved', count: 1, code: refusal.code })

      expect(faults.probes).toBeGreaterThan(0)
      faults.release()
      await settle([ann, ben])
      await settle([ann, ben])

      const history = await hub.store.history({ sheet: SHEET, limit: 1000 })
      for (const client of [ann, ben]) {
        expect(client.session.saveState().kind).toBe('saved')
        for (let i = 1; i <= n; i++) expect(client.session.sheet.value(`r${i}`, 'note')).toBe(`edit ${i}`)
        expect(client.session.sheet.value('r0', 'unit')).toBe('箱')
      }
      for (let i = 1; i <= n; i++) expect(of(history, `r${i}`, 'note')).toEqual([`edit ${i}`])
      expect(of(history, 'r0', 'unit')).toEqual(['箱'])
      expect(hub.metrics).toMatchObject({ failures: 1, refused: 0 })
      expect(hub.log.map(({ message }) => message)).toEqual([
        'not saved; the room stops until the disk takes writes again',
        'the disk takes writes again; the room is open',
      ])
    })

  it('SYNC-25 a write of the server fails for its caller, and is not half there', async () => {
    faults.refuse(1, new HubError('disk-full'))
    const write = hub.room.write(IMPORTER, sheet => {
      appendRows(sheet, [{ id: 'imported', cells: { item: '口罩' } }])
      return [{ row: 'imported', column: '_row', old: null, new: true }]
    })
    const failed = expect(write).rejects.toMatchObject({ code: 'disk-full' })
    await settle([ann, ben])
    await failed
    await expect(hub.room.write(IMPORTER, () => [])).rejects.toMatchObject({ code: 'disk-full' })
    expect(ann.session.sheet.has('imported')).toBe(false)
    faults.release()
    await settle([ann, ben])
    await settle([ann, ben])
    expect(await hub.room.read(sheet => sheet.has('imported'))).toBe(false)
    expect(ann.session.sheet.has('imported')).toBe(false)
    expect(of(await hub.store.history({ sheet: SHEET, limit: 1000 }), 'imported', '_row')).toEqual([])
  })

  it('SYNC-25 a write of the server that throws half-way leaves nothing of itself', async () => {
    const write = hub.room.write(IMPORTER, sheet => {
      appendRows(sheet, [{ id: 'half', cells: { item: '口罩' } }])
      throw new HubError('too-large')
    })
    const failed = expect(write).rejects.toMatchObject({ code: 'too-large' })
    await settle([ann, ben])
    await failed
    await settle([ann, ben])
    expect(await hub.room.read(sheet => sheet.has('half'))).toBe(false)
    for (const client of [ann, ben]) {
      expect(client.session.sheet.has('half')).toBe(false)
      expect(client.session.saveState().kind).toBe('saved')
    }
  })

  it('SYNC-25 a tab that was closed while nothing was saved brings its edits when it is opened again', async () => {
    faults.refuse(1, new HubError('disk-full'))
    ann.session.edit([{ row: 'r3', column: 'note', value: 'typed before closing' }])
    await settle([ann, ben])
    ann.reopen()
    await settle([ann, ben])
    faults.release()
    await settle([ann, ben])
    await settle([ann, ben])
    expect(ben.session.sheet.value('r3', 'note')).toBe('typed before closing')
    expect(of(await hub.store.history({ sheet: SHEET, limit: 1000 }), 'r3', 'note')).toEqual(['typed before closing'])
    expect(ann.session.saveState().kind).toBe('saved')
  })

  it('SYNC-25 edits of a client that does not come back are kept apart', async () => {
    faults.refuse(1, new HubError('disk-full'))
    ann.session.edit([{ row: 'r3', column: 'note', value: 'only here' }])
    await carry([ann, ben])
    ann.cut()
    faults.release()
    await settle([ben])
    const kept = await hub.store.db.selectFrom('refused_update').selectAll().execute()
    expect(kept).toMatchObject([{ member_id: 'ann', reason: 'disk-full' }])
    expect(Buffer.from(kept[0]?.body ?? []).includes('only here')).toBe(true)
  })
})

describe('a disk that does not answer', () => {
  beforeEach(start)
  afterEach(stop)

  it('SYNC-27 while a commit is in flight nobody sees anything of it: no reader, no joiner, no state vector, no read', async () => {
    faults.stick()
    ann.session.edit([{ row: 'r3', column: 'note', value: 'in flight' }])
    await carry([ann, ben])
    const cyn = hub.client('cyn')
    ben.cut()
    ben.online = true
    let read: unknown = 'nothing yet'
    void hub.room
      .read(sheet => sheet.value('r3', 'note'))
      .then(value => {
        read = value
      })
    await settle([ann, ben, cyn])

    expect(faults.appends).toBeGreaterThan(0)
    expect(read).toBe('nothing yet')
    expect(cyn.session.sheet.generation).toBe(0)
    expect(cyn.session.saveState().kind).toBe('opening')
    expect(ben.session.sheet.value('r3', 'note')).toBe(null)
    expect(ann.session.saveState()).toEqual({ kind: 'saving', count: 1 })

    faults.release()
    await settle([ann, ben, cyn])
    expect(read).toBe('in flight')
    for (const client of [ann, ben, cyn]) {
      expect(client.session.sheet.value('r3', 'note')).toBe('in flight')
      expect(client.session.saveState().kind).toBe('saved')
    }
    cyn.session.destroy()
  })

  it('SYNC-25 SYNC-27 and if it fails after all, those who waited are told and see nothing of it', async () => {
    faults.stick()
    ann.session.edit([{ row: 'r3', column: 'note', value: 'in flight' }])
    await carry([ann, ben])
    const cyn = hub.client('cyn')
    const read = expect(hub.room.read(sheet => sheet.value('r3', 'note'))).rejects.toMatchObject({ code: 'disk-full' })
    await carry([ann, ben, cyn])
    faults.break(new HubError('disk-full'))
    await settle([ann, ben, cyn])
    await read
    expect(cyn.session.sheet.has('r3')).toBe(false)
    expect(ben.session.sheet.value('r3', 'note')).toBe(null)
    faults.release()
    await settle([ann, ben, cyn])
    await settle([ann, ben, cyn])
    for (const client of [ann, ben, cyn]) expect(client.session.sheet.value('r3', 'note')).toBe('in flight')
    cyn.session.destroy()
  })

  it('SYNC-4 a damaged state vector in the middle of a commit ends its own connection only', async () => {
    faults.stick()
    ann.session.edit([{ row: 'r3', column: 'note', value: 'in flight' }])
    await carry([ann, ben])
    ben.wire?.queue('up', Buffer.from([0, 0, 2, 0x80, 0x80]))
    await carry([ben])
    faults.release()
    await settle([ann])
    expect(ben.session.saveState()).toMatchObject({ kind: 'closed', code: 'malformed' })
    expect(ann.session.saveState().kind).toBe('saved')
    expect(await hub.room.read(sheet => sheet.value('r3', 'note'))).toBe('in flight')
  })
})
