import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../../shared/sheet/cell.ts'
import { gc, update, value } from './craft.ts'
import { ANN, BEN, GatedSheet, typed } from './GatedSheet.ts'

describe('what an honest member sends', () => {
  it('SYNC-7 a typed cell, an overwritten one and a cleared one come in', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.set('r2', 'quantity', 20)
    ann.set('r1', 'note', 'over Ben')
    ann.set('r0', 'item', null)
    const { touched, dead } = hub.accept(ann.news())
    expect([...touched.keys()].sort()).toEqual(['r0:item', 'r1:note', 'r2:quantity'])
    expect([...touched.values()].map(touches => touches.map(({ value: said, unseen }) => [said, unseen]))).toEqual(
      expect.arrayContaining([[[20, false]], [['over Ben', false]], [[null, false]]]),
    )
    expect(dead).toEqual([])
    expect(hub.sheet.value('r1', 'note')).toBe('over Ben')
  })

  it('SYNC-7 a new row comes in with its cells in whatever order', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.sheet.edit([
      { row: 'new1', column: 'item', value: '口罩' },
      { row: 'new1', column: ROW_ORDER, value: 'e00005' },
      { row: 'new1', column: ROW_EXISTS, value: true },
    ])
    hub.accept(ann.news())
    expect(hub.sheet.cells('new1')).toEqual({ item: '口罩' })
    expect(hub.sheet.rows()).toContain('new1')
  })

  it('SYNC-7 a row is deleted and brought back', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.set('r3', ROW_GONE, true)
    hub.accept(ann.news())
    expect(hub.sheet.rows()).not.toContain('r3')
    ann.set('r3', ROW_GONE, null)
    hub.accept(ann.news())
    expect(hub.sheet.rows()).toContain('r3')
  })

  it('SYNC-5 two tabs of one member come in one update, each building on the other', () => {
    const hub = typed()
    const one = hub.tab(11)
    const other = hub.tab(12)
    for (let i = 0; i < 20; i++) {
      const [from, to] = i % 2 === 0 ? [one, other] : [other, one]
      from.set('r4', 'note', `turn ${i}`)
      from.set(`r${i % 10}`, 'item', `turn ${i}`)
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
    }
    const { ranges } = hub.accept(other.news())
    expect(new Set(ranges.map(({ client }) => client))).toEqual(new Set([11, 12]))
    expect(hub.sheet.value('r4', 'note')).toBe('turn 19')
  })

  it('SYNC-5 what is known already is no edit, and a partly known update is taken from where it is new', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.set('r2', 'note', 'one')
    const early = ann.news()
    hub.accept(early)
    expect(hub.inspect(early)).toMatchObject({ touched: new Map(), deleted: [], ranges: [] })
    ann.set('r2', 'unit', 'two')
    const { ranges } = hub.accept(Y.mergeUpdates([early, ann.news()]))
    expect(ranges).toEqual([{ client: 7, clock: 1, length: 1 }])
  })

  it('SYNC-7 edits reach the older generation while a fold is under way', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.set('r2', 'note', 'into the old one')
    const early = ann.news()
    hub.openFold()
    const { touched, dead } = hub.accept(early)
    expect([...touched.keys()]).toEqual(['r2:note'])
    expect(dead).toEqual([])
    hub.finishFold()
    expect(hub.sheet.value('r2', 'note')).toBe('into the old one')
  })

  it('SYNC-21 edits into a folded generation come in, named by their clocks as dead', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.set('r2', 'note', 'too late')
    ann.set('r0', 'note', 'over my own, too late')
    hub.openFold()
    hub.finishFold()
    const { touched, dead } = hub.accept(ann.news())
    expect(touched.size).toBe(0)
    expect(dead).toEqual([
      { client: 7, clock: 0 },
      { client: 7, clock: 1 },
    ])
    expect(hub.sheet.value('r2', 'note')).toBe(null)
    expect(hub.sheet.value('r0', 'note')).toBe('from Ann')
    expect(hub.doc.store.pendingStructs).toBeNull()
  })

  it('SYNC-21 what a tab collected of its own dead edits comes in as such', () => {
    const hub = typed()
    const ann = hub.tab(7)
    ann.set('r2', 'note', 'too late')
    hub.openFold()
    hub.finishFold()
    ann.pull()
    ann.set('r2', 'note', 'again')
    const { touched } = hub.accept(ann.news())
    expect([...touched.keys()]).toEqual(['r2:note'])
    expect(hub.sheet.value('r2', 'note')).toBe('again')
  })

  it('SYNC-10 an edit that had not seen what it replaces is marked', () => {
    const hub = typed()
    const ann = hub.tab(9_000_000)
    const ben = hub.tab(8_000_000)
    ann.set('r5', 'note', 'Ann')
    ben.set('r5', 'note', 'Ben')
    hub.accept(ann.news(), 'ann')
    const { touched } = hub.accept(ben.news(), 'ben')
    expect(touched.get('r5:note')).toEqual([{ client: 8_000_000, clock: 0, value: 'Ben', unseen: true }])
    expect(hub.sheet.value('r5', 'note')).toBe('Ann')
  })
})

