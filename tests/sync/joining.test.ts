import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UPKEEP } from '../../server/sync/Upkeep.ts'
import { ROW_EXISTS } from '../../shared/sheet/cell.ts'
import { appendRows } from '../../shared/sheet/writeBase.ts'
import { everything, filled, of, ROWS, Scene } from './harness/Scene.ts'
import { carry, finished, settle, type TestClient, type TestHub } from './harness/TestHub.ts'

let scene: Scene
let hub: TestHub
let ann: TestClient
let ben: TestClient

beforeEach(async () => {
  scene = await Scene.open()
  ;({ hub, ann, ben } = scene)
})

afterEach(() => scene.close())

describe('joining and upkeep', () => {
  it('SYNC-17 whoever joins while others type gets everything, whenever it was', async () => {
    const joiners: TestClient[] = []
    for (let i = 0; i < 12; i++) {
      ann.session.edit([{ row: `r${i}`, column: 'note', value: `Ann ${i} ${'x'.repeat(i === 6 ? 9000 : 10)}` }])
      ben.session.edit([{ row: `r${i}`, column: 'unit', value: `Ben ${i}` }])
      const joiner = scene.join(`j${i}`)
      joiners.push(joiner)
      await Promise.resolve()
      joiner.connect()
      ann.wire?.deliver('up')
      joiner.wire?.deliver('up', i % 3)
      await vi.advanceTimersByTimeAsync(i % 4)
      ben.wire?.deliver('up')
      joiner.wire?.deliver('down', i % 2)
      await vi.advanceTimersByTimeAsync(i % 3)
    }
    await settle([ann, ben, ...joiners])
    const truth = await hub.room.read(everything)
    for (const client of [ann, ben, ...joiners]) {
      expect(everything(client.session.sheet), client.member).toEqual(truth)
      expect(client.session.sheet.doc.store.pendingStructs).toBeNull()
    }
  })

  it('SYNC-17 a joiner gets the updates behind the one encoding, and a new encoding once they are many', async () => {
    const early = scene.join('early')
    await settle([ann, ben, early])
    for (let round = 0; round < 3; round++) {
      ann.session.edit(filled(ROWS.slice(0, 60), 'note', i => `${round} ${i} ${'x'.repeat(9000)}`))
      await settle([ann, ben, early])
      const late = scene.join(`late ${round}`)
      await settle([ann, ben, early, late])
      expect(everything(late.session.sheet)).toEqual(everything(ann.session.sheet))
    }
  })

  it('SYNC-18 a fold in slices keeps what is typed between them', async () => {
    ann.session.edit(filled(ROWS, 'note', i => `before ${i}`))
    await settle([ann, ben])
    const before = hub.room.overlaySize
    expect(before).toBeGreaterThanOrEqual(ROWS.length)
    let ended = false
    const fold = hub
      .upkeep()
      .fold()
      .finally(() => {
        ended = true
      })
    let between = 0
    while (!ended) {
      if (between < 40) {
        ann.session.edit([{ row: `r${between}`, column: 'note', value: `between ${between}` }])
        ben.session.edit([{ row: `r${between}`, column: 'unit', value: `between ${between}` }])
        between++
      }
      for (const client of [ann, ben]) client.wire?.deliver('up')
      await vi.advanceTimersByTimeAsync(1)
    }
    await fold
    await settle([ann, ben])
    expect(between).toBeGreaterThan(3)
    expect(hub.room.generations).toBe(1)
    expect(hub.room.overlaySize).toBeLessThan(before)
    for (const client of [ann, ben]) {
      expect(client.session.saveState().kind).toBe('saved')
      for (let i = 0; i < ROWS.length; i++) {
        expect(client.session.sheet.value(`r${i}`, 'note')).toBe(i < between ? `between ${i}` : `before ${i}`)
        expect(client.session.sheet.value(`r${i}`, 'unit')).toBe(i < between ? `between ${i}` : null)
      }
    }
  })

  it('SYNC-18 upkeep folds a heavy sheet at once, a quiet one from less, and a busy light one not', async () => {
    const fill = async (cells: number): Promise<void> => {
      const edits = Array.from({ length: cells }, (_, i) => ({
        row: `r${i % 260}`,
        column: ['note', 'unit', 'place', 'status'][Math.floor(i / 260)] ?? 'item',
        value: `${cells} ${i}`,
      }))
      ann.session.edit(edits)
      await settle([ann, ben])
    }
    const policy = { ...UPKEEP, foldAt: 700, foldQuietAt: 300, compactAt: { records: 10_000, bytes: 1 << 30 } }
    await fill(400)
    ann.session.edit([{ row: 'r0', column: 'note', value: 'still typing' }])
    await carry([ann, ben])
    const upkeep = hub.upkeep(policy)
    await finished(upkeep.run())
    expect(hub.room.overlaySize, 'light and busy').toBeGreaterThan(300)
    await vi.advanceTimersByTimeAsync(11_000)
    await finished(upkeep.run())
    expect(hub.room.overlaySize, 'quiet').toBe(0)
    await fill(720)
    ann.session.edit([{ row: 'r0', column: 'note', value: 'typing on' }])
    await carry([ann, ben])
    await finished(upkeep.run())
    expect(hub.room.overlaySize, 'heavy').toBe(0)
    await settle([ann, ben])
    expect(everything(ann.session.sheet)).toEqual(await hub.room.read(everything))
  })

  it('SYNC-18 a fold that was cut short is begun again after a restart', async () => {
    ann.session.edit(filled(ROWS, 'note', i => i))
    await settle([ann, ben])
    const fold = hub
      .upkeep()
      .fold()
      .catch((error: unknown) => error)
    for (let i = 0; i < 3; i++) await vi.advanceTimersByTimeAsync(1)
    await finished(hub.restart())
    await fold
    await settle([ann, ben])
    const before = await hub.room.read(everything)
    expect(hub.room.generations).toBeGreaterThan(1)
    await vi.advanceTimersByTimeAsync(11_000)
    await finished(hub.upkeep().run())
    await settle([ann, ben])
    expect(hub.room.generations).toBe(1)
    expect(await hub.room.read(everything)).toEqual(before)
    expect(everything(ben.session.sheet)).toEqual(before)
  })

  it('SYNC-19 what loads from the snapshot that took the log’s place is the same sheet, ids and history included', async () => {
    for (let i = 0; i < 30; i++) {
      ann.session.edit([{ row: `r${i}`, column: 'note', value: `edit ${i}` }])
      await carry([ann, ben])
    }
    const added = ben.session.addRow({ item: 'added' }, 'r3')
    ben.session.deleteRows(['r5'])
    await settle([ann, ben])
    const before = await hub.room.read(everything)
    const history = await hub.history()
    const records = () => hub.store.db.selectFrom('doc_log').select('seq').execute()
    expect((await records()).length).toBeGreaterThan(30)
    await finished(hub.upkeep({ ...UPKEEP, compactAt: { records: 20, bytes: 1 << 30 } }).run())
    expect(await records()).toEqual([])
    expect(hub.room.tail).toEqual({ records: 0, bytes: 0 })
    ann.session.edit([{ row: 'r40', column: 'note', value: 'after' }])
    await settle([ann, ben])
    await finished(hub.restart())
    await settle([ann, ben])
    expect(hub.room.tail.records).toBe(1)
    expect(await hub.room.read(sheet => sheet.value('r40', 'note'))).toBe('after')
    ben.session.edit([{ row: 'r40', column: 'note', value: null }])
    await settle([ann, ben])
    expect(await hub.room.read(everything)).toEqual(before)
    expect((await hub.history()).slice(0, history.length)).toEqual(history)
    expect(ann.session.sheet.cells(added)).toEqual({ item: 'added' })
    expect(hub.metrics.refused).toBe(0)
  })

  it('SYNC-17 SYNC-19 rows the server appends meanwhile reach everybody, those on the way back too', async () => {
    ben.cut()
    ben.session.edit([{ row: 'r1', column: 'note', value: 'offline' }])
    await finished(
      hub.room.write({ member: 'importer', session: 'test' }, sheet => {
        appendRows(sheet, [{ id: 'imported', cells: { item: '防护服', quantity: 20 } }])
        return [{ row: 'imported', column: ROW_EXISTS, old: null, new: true }]
      }),
    )
    ben.online = true
    await settle([ann, ben])
    for (const client of [ann, ben]) {
      expect(client.session.sheet.cells('imported')).toEqual({ item: '防护服', quantity: 20 })
      expect(client.session.sheet.rows().at(-1)).toBe('imported')
    }
    expect(of(await hub.history(), 'imported', ROW_EXISTS)).toMatchObject([{ member: 'importer', new: true }])
  })
})

describe('presence', () => {
  it('SYNC-14 SYNC-16 peers show under the server’s names, where they are, until they leave', async () => {
    ann.session.setCell({ row: 'r1', column: 'note' })
    await settle([ann, ben])
    expect(ben.session.peers()).toMatchObject([
      { name: 'name of ann', color: '#123456', cell: { row: 'r1', column: 'note' } },
    ])
    ann.session.setCell(undefined)
    await settle([ann, ben])
    expect(ben.session.peers()).toMatchObject([{ name: 'name of ann', cell: undefined }])
    ann.cut()
    await settle([ann, ben])
    expect(ben.session.peers()).toEqual([])
    ann.online = true
    await settle([ann, ben])
    expect(ben.session.peers()).toHaveLength(1)
    expect(ann.session.peers()).toMatchObject([{ name: 'name of ben' }])
  })
})
