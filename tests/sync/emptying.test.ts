import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { ROW_EXISTS, type Scalar } from '../../shared/sheet/cell.ts'
import { everything, filled, ROWS, Scene } from './harness/Scene.ts'
import { settle, type TestClient, type TestHub } from './harness/TestHub.ts'

let scene: Scene
let hub: TestHub
let ann: TestClient
let ben: TestClient

beforeEach(async () => {
  scene = await Scene.open()
  ;({ hub, ann, ben } = scene)
})

afterEach(() => scene.close())

describe('emptying', () => {
  it('SYNC-9 600 cells may be written over, 501 not be cleared', async () => {
    ann.session.edit([
      ...filled(ROWS, 'note', i => i),
      ...filled(ROWS, 'unit', i => i),
      ...filled(ROWS, 'place', i => i),
    ])
    await settle([ann, ben])
    ben.session.edit([
      ...filled(ROWS, 'note', i => i + 1),
      ...filled(ROWS, 'unit', i => i + 1),
      ...filled(ROWS, 'place', i => i + 1),
    ])
    await settle([ann, ben])
    expect(hub.log).toEqual([])
    expect(ann.session.sheet.value('r7', 'place')).toBe(8)

    ann.session.edit([...filled(ROWS, 'note', () => null), ...filled(ROWS.slice(0, 241), 'unit', () => null)])
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'mass-delete', member: 'ann' } }])
    expect(ann.session.sheet.value('r0', 'note')).toBe(1)
    expect(ben.session.sheet.value('r0', 'note')).toBe(1)
    expect(ann.session.held()).toHaveLength(501)
  })

  it('SYNC-9 500 cells may be cleared, and a minute later again', async () => {
    ann.session.edit([...filled(ROWS, 'note', i => i), ...filled(ROWS, 'unit', i => i)])
    await settle([ann, ben])
    ben.session.edit([...filled(ROWS, 'note', () => null), ...filled(ROWS.slice(0, 240), 'unit', () => null)])
    await settle([ann, ben])
    await vi.advanceTimersByTimeAsync(61_000)
    ben.session.edit(filled(ROWS.slice(240), 'unit', () => null))
    await settle([ann, ben])
    expect(hub.log).toEqual([])
    expect(await hub.room.read(sheet => ROWS.every(row => sheet.value(row, 'note') === null))).toBe(true)
  })

  it('SYNC-9 a deleted row weighs five cells: 100 go, 101 do not', async () => {
    ann.session.deleteRows(ROWS.slice(0, 100))
    ben.session.deleteRows(ROWS.slice(100, 201))
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'mass-delete', member: 'ben' } }])
    expect(await hub.room.read(sheet => sheet.rowCount)).toBe(160)
    expect(ben.session.sheet.rowCount).toBe(160)
  })

  /** Edits made past the session, as from a script in somebody's browser. */
  const plainly = (client: TestClient, write: (cells: Y.Map<Scalar>) => void): void => {
    const { doc, newest } = client.session.sheet
    if (newest !== undefined) doc.transact(() => write(newest))
  }

  it('SYNC-9 neither does deleting keys get past, nor writing and deleting them in one go', async () => {
    ann.session.edit([...filled(ROWS, 'note', i => i), ...filled(ROWS, 'unit', i => i)])
    await settle([ann, ben])
    const cyn = scene.join('cyn')
    await settle([ann, ben, cyn])
    const keys = ROWS.flatMap(row => [`${row}:note`, `${row}:unit`])
    plainly(ben, cells => {
      for (const key of keys) cells.delete(key)
    })
    plainly(cyn, cells => {
      for (const key of keys) cells.set(key, 'x')
      for (const key of keys) cells.delete(key)
    })
    await settle([ann, ben, cyn])
    expect(hub.log).toMatchObject([
      { fields: { reason: 'mass-delete', member: 'ben' } },
      { fields: { reason: 'mass-delete', member: 'cyn' } },
    ])
    expect(ann.session.sheet.value('r9', 'note')).toBe(9)
  })

  it('SYNC-9 taking away the existence of added rows weighs as much as deleting them', async () => {
    const added = Array.from({ length: 101 }, (_, i) => ann.session.addRow({ item: `added ${i}` }))
    await settle([ann, ben])
    plainly(ben, cells => {
      for (const row of added) cells.delete(`${row}:${ROW_EXISTS}`)
    })
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'mass-delete', member: 'ben' } }])
    expect(added.every(row => ann.session.sheet.has(row))).toBe(true)
  })

  it('SYNC-9 an offline paste that lost everywhere is not taken for emptying', async () => {
    ann.session.edit([...filled(ROWS, 'note', i => i), ...filled(ROWS, 'unit', i => i)])
    await settle([ann, ben])
    ann.cut()
    ann.session.edit([...filled(ROWS, 'note', i => `Ann ${i}`), ...filled(ROWS, 'unit', i => `Ann ${i}`)])
    ben.session.edit([...filled(ROWS, 'note', i => `Ben ${i}`), ...filled(ROWS, 'unit', i => `Ben ${i}`)])
    await settle([ben])
    // What the hub has reaches Ann before she answers for what she wrote.
    Y.applyUpdate(ann.session.sheet.doc, Y.encodeStateAsUpdate(ben.session.sheet.doc))
    ann.online = true
    await settle([ann, ben])
    expect(hub.log).toEqual([])
    expect(ann.session.saveState().kind).toBe('saved')
    expect(everything(ann.session.sheet)).toEqual(everything(ben.session.sheet))
  })

  it('GUARD-1 1,001 cells of others may not be written over within a minute, and nothing of it shows', async () => {
    const columns = ['note', 'unit', 'place', 'requirements']
    ann.session.edit(columns.flatMap(column => filled(ROWS, column, i => i)))
    await settle([ann, ben])
    ben.session.edit(columns.flatMap(column => filled(ROWS.slice(0, 250), column, i => -i - 1)))
    await settle([ann, ben])
    expect(hub.log).toEqual([])
    ben.session.edit([{ row: 'r255', column: 'note', value: 'one more' }])
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'mass-overwrite', member: 'ben' } }])
    expect(ann.session.sheet.value('r255', 'note')).toBe(255)
    expect(ben.session.held()).toMatchObject([{ row: 'r255', value: 'one more', code: 'mass-overwrite' }])
  })

  it('GUARD-2 what one has written oneself may be emptied and written over at any rate', async () => {
    const columns = ['note', 'unit', 'place', 'requirements', 'specification']
    const added = ann.session.change([], { rows: ROWS.map(row => ({ item: `own ${row}` })) })
    ann.session.edit(columns.flatMap(column => filled(ROWS, column, i => i)))
    await settle([ann, ben])
    ann.session.edit(columns.flatMap(column => filled(ROWS, column, i => i + 1)))
    await settle([ann, ben])
    ann.session.edit(columns.flatMap(column => filled(ROWS, column, () => null)))
    ann.session.deleteRows(added)
    await settle([ann, ben])
    expect(hub.log).toEqual([])
    expect(ben.session.sheet.rowCount).toBe(ROWS.length)
    expect(ben.session.sheet.value('r1', 'note')).toBe(null)
  })

  it("GUARD-2 a row of one's own in which a colleague has written is no longer one's own", async () => {
    const added = ann.session.change([], { rows: ROWS.slice(0, 101).map(row => ({ item: `own ${row}` })) })
    await settle([ann, ben])
    ben.session.edit(filled(added, 'note', () => 'from Ben'))
    await settle([ann, ben])
    ann.session.deleteRows(added)
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'mass-delete', member: 'ann' } }])
  })
})
