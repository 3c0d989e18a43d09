import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../../shared/sheet/cell.ts'
import { CONTENT, type Craft, deleted, gc, item, type Place, skip, update, value } from './craft.ts'
import { GatedSheet } from './GatedSheet.ts'

const ANN = 1001
const BEN = 2002
/** One struct of Ann's at the start of her clock. */
const first = (...items: readonly Craft[]) => update({ structs: [{ client: ANN, clock: 0, items }] })

/** A sheet in which Ann and Ben have typed something. */
function typed(rows = 10): GatedSheet {
  const hub = new GatedSheet(rows)
  const ann = hub.tab(ANN)
  ann.set('r0', 'note', 'from Ann')
  hub.accept(ann.news(), 'ann')
  const ben = hub.tab(BEN)
  ben.set('r1', 'note', 'from Ben')
  hub.accept(ben.news(), 'ben')
  return hub
}

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

describe('updates that would cost more than they are worth', () => {
  it('SYNC-5 seven bytes that announce 33 million structs are malformed and allocate nothing', () => {
    const hub = typed()
    const bytes = Uint8Array.from([1, 0x80, 0x80, 0x80, 0x10, 1, 0])
    const before = process.memoryUsage()
    expect(hub.inspect(bytes)).toBe('malformed')
    const after = process.memoryUsage()
    expect(after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers).toBeLessThan(16 << 20)
  })

  it('SYNC-5 a few bytes that stand for millions of deleted characters cost no more than their number of structs', () => {
    const hub = typed()
    const cell = hub.cellId('r0:note')
    const items = Array.from({ length: 200 }, (_, i) =>
      deleted({ origin: i === 0 ? cell : { client: 7, clock: i * 100_000 - 1 } }, 100_000),
    )
    const before = process.memoryUsage().heapUsed
    const verdict = hub.inspect(update({ structs: [{ client: 7, clock: 0, items }] }))
    expect(typeof verdict).toBe('object')
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 << 20)
  })

  it('SYNC-5 a delete set that goes over the same ground again and again is malformed', () => {
    const hub = typed()
    const known = Y.getState(hub.doc.store, ANN)
    expect(hub.inspect(update({ deletes: [[ANN, Array.from({ length: 1000 }, () => [0, known] as const)]] }))).toBe(
      'malformed',
    )
    expect(
      hub.inspect(
        update({
          deletes: [
            [ANN, [[0, known]]],
            [BEN, [[0, 1]]],
            [ANN, [[0, known]]],
          ],
        }),
      ),
    ).toBe('malformed')
  })

  it('SYNC-5 more client ids than anybody has tabs are malformed', () => {
    const hub = typed()
    const parent = hub.generationId()
    const structs = Array.from({ length: 5000 }, (_, i) => ({
      client: 10_000 + i,
      clock: 0,
      items: [value({ parent, key: 'r9:note' }, 'x')],
    }))
    expect(hub.inspect(update({ structs }))).toBe('malformed')
    expect(typeof hub.inspect(update({ structs: structs.slice(0, 50) }))).toBe('object')
  })

  it('SYNC-5 2,000 orphans are refused one by one and leave nothing behind', () => {
    const hub = typed()
    for (let i = 0; i < 2000; i++)
      expect(
        hub.inspect(
          update({
            structs: [
              { client: 5000 + i, clock: 9, items: [value({ parent: hub.generationId(), key: 'r0:note' }, 'x')] },
            ],
          }),
        ),
      ).toBe('gap')
    expect(hub.doc.store.pendingStructs).toBeNull()
    expect(hub.doc.store.clients.size).toBe(3)
  })

  for (const [name, bytes] of [
    ['nothing', []],
    ['a lone zero', [0]],
    ['a struct count without structs', [1]],
    ['random bytes', [0x99, 0x12, 0xfe, 0xff, 0x03]],
    ['a truncated varint', [0x80]],
    ['a varint over 2^53', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['an unknown content kind', [1, 1, 7, 0, 31 | 0x20, 1, 1, 0x78, 1, 0x78, 0]],
  ] as const)
    it(`SYNC-5 ${name} is malformed`, () => {
      expect(typed().inspect(Uint8Array.from(bytes))).toBe('malformed')
    })

  it('SYNC-5 a text that is no UTF-8 is malformed', () => {
    const hub = typed()
    const bytes = first(value({ parent: hub.generationId(), key: 'r0:note' }, 'QQQQ'))
    const at = bytes.indexOf(0x51)
    bytes.set([0xc3, 0x28, 0xa0, 0xa1], at)
    expect(hub.inspect(bytes)).toBe('malformed')
  })
})

