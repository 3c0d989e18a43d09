import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { isScalar, ROW_EXISTS, splitCellKey } from '../../../shared/sheet/cell.ts'
import { pick, random } from '../../sync/harness/random.ts'
import { CONTENT, type Craft, deleted, gc, type Id, item, skip, update, value } from './craft.ts'
import { GatedSheet } from './GatedSheet.ts'

/** More of it: `FUZZ_SEEDS=500 npx vitest run tests/server/sync/gateFuzz.test.ts`. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 10)
const EACH = 800

/** What no member's update may touch: the base's texts and the names of the generations. */
function outOfBounds(doc: Y.Doc): unknown {
  return {
    base: Object.fromEntries(doc.getMap('base').entries()),
    generations: [...doc.getMap('gens').keys()],
    roots: [...doc.share.keys()].sort(),
    owned: [1, 2002].map(client => Y.getState(doc.store, client)),
  }
}

/** Applies what the gate let in to a copy and looks at what became of it. */
function expectInBounds(hub: GatedSheet, bytes: Uint8Array, name: string): void {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(hub.doc))
  copy.getMap('base')
  copy.getMap('gens')
  const before = outOfBounds(copy)
  Y.applyUpdate(copy, bytes)
  expect(copy.store.pendingStructs, name).toBeNull()
  expect(copy.store.pendingDs, name).toBeNull()
  expect(outOfBounds(copy), name).toEqual(before)
  expect(copy.subdocs.size, name).toBe(0)
  for (const generation of copy.getMap<Y.Map<unknown>>('gens').values())
    for (const [key, cell] of generation.entries()) {
      expect(splitCellKey(key), `${name} ${key}`).toBeDefined()
      expect(isScalar(cell), `${name} ${key}`).toBe(true)
    }
}

/** A sheet with some history, a folded generation in it, and honest updates of Ann's that it does not have. */
function honest(seed: number): { hub: GatedSheet; updates: Uint8Array[] } {
  const next = random(seed)
  const hub = new GatedSheet(8)
  const ben = hub.tab(2002)
  for (let i = 0; i < 8; i++) ben.set(`r${i}`, 'note', `Ben ${i}`)
  hub.accept(ben.news(), 'ben')
  const old = hub.tab(3001)
  old.set('r1', 'note', 'before the fold')
  hub.openFold()
  hub.finishFold()
  ben.pull()
  ben.set('r0', 'note', 'Ben again')
  hub.accept(ben.news(), 'ben')
  const updates = [old.news()]
  for (let tab = 0; tab < 6; tab++) {
    const ann = hub.tab(4001 + tab)
    for (let i = 0; i < 1 + next() * 6; i++)
      ann.set(
        `r${Math.floor(next() * 8)}`,
        pick(['note', 'item', 'unit'], next),
        pick(['x', 7, true, null, '口罩'], next),
      )
    ann.sheet.edit([
      { row: `n${tab}`, column: ROW_EXISTS, value: true },
      { row: `n${tab}`, column: 'item', value: 'new' },
    ])
    updates.push(ann.news())
  }
  return { hub, updates: [...updates, Y.mergeUpdates(updates), Y.encodeStateAsUpdate(hub.doc)] }
}

function mutated(bytes: Uint8Array, next: () => number): Uint8Array {
  const out = [...bytes]
  for (let i = 0; i <= next() * 3; i++) {
    const at = Math.floor(next() * out.length)
    const dice = next()
    if (dice < 0.4) out[at] = Math.floor(next() * 256)
    else if (dice < 0.6) out[at] = (out[at] ?? 0) ^ (1 << Math.floor(next() * 8))
    else if (dice < 0.7) out.splice(at, 1 + Math.floor(next() * 4))
    else if (dice < 0.85) out.splice(at, 0, Math.floor(next() * 256))
    else if (dice < 0.95) out.splice(at, 0, ...out.slice(at, at + Math.floor(next() * 12)))
    else out.length = at
  }
  return Uint8Array.from(out)
}