describe('deleting', () => {
  it('SYNC-9 a delete set over the whole sheet names every cell it empties', () => {
    const hub = new GatedSheet(700)
    const ann = hub.tab(ANN)
    ann.sheet.edit(Array.from({ length: 700 }, (_, i) => ({ row: `r${i}`, column: 'note', value: i })))
    hub.accept(ann.news())
    const bytes = update({ deletes: [[ANN, [[0, 700]]]] })
    expect(bytes.length).toBeLessThan(16)
    const verdict = hub.inspect(bytes, { member: 'ben' })
    expect(verdict).toMatchObject({ touched: new Map() })
    expect(typeof verdict === 'object' ? verdict.deleted.length : verdict).toBe(700)
  })

  it('SYNC-9 writing a cell and deleting what one wrote in the same update empties it', () => {
    const hub = typed()
    const plain = hub.tab(7)
    plain.doc.transact(() => {
      plain.sheet.newest?.set('r1:note', 'x')
      plain.sheet.newest?.delete('r1:note')
    })
    const crafted = update({
      structs: [{ client: 8, clock: 0, items: [value({ origin: hub.cellId('r1:note') }, 'x')] }],
      deletes: [
        [8, [[0, 1]]],
        [BEN, [[hub.cellId('r1:note').clock, 1]]],
      ],
    })
    for (const bytes of [plain.news(), crafted]) {
      const verdict = hub.inspect(bytes)
      expect(verdict).toMatchObject({ emptied: ['r1:note'] })
    }
  })

  it('SYNC-9 an edit that had lost before it was sent empties nothing', () => {
    const hub = typed()
    const ann = hub.tab(3000)
    const ben = hub.tab(4000)
    ann.set('r5', 'note', 'Ann')
    ben.set('r5', 'note', 'Ben')
    hub.accept(ben.news(), 'ben')
    ann.pull()
    const { touched, emptied } = hub.accept(ann.news(), 'ann')
    expect(touched.get('r5:note')).toEqual([{ client: 3000, clock: 0, value: undefined, unseen: true }])
    expect(emptied).toEqual([])
    expect(hub.sheet.value('r5', 'note')).toBe('Ben')
  })

  it('SYNC-7 neither the base nor a generation can be deleted', () => {
    const hub = typed()
    const base = hub.sheet.base._map.values().next().value
    for (const id of [base?.id, hub.generationId()])
      expect(hub.inspect(update({ deletes: [[1, [[id?.clock ?? 0, 1]]]] }))).toBe('forbidden-delete')
    expect(hub.inspect(update({ deletes: [[1, [[0, Y.getState(hub.doc.store, 1)]]]] }))).toBe('forbidden-delete')
  })

  it('SYNC-28 the large delete set of an honest history is no emptying', () => {
    const hub = typed()
    const ann = hub.tab(7)
    for (let i = 0; i < 600; i++) ann.set('r2', 'note', `version ${i}`)
    hub.accept(ann.news())
    const verdict = hub.inspect(Y.encodeStateAsUpdate(hub.doc))
    expect(verdict).toMatchObject({ deleted: [], emptied: [], ranges: [] })
  })
})

describe('members without the right to edit', () => {
  it('SYNC-8 may say what is known already, and nothing else', () => {
    const hub = typed()
    const look = { member: 'vera', mayEdit: false }
    expect(typeof hub.inspect(Y.encodeStateAsUpdate(hub.doc), look)).toBe('object')
    const vera = hub.tab(7)
    expect(typeof hub.inspect(vera.news(), look)).toBe('object')
    vera.set('r0', 'note', 'I may not')
    expect(hub.inspect(vera.news(), look)).toBe('read-only')
    expect(hub.inspect(update({ deletes: [[BEN, [[0, 1]]]] }), look)).toBe('read-only')
    expect(hub.inspect(update({ structs: [{ client: 8, clock: 0, items: [gc(1)] }] }), look)).toBe('read-only')
  })

  it('SYNC-8 not with numbers written longer than needed either', () => {
    const hub = typed()
    const vera = hub.tab(7)
    vera.set('r0', 'note', 'I may not')
    const bytes = vera.news()
    const [clients = 0, ...rest] = bytes
    const spelled = Uint8Array.from([clients | 0x80, 0x80, 0x00, ...rest])
    const plain = new Y.Doc()
    Y.applyUpdate(plain, Y.encodeStateAsUpdate(hub.doc))
    Y.applyUpdate(plain, spelled)
    expect(Y.getState(plain.store, 7), 'the spelling is understood').toBe(1)
    expect(hub.inspect(spelled, { member: 'vera', mayEdit: false })).toBe('read-only')
  })
})
