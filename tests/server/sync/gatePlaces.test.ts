import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../../shared/sheet/cell.ts'
import { CONTENT, type Craft, item, update, value } from './craft.ts'
import { typed } from './GatedSheet.ts'

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
