import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import type { Authorship, StoredChange } from '../../server/storage/Store.ts'
import { UPKEEP } from '../../server/sync/Upkeep.ts'
import { type CellEdit, ROW_EXISTS, ROW_GONE, type Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { appendRows } from '../../shared/sheet/writeBase.ts'
import { carry, fakeTimers, finished, settle, type TestClient, TestHub } from './harness/TestHub.ts'

const ROWS = Array.from({ length: 260 }, (_, i) => `r${i}`)

let hub: TestHub
let ann: TestClient
let ben: TestClient
const opened: TestClient[] = []

const join = (member: string, role: 'editor' | 'viewer' = 'editor'): TestClient => {
  const client = hub.client(member, role)
  opened.push(client)
  return client
}

const everything = (sheet: SheetDocument): unknown =>
  [...sheet.allRows()].sort().map(row => [row, sheet.cells(row), sheet.isDeleted(row), sheet.order(row)])

const filled = (rows: readonly string[], column: string, value: (i: number) => Scalar): CellEdit[] =>
  rows.map((row, i) => ({ row, column, value: value(i) }))

const of = (history: readonly StoredChange[], row: string, column: string) =>
  history.filter(change => change.row === row && change.column === column)

beforeEach(async () => {
  hub = await TestHub.start(ROWS)
  fakeTimers()
  ann = join('ann')
  ben = join('ben')
  await settle([ann, ben])
})

afterEach(async () => {
  for (const client of opened.splice(0)) client.session.destroy()
  await hub.stop()
  vi.useRealTimers()
})

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

    ben.session.edit([...filled(ROWS, 'note', () => null), ...filled(ROWS.slice(0, 241), 'unit', () => null)])
    await settle([ann, ben])
    expect(hub.log).toMatchObject([{ fields: { reason: 'mass-delete', member: 'ben' } }])
    expect(ann.session.sheet.value('r0', 'note')).toBe(1)
    expect(ben.session.sheet.value('r0', 'note')).toBe(1)
    expect(ben.session.held()).toHaveLength(501)
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
    const cyn = join('cyn')
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
})

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
    const other = join('ann')
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

  it('SYNC-8 a viewer’s edits are refused and nobody sees them', async () => {
    const vera = join('vera', 'viewer')
    await settle([ann, ben, vera])
    expect(vera.session.readOnly).toBe(true)
    vera.session.edit([{ row: 'r1', column: 'note', value: 'I may not' }])
    await settle([ann, ben, vera])
    expect(hub.log).toMatchObject([{ fields: { reason: 'read-only', member: 'vera' } }])
    expect(ann.session.sheet.value('r1', 'note')).toBe(null)
    expect(vera.session.held()).toMatchObject([{ value: 'I may not', code: 'no-right' }])
  })
})

describe('joining and upkeep', () => {
  it('SYNC-17 whoever joins while others type gets everything, whenever it was', async () => {
    const joiners: TestClient[] = []
    for (let i = 0; i < 12; i++) {
      ann.session.edit([{ row: `r${i}`, column: 'note', value: `Ann ${i} ${'x'.repeat(i === 6 ? 9000 : 10)}` }])
      ben.session.edit([{ row: `r${i}`, column: 'unit', value: `Ben ${i}` }])
      const joiner = join(`j${i}`)
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
    const early = join('early')
    await settle([ann, ben, early])
    for (let round = 0; round < 3; round++) {
      ann.session.edit(filled(ROWS.slice(0, 60), 'note', i => `${round} ${i} ${'x'.repeat(9000)}`))
      await settle([ann, ben, early])
      const late = join(`late ${round}`)
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
