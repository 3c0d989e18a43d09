import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Authorship } from '../../server/storage/Store.ts'
import { of, Scene } from './harness/Scene.ts'
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

describe('the history', () => {
  it('SYNC-10 every change has old and new value, member, time, seq and the edit’s identity', async () => {
    const at = Date.now()
    ann.session.edit([{ row: 'r1', column: 'note', value: '口罩' }])
    await settle([ann, ben])
    ben.session.edit([{ row: 'r1', column: 'note', value: null }])
    await settle([ann, ben])
    const [first, second] = of(await hub.history(), 'r1', 'note')
    const client = ann.session.sheet.doc.clientID
    expect(first).toMatchObject({ old: null, new: '口罩', member: 'ann', won: true, unseen: false, client, clock: 0 })
    expect(second).toMatchObject({ old: '口罩', new: null, member: 'ben', won: true, unseen: false })
    expect(first?.at).toBeGreaterThanOrEqual(at)
    expect(second?.seq).toBe((first?.seq ?? 0) + 1)
  })

  it('SYNC-10 SHEET-10 of two edits that had not seen each other both are kept, and the cell is marked', async () => {
    ann.cut()
    ben.cut()
    ann.session.edit([{ row: 'r1', column: 'note', value: 'Ann' }])
    ben.session.edit([{ row: 'r1', column: 'note', value: 'Ben' }])
    ann.online = true
    await settle([ann])
    ben.online = true
    await settle([ann, ben])
    const shown = await hub.room.read(sheet => sheet.value('r1', 'note'))
    expect([ann.session.sheet.value('r1', 'note'), ben.session.sheet.value('r1', 'note')]).toEqual([shown, shown])
    const changes = of(await hub.history(), 'r1', 'note')
    expect(changes.map(change => [change.member, change.old, change.new, change.unseen])).toEqual([
      ['ann', null, 'Ann', false],
      ['ben', 'Ann', 'Ben', true],
    ])
    expect(changes[1]?.won).toBe(shown === 'Ben')
  })

  it('SYNC-10 texts with anything in them are kept as they are', async () => {
    const odd = [
      '',
      ' ',
      '\0',
      'a\0b',
      '\u2028',
      '"\\',
      '😷',
      '\uFEFF口罩',
      '=1+1',
      'x'.repeat(10_000),
      '\r\n',
      "'; drop table",
    ]
    ann.session.edit(odd.map((value, i) => ({ row: `r${i}`, column: 'note', value })))
    ann.session.edit([
      { row: 'r100', column: 'note', value: -0.1 },
      { row: 'r101', column: 'note', value: Number.MAX_SAFE_INTEGER },
      { row: 'r102', column: 'note', value: 1e-300 },
      { row: 'r103', column: 'note', value: false },
    ])
    await settle([ann, ben])
    const history = await hub.history()
    for (const [i, value] of odd.entries()) {
      expect(ben.session.sheet.value(`r${i}`, 'note')).toBe(value)
      expect(of(history, `r${i}`, 'note').map(change => change.new)).toEqual([value])
    }
    expect(['r100', 'r101', 'r102', 'r103'].map(row => of(history, row, 'note')[0]?.new)).toEqual([
      -0.1,
      Number.MAX_SAFE_INTEGER,
      1e-300,
      false,
    ])
    await finished(hub.restart())
    await settle([ann, ben])
    for (const [i, value] of odd.entries())
      expect(await hub.room.read(sheet => sheet.value(`r${i}`, 'note'))).toBe(value)
  })

  it('SYNC-10 SYNC-22 two tabs of one member that come in one update have a row each, and each struct its author', async () => {
    const other = scene.join('ann')
    await settle([ann, ben, other])
    ann.cut()
    other.cut()
    ann.session.edit([{ row: 'r1', column: 'note', value: 'one tab' }])
    // A tab finds what the tabs before it have kept on the device.
    Y.applyUpdate(other.session.sheet.doc, Y.encodeStateAsUpdate(ann.session.sheet.doc))
    other.session.edit([
      { row: 'r1', column: 'note', value: 'other tab' },
      { row: 'r2', column: 'note', value: 'other tab too' },
    ])
    other.online = true
    await settle([other, ben])
    const history = await hub.history()
    const tabs = [ann, other].map(tab => tab.session.sheet.doc.clientID)
    expect(of(history, 'r1', 'note')).toMatchObject([
      { member: 'ann', client: tabs[0], won: false },
      { member: 'ann', client: tabs[1], new: 'other tab', won: true },
    ])
    expect(of(history, 'r2', 'note')).toMatchObject([{ new: 'other tab too', member: 'ann', client: tabs[1] }])
    const [record] = await hub.store.db.selectFrom('doc_log').selectAll().orderBy('seq', 'desc').limit(1).execute()
    const authors = JSON.parse(String(record?.authors)) as Authorship[]
    expect(new Set(authors.map(({ client }) => client))).toEqual(new Set(tabs))
    expect(authors.every(({ member, session }) => member === 'ann' && session === 'session of ann')).toBe(true)
    const bindings = await hub.store.db.selectFrom('client_binding').selectAll().execute()
    for (const tab of tabs) expect(bindings).toContainEqual(expect.objectContaining({ client: tab, member_id: 'ann' }))
    // The first tab comes back and asks about its edit: it is not written over the newer one.
    ann.online = true
    await settle([ann, ben, other])
    for (const client of [ann, ben, other]) {
      expect(client.session.saveState().kind).toBe('saved')
      expect(client.session.sheet.value('r1', 'note')).toBe('other tab')
    }
  })

  it('SYNC-6 after a restart a client id is still its member’s', async () => {
    ann.session.edit([{ row: 'r1', column: 'note', value: 'mine' }])
    await settle([ann, ben])
    await finished(hub.restart())
    await settle([ann, ben])
    // Ben writes on with Ann's id.
    const { doc } = ben.session.sheet
    const own = doc.clientID
    doc.clientID = ann.session.sheet.doc.clientID
    ben.session.sheet.newest?.set('r2:note', 'in Ann’s name')
    doc.clientID = own
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'forged-client', member: 'ben' } }])
    expect(ann.session.sheet.value('r2', 'note')).toBe(null)
  })
})
