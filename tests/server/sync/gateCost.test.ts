import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { deleted, gc, type Place, skip, update, value } from './craft.ts'
import { ANN, BEN, typed } from './GatedSheet.ts'

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

  it('SYNC-5 a million structs of two bytes each are malformed before they fill the memory', () => {
    const hub = typed()
    const bytes = (count: number) =>
      update({ structs: [{ client: 7, clock: 0, items: Array.from({ length: count }, () => gc(1)) }] })
    const many = bytes(1_000_000)
    const before = process.memoryUsage().heapUsed
    expect(hub.inspect(many)).toBe('malformed')
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(96 << 20)
    expect(typeof hub.inspect(bytes(300_000))).toBe('object')
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
    const place = { parent: hub.generationId(), key: 'r0:note' }
    const bytes = update({ structs: [{ client: 7, clock: 0, items: [value(place, 'QQQQ')] }] })
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