describe('updates that lie about clocks and ids', () => {
  it('SYNC-6 nobody writes with the id of another, nor of the server', () => {
    const hub = typed()
    const forged = (client: number) =>
      update({
        structs: [
          {
            client,
            clock: Y.getState(hub.doc.store, client),
            items: [value({ parent: hub.generationId(), key: 'r5:note' }, 'not mine')],
          },
        ],
      })
    expect(hub.inspect(forged(ANN), { member: 'ben' })).toBe('forged-client')
    expect(hub.inspect(forged(1), { member: 'ben' })).toBe('forged-client')
    expect(typeof hub.inspect(forged(ANN), { member: 'ann' })).toBe('object')
  })

  it('SYNC-6 a collected struct with the id of another is forged too', () => {
    const hub = typed()
    const bytes = update({ structs: [{ client: ANN, clock: Y.getState(hub.doc.store, ANN), items: [gc(1)] }] })
    expect(hub.inspect(bytes, { member: 'ben' })).toBe('forged-client')
  })

  it('SYNC-5 one struct cannot use up the clock of an id', () => {
    const hub = typed()
    const bytes = update({ structs: [{ client: 9001, clock: 0, items: [gc(Number.MAX_SAFE_INTEGER)] }] })
    expect(bytes.length).toBeLessThan(20)
    expect(hub.inspect(bytes)).toBe('clock-overflow')
    expect(
      hub.inspect(
        update({
          structs: [
            { client: 9001, clock: 0, items: [deleted({ parent: hub.generationId(), key: 'r0:note' }, 2 ** 40)] },
          ],
        }),
      ),
    ).toBe('clock-overflow')
  })

  it('SYNC-5 gaps and skips are refused', () => {
    const hub = typed()
    const place = { parent: hub.generationId(), key: 'r5:note' }
    expect(hub.inspect(update({ structs: [{ client: 7, clock: 3, items: [value(place, 'x')] }] }))).toBe('gap')
    expect(
      hub.inspect(
        update({ structs: [{ client: 7, clock: 0, items: [value(place, 'x'), skip(2), value(place, 'y')] }] }),
      ),
    ).toBe('gap')
  })

  it('SYNC-5 what builds on something unknown is refused, to the left and to the right', () => {
    const hub = typed()
    const unknown = { client: 4711, clock: 5 }
    const cell = hub.cellId('r0:note')
    for (const place of [
      { origin: unknown },
      { rightOrigin: unknown },
      { origin: cell, rightOrigin: unknown },
      { origin: unknown, rightOrigin: cell },
      { parent: unknown, key: 'r0:note' },
      { origin: { client: ANN, clock: cell.clock + 50 } },
      { origin: { client: 7, clock: 3 } },
    ])
      expect(
        hub.inspect(update({ structs: [{ client: 7, clock: 0, items: [value(place, 'x')] }] })),
        JSON.stringify(place),
      ).toBe('missing-dependency')
  })

  it('SYNC-5 what is known already may not be told as building on something unknown, nor under another root', () => {
    const hub = typed()
    const again = (place: Place) => update({ structs: [{ client: BEN, clock: 0, items: [value(place, 'x')] }] })
    expect(hub.inspect(again({ origin: { client: 4711, clock: 0 } }), { member: 'ben' })).toBe('missing-dependency')
    expect(hub.inspect(again({ parent: { client: 4711, clock: 0 }, key: 'r0:note' }))).toBe('missing-dependency')
    expect(hub.inspect(again({ parent: 'attic', key: 'r0:note' }))).toBe('foreign-root')
  })

  it('SYNC-5 one client comes in one piece: of several Yjs would keep the last and wait for the others', () => {
    const hub = typed()
    const place = { parent: hub.generationId(), key: 'r5:note' }
    const one = { client: 7, clock: 0, items: [value(place, 'x')] }
    const other = { client: 7, clock: 1, items: [value({ ...place, key: 'r6:note' }, 'y')] }
    expect(hub.inspect(update({ structs: [one, other] }))).toBe('malformed')
    expect(hub.inspect(update({ structs: [one, { client: 8, clock: 0, items: [] }] }))).toBe('malformed')
  })

  it('SYNC-5 two structs that wait for each other are refused', () => {
    const hub = typed()
    expect(
      hub.inspect(
        update({
          structs: [
            { client: 71, clock: 0, items: [value({ origin: { client: 72, clock: 0 } }, 'x')] },
            { client: 72, clock: 0, items: [value({ origin: { client: 71, clock: 0 } }, 'y')] },
          ],
        }),
      ),
    ).toBe('missing-dependency')
  })

  it('SYNC-5 a delete set beyond what there is is refused, so that it cannot kill what comes later', () => {
    const hub = typed()
    const bytes = update({ deletes: [[ANN, [[0, 2 ** 31]]]] })
    expect(bytes.length).toBeLessThan(16)
    expect(hub.inspect(bytes)).toBe('future-delete')
    expect(hub.inspect(update({ deletes: [[4711, [[0, 1]]]] }))).toBe('future-delete')
    expect(hub.inspect(update({ deletes: [[ANN, [[Number.MAX_SAFE_INTEGER, 1]]]] }))).toBe('future-delete')
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

describe('where members may write', () => {
  it('SYNC-7 no root is written into: not the base, not the generations, not a new one', () => {
    const hub = typed()
    for (const root of ['base', 'gens', 'desk', '', '__proto__', 'constructor'])
      expect(
        hub.inspect(
          update({ structs: [{ client: 7, clock: 0, items: [value({ parent: root, key: 'r0:note' }, 'x')] }] }),
        ),
        root,
      ).toBe('foreign-root')
    expect(hub.doc.share.size).toBe(2)
  })

  it('SYNC-7 no generation is opened by a member', () => {
    const hub = typed()
    const rogue = hub.tab(7)
    rogue.doc.getMap('gens').set('2', new Y.Map())
    expect(hub.inspect(rogue.news())).toBe('foreign-root')
  })

  it('SYNC-7 a base block is not overwritten, neither by key nor by way of its item', () => {
    const hub = typed()
    const rogue = hub.tab(7)
    for (const block of rogue.sheet.base.keys()) rogue.sheet.base.set(block, '{"columns":[],"rows":[]}')
    expect(hub.inspect(rogue.news())).toBe('bad-parent')
    const id = [...hub.sheet.base._map.values()][0]?.lastId
    expect(
      hub.inspect(
        update({
          structs: [{ client: 8, clock: 0, items: [value({ rightOrigin: id ?? { client: 0, clock: 0 } }, 'x')] }],
        }),
      ),
    ).toBe('bad-parent')
  })

  for (const key of [
    'r0',
    ':note',
    'r0:',
    'r0:unknownColumn',
    'r0:_unknown',
    'r0:note:note',
    'nobody:note',
    'r0:__proto__',
    'r0:constructor',
    'r0:prototype',
    '__proto__',
    'constructor',
    '__proto__:note',
    'constructor:note',
    `${'r'.repeat(41)}:note`,
    `r0:${'n'.repeat(200)}`,
    'r 0:note',
    'r0:note\0',
    '',
  ])
    it(`SYNC-7 the key ${JSON.stringify(key.slice(0, 30))} is refused`, () => {
      const hub = typed()
      expect(
        hub.inspect(
          update({ structs: [{ client: 7, clock: 0, items: [value({ parent: hub.generationId(), key }, 'x')] }] }),
        ),
      ).toBe('bad-key')
    })

  it('SYNC-7 no row is added under a name every object has, and nothing is polluted', () => {
    const hub = typed()
    const parent = hub.generationId()
    for (const row of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect(
        hub.inspect(
          update({
            structs: [
              {
                client: 7,
                clock: 0,
                items: [
                  value({ parent, key: `${row}:${ROW_EXISTS}` }, true),
                  value({ parent, key: `${row}:note` }, 'x'),
                ],
              },
            ],
          }),
        ),
        row,
      ).toBe('bad-key')
    expect(({} as { note?: unknown }).note).toBeUndefined()
    expect(hub.sheet.has('__proto__')).toBe(false)
  })

  for (const [name, said] of [
    ['a list', [1]],
    ['an object', { a: 1 }],
    ['an object that pretends to be a prototype', JSON.parse('{"__proto__": {"role": "admin"}}')],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a bigint', 12n],
    ['bytes', Uint8Array.from([1, 2])],
    ['undefined', undefined],
    ['a text over the limit', 'x'.repeat(10_001)],
    ['a text of a megabyte', 'x'.repeat(1 << 20)],
    ['a list 1,000 deep', Array.from({ length: 1000 }).reduce<unknown>(inner => [inner], 1)],
  ] as const)
    it(`SYNC-7 ${name} is no value`, () => {
      const hub = typed()
      expect(
        hub.inspect(
          update({
            structs: [{ client: 7, clock: 0, items: [value({ parent: hub.generationId(), key: 'r0:note' }, said)] }],
          }),
        ),
      ).toBe('bad-value')
      expect(({} as { role?: unknown }).role).toBeUndefined()
    })

  it('SYNC-5 a value too deep to be read is malformed', () => {
    const hub = typed()
    const deep = Uint8Array.from(Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 117 : 1)))
    const raw: Craft = item({ parent: hub.generationId(), key: 'r0:note' }, CONTENT.any, encoder => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeUint8Array(encoder, deep)
    })
    expect(hub.inspect(update({ structs: [{ client: 7, clock: 0, items: [raw] }] }))).toBe('malformed')
  })

  it('SYNC-7 two values in one struct are no cell', () => {
    const hub = typed()
    expect(
      hub.inspect(
        update({
          structs: [{ client: 7, clock: 0, items: [value({ parent: hub.generationId(), key: 'r0:note' }, 'a', 'b')] }],
        }),
      ),
    ).toBe('bad-value')
  })

  it('SYNC-7 nothing nested: no map, list, text, XML or document, and nothing inside of one', () => {
    const hub = typed()
    for (const make of [() => new Y.Map(), () => new Y.Array(), () => new Y.Text('x'), () => new Y.XmlFragment()]) {
      const rogue = hub.tab(7)
      rogue.sheet.newest?.set('r0:note', make() as never)
      expect(hub.inspect(rogue.news())).toBe('nested-type')
    }
    const subdoc = hub.tab(7)
    subdoc.sheet.newest?.set('r0:note', new Y.Doc() as never)
    expect(hub.inspect(subdoc.news())).toBe('bad-content')
    const bytes = hub.tab(7)
    bytes.sheet.newest?.set('r0:note', Uint8Array.from([1]) as never)
    expect(hub.inspect(bytes.news())).toBe('bad-content')
    const within = hub.tab(7)
    const map = new Y.Map()
    within.sheet.newest?.set('r0:note', map as never)
    map.set('r1:note', 'x')
    expect(hub.inspect(within.news())).toBe('nested-type')
    expect(hub.doc.subdocs.size).toBe(0)
  })

  it('SYNC-7 nothing nested is smuggled into a folded generation either', () => {
    const hub = typed()
    const rogue = hub.tab(7)
    rogue.sheet.newest?.set('r0:unit', new Y.Doc() as never)
    const map = hub.tab(8)
    map.sheet.newest?.set('r0:unit', new Y.Map() as never)
    hub.openFold()
    hub.finishFold()
    expect(hub.inspect(rogue.news())).toBe('bad-content')
    expect(hub.inspect(map.news())).toBe('nested-type')
  })

  it('SYNC-7 a generation is a map of cells, not a list', () => {
    const hub = typed()
    expect(
      hub.inspect(update({ structs: [{ client: 7, clock: 0, items: [value({ parent: hub.generationId() }, 'x')] }] })),
    ).toBe('bad-parent')
    expect(
      hub.inspect(
        update({
          structs: [
            {
              client: 7,
              clock: 0,
              items: [
                item({ parent: hub.generationId(), key: 'r0:note' }, CONTENT.text, encoder =>
                  encoding.writeVarString(encoder, 'x'),
                ),
              ],
            },
          ],
        }),
      ),
    ).toBe('bad-content')
  })

  it('SYNC-7 the reserved columns hold what they are for', () => {
    const hub = typed()
    const said = (column: string, to: unknown) =>
      hub.inspect(
        update({
          structs: [{ client: 7, clock: 0, items: [value({ parent: hub.generationId(), key: `r0:${column}` }, to)] }],
        }),
      )
    for (const wrong of [null, false, 1, 'true']) expect(said(ROW_EXISTS, wrong)).toBe('bad-value')
    for (const wrong of [0, 1, 'yes']) expect(said(ROW_GONE, wrong)).toBe('bad-value')
    for (const wrong of [null, '', 'a', 'A00000000000000000000000000', 'e00005 ', 7, 'e0000500'])
      expect(said(ROW_ORDER, wrong)).toBe('bad-value')
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