/** Structs that follow Yjs' grammar and are otherwise anything. */
function invented(hub: GatedSheet, next: () => number): Uint8Array {
  const clients = [1, 2002, 3001, 5001, 5002]
  const known = (client: number): number => Y.getState(hub.doc.store, client)
  const anyId = (): Id => {
    const client = pick(clients, next)
    return { client, clock: Math.floor(next() * (known(client) + 2)) }
  }
  const keys = [
    'r0:note',
    'r1:item',
    'r9:note',
    'new:_row',
    'new:note',
    'r0:_gone',
    'r0:_order',
    'gens',
    '2',
    '__proto__',
  ]
  const place = () => ({
    ...(next() < 0.4 ? { origin: anyId() } : {}),
    ...(next() < 0.2 ? { rightOrigin: anyId() } : {}),
    parent: next() < 0.1 ? pick(['base', 'gens', 'x'], next) : next() < 0.7 ? hub.generationId() : anyId(),
    ...(next() < 0.9 ? { key: pick(keys, next) } : {}),
  })
  const nested: Craft = encoder => encoding.writeVarUint(encoder, 1)
  const one = (): Craft => {
    const dice = next()
    if (dice < 0.6) return value(place(), pick([1, 'x', null, true, 'e00001', Number.NaN, [1], { a: 1 }], next))
    if (dice < 0.8) return deleted(place(), 1 + Math.floor(next() * 3))
    if (dice < 0.88) return gc(pick([1, 2, 3, 200_000], next))
    if (dice < 0.9) return skip(1 + Math.floor(next() * 3))
    return dice < 0.95
      ? item(place(), CONTENT.type, nested)
      : item(place(), CONTENT.text, e => encoding.writeVarString(e, 'ab'))
  }
  const from = (client: number): number => (next() < 0.8 ? known(client) : Math.floor(next() * (known(client) + 3)))
  return update({
    structs: Array.from({ length: Math.floor(next() * 3) }, () => {
      const client = next() < 0.8 ? pick([3001, 5001, 5002], next) : pick(clients, next)
      return { client, clock: from(client), items: Array.from({ length: 1 + Math.floor(next() * 3) }, one) }
    }),
    deletes: Array.from({ length: Math.floor(next() * 2) }, () => {
      const { client, clock } = anyId()
      return [client, [[clock, 1 + Math.floor(next() * 3)]]] as const
    }),
  })
}

describe('updates from nowhere', () => {
  const seen = { accepted: 0, refused: new Set<string>() }

  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`SYNC-5 SYNC-7 damaged updates never throw and never reach what is not theirs, seed ${seed}`, () => {
      const next = random(seed)
      const { hub, updates } = honest(seed)
      for (const bytes of updates) expect(typeof hub.inspect(bytes), 'honest').toBe('object')
      for (let i = 0; i < EACH; i++) {
        const bytes = mutated(pick(updates, next), next)
        const verdict = hub.inspect(bytes)
        if (typeof verdict === 'string') seen.refused.add(verdict)
        else {
          seen.accepted++
          expectInBounds(hub, bytes, `seed ${seed}, mutant ${i}`)
        }
      }
    })

    it(`SYNC-5 SYNC-6 SYNC-7 invented updates never throw and never reach what is not theirs, seed ${seed}`, () => {
      const next = random(seed)
      const { hub } = honest(seed)
      for (let i = 0; i < EACH; i++) {
        const bytes = invented(hub, next)
        const verdict = hub.inspect(bytes)
        if (typeof verdict === 'string') seen.refused.add(verdict)
        else {
          seen.accepted++
          expectInBounds(hub, bytes, `seed ${seed}, invention ${i}`)
        }
      }
    })
  }

  it('SYNC-5 some were let in, and every reason for a refusal was found', () => {
    expect(seen.accepted).toBeGreaterThan(SEEDS * 50)
    expect([...seen.refused].sort()).toEqual(
      [
        'bad-content',
        'bad-key',
        'bad-parent',
        'bad-value',
        'clock-overflow',
        'forbidden-delete',
        'foreign-root',
        'forged-client',
        'future-delete',
        'gap',
        'malformed',
        'missing-dependency',
        'nested-type',
      ].sort(),
    )
  })
})
