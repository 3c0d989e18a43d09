import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ROW_GONE } from '../../shared/sheet/cell.ts'
import { filled, of, ROWS, Scene } from './harness/Scene.ts'
import { finished, settle, type TestClient, type TestHub } from './harness/TestHub.ts'

let scene: Scene
let hub: TestHub
let ann: TestClient
let ben: TestClient

beforeEach(async () => {
  scene = await Scene.open()
  ;({ hub, ann, ben } = scene)
})

afterEach(() => scene.close())

describe('what the page says about saving', () => {
  it('SYNC-20 an edit counts as unsaved until it is on disk, a cell once', async () => {
    expect(ann.session.saveState()).toEqual({ kind: 'saved', at: undefined })
    ann.session.edit([{ row: 'r1', column: 'note', value: 'a' }])
    ann.session.edit([{ row: 'r1', column: 'note', value: 'b' }])
    ann.session.edit([{ row: 'r2', column: 'note', value: 'c' }])
    expect(ann.session.saveState()).toEqual({ kind: 'saving', count: 2 })
    ann.wire?.deliver('up')
    await vi.advanceTimersByTimeAsync(60)
    expect(of(await hub.history(), 'r1', 'note').map(change => change.new)).toEqual(['a', 'b'])
    expect(ann.session.saveState()).toEqual({ kind: 'saving', count: 2 })
    await settle([ann, ben])
    expect(ann.session.saveState()).toMatchObject({ kind: 'saved', at: expect.any(Number) })
    ann.session.edit([{ row: 'r1', column: 'note', value: 'b' }])
    expect(ann.session.saveState().kind).toBe('saved')
  })

  it('SYNC-20 SYNC-22 offline edits wait, over a closed tab too, and are counted', async () => {
    ann.cut()
    ann.session.edit(filled(ROWS.slice(0, 7), 'note', i => `offline ${i}`))
    expect(ann.session.saveState()).toEqual({ kind: 'waiting', count: 7 })
    ann.reopen()
    await settle([ann, ben])
    expect(ann.session.saveState()).toEqual({ kind: 'waiting', count: 7 })
    expect(ann.session.sheet.value('r3', 'note')).toBe('offline 3')
    ann.online = true
    await settle([ann, ben])
    expect(ann.session.saveState().kind).toBe('saved')
    expect(ben.session.sheet.value('r3', 'note')).toBe('offline 3')
    expect(of(await hub.history(), 'r3', 'note')).toHaveLength(1)
  })

  it('SYNC-22 an edit that was saved without its author hearing of it is not written over a newer value', async () => {
    ann.session.edit([{ row: 'r1', column: 'note', value: 'older' }])
    ann.wire?.deliver('up')
    await vi.advanceTimersByTimeAsync(60)
    ann.cut()
    await settle([ben])
    ben.session.edit([{ row: 'r1', column: 'note', value: 'newer' }])
    await settle([ben])
    await finished(hub.upkeep().fold())
    ann.reopen()
    ann.online = true
    await settle([ann, ben])
    expect(ann.session.saveState().kind).toBe('saved')
    for (const client of [ann, ben]) expect(client.session.sheet.value('r1', 'note')).toBe('newer')
    expect(of(await hub.history(), 'r1', 'note').map(change => change.new)).toEqual(['older', 'newer'])
  })

  it('SYNC-23 refused edits are held over a closed tab until they are written again or dropped', async () => {
    ann.session.deleteRows(ROWS.slice(0, 101))
    await settle([ann, ben])
    expect(ann.session.held()).toHaveLength(101)
    expect(ann.session.held()[0]).toMatchObject({ column: ROW_GONE, value: true, code: 'mass-delete' })
    expect(ann.session.sheet.rowCount).toBe(ROWS.length)
    expect(ann.session.saveState().kind).toBe('saved')
    ann.reopen()
    await settle([ann, ben])
    expect(ann.session.held()).toHaveLength(101)
    const [again, dropped] = ann.session.held()
    ann.session.redoHeld(again?.id ?? '')
    ann.session.dropHeld(dropped?.id ?? '')
    await settle([ann, ben])
    ann.reopen()
    await settle([ann, ben])
    expect(ann.session.held()).toHaveLength(99)
    expect(ben.session.sheet.isDeleted(again?.row ?? '')).toBe(true)
    expect(ben.session.sheet.isDeleted(dropped?.row ?? '')).toBe(false)
  })

  it('SYNC-23 what a refused tab is told to hold is kept on the server as well', async () => {
    ann.session.deleteRows(ROWS.slice(0, 101))
    await settle([ann, ben])
    const kept = await hub.store.db.selectFrom('refused_update').selectAll().execute()
    expect(kept).toMatchObject([{ member_id: 'ann', reason: 'mass-delete' }])
  })

  it('SYNC-24 the page follows a sheet to its new name with its unsaved edits', async () => {
    ann.session.edit([{ row: 'r1', column: 'note', value: 'saved before' }])
    await settle([ann, ben])
    ann.cut()
    ann.session.edit([{ row: 'r2', column: 'note', value: 'not saved yet' }])
    const added = ann.session.addRow({ item: 'added offline' })
    let replaced = 0
    ann.session.onReplaced(() => replaced++)
    await finished(hub.newEdition())
    ann.online = true
    await settle([ann, ben])
    expect(replaced).toBe(1)
    for (const client of [ann, ben]) {
      expect(client.session.saveState().kind).toBe('saved')
      expect(client.session.sheet.value('r1', 'note')).toBe('saved before')
      expect(client.session.sheet.value('r2', 'note')).toBe('not saved yet')
      expect(client.session.sheet.cells(added)).toEqual({ item: 'added offline' })
    }
    expect(of(await hub.history(), 'r2', 'note').map(change => [change.new, change.member])).toEqual([
      ['not saved yet', 'ann'],
    ])
    expect(hub.metrics.refused).toBe(0)
  })

  it('SYNC-24 a sheet that is gone for a member says so, and keeps the edits', async () => {
    ann.cut()
    ann.session.edit([{ row: 'r2', column: 'note', value: 'not saved yet' }])
    ann.gone = true
    await finished(hub.newEdition())
    ann.online = true
    await settle([ann, ben])
    expect(ann.session.saveState()).toEqual({ kind: 'closed', count: 1, code: 'no-such-document' })
  })

  it('SYNC-24 a sheet nobody could be asked about is not gone: the page asks again by itself', async () => {
    ann.cut()
    ann.session.edit([{ row: 'r2', column: 'note', value: 'not saved yet' }])
    ann.reachable = false
    await finished(hub.newEdition())
    ann.online = true
    await settle([ann, ben])
    expect(ann.session.saveState()).toEqual({ kind: 'notSaved', count: 1, code: 'unavailable' })
    ann.reachable = true
    await vi.advanceTimersByTimeAsync(10_000)
    await settle([ann, ben])
    expect(ann.session.saveState().kind).toBe('saved')
    expect(ben.session.sheet.value('r2', 'note')).toBe('not saved yet')
  })

  it('SYNC-8 a viewer’s edits are refused and nobody sees them', async () => {
    const vera = scene.join('vera', 'viewer')
    await settle([ann, ben, vera])
    expect(vera.session.readOnly).toBe(true)
    vera.session.edit([{ row: 'r1', column: 'note', value: 'I may not' }])
    await settle([ann, ben, vera])
    expect(hub.log).toMatchObject([{ fields: { reason: 'read-only', member: 'vera' } }])
    expect(ann.session.sheet.value('r1', 'note')).toBe(null)
    expect(vera.session.held()).toMatchObject([{ value: 'I may not', code: 'no-right' }])
  })
})
