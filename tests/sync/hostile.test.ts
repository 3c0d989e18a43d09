import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { Connection } from '../../server/sync/Connection.ts'
import { LIMITS } from '../../server/sync/limits.ts'
import { TokenBucket } from '../../server/sync/TokenBucket.ts'
import { encodeCustom, HELLO, SETTLE } from '../../shared/protocol/syncMessages.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { pick, random } from './harness/random.ts'
import { carry, fakeTimers, settle, TestHub } from './harness/TestHub.ts'
import { Wire } from './harness/Wire.ts'

/** More of it: `FUZZ_SEEDS=50 npx vitest run tests/sync/hostile.test.ts`. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 2)
const MESSAGES = 1500

function sync(kind: number, payload: Uint8Array): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, kind)
  encoding.writeVarUint8Array(encoder, payload)
  return Buffer.from(encoding.toUint8Array(encoder))
}

/** Messages a client of this sheet may really send. */
function honest(sheet: SheetDocument): Buffer[] {
  const tab = new Y.Doc()
  Y.applyUpdate(tab, Y.encodeStateAsUpdate(sheet.doc))
  const before = Y.encodeStateVector(tab)
  tab.getMap<Y.Map<unknown>>('gens').forEach(cells => void cells.set('r1:note', 'honest'))
  const presence = encoding.createEncoder()
  encoding.writeVarUint(presence, 1)
  encoding.writeVarUint(presence, tab.clientID)
  encoding.writeVarUint(presence, 1)
  encoding.writeVarString(presence, '{"cell":{"row":"r1","column":"note"}}')
  const body = encoding.toUint8Array(presence)
  return [
    sync(0, before),
    sync(0, Uint8Array.of(0)),
    sync(1, Y.encodeStateAsUpdate(tab)),
    sync(2, Y.encodeStateAsUpdate(tab, before)),
    sync(2, Uint8Array.of(0, 0)),
    Buffer.from([1, body.length, ...body]),
    Buffer.from([3]),
    Buffer.from(encodeCustom(HELLO, { version: 1 })),
    Buffer.from(encodeCustom(SETTLE, { edits: [{ key: 'r1:note', client: tab.clientID, clock: 0 }] })),
  ]
}

function damaged(message: Buffer, next: () => number): Buffer {
  if (next() < 0.4) return message
  const bytes = [...message]
  for (let i = 0; i < next() * 3; i++) {
    const at = Math.floor(next() * bytes.length)
    if (next() < 0.6) bytes[at] = Math.floor(next() * 256)
    else if (next() < 0.5) bytes.splice(at, 1)
    else bytes.splice(at, 0, Math.floor(next() * 256))
  }
  return Buffer.from(bytes)
}

const anything = (next: () => number): Buffer =>
  Buffer.from(Array.from({ length: Math.floor(next() * 60) }, (_, i) => Math.floor(next() * (i < 2 ? 5 : 256))))

describe('messages from nowhere', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  for (let seed = 1; seed <= SEEDS; seed++)
    it(`SYNC-4 SYNC-8 ${MESSAGES} of them from readers disturb nobody and change nothing, seed ${seed}`, async () => {
      const next = random(seed)
      const hub = await TestHub.start(['r0', 'r1', 'r2'])
      fakeTimers()
      const [ann, ben] = [hub.client('ann'), hub.client('ben')]
      await settle([ann, ben])
      const real = honest(ann.session.sheet)
      const endings = new Map<string, number>()
      for (let i = 0; i < MESSAGES; i++) {
        const wire = new Wire('ws://wire/hostile')
        wire.client.onclose = ({ reason }) => void endings.set(reason, (endings.get(reason) ?? 0) + 1)
        const member = { id: 'vandal', name: 'vandal', color: '#000000', role: 'viewer' }
        const bytes = new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, Date.now())
        wire.connect((ws, socket) => {
          new Connection(ws, socket, { member, session: 'v', mayEdit: false, bytes }, hub.room, () => Date.now())
        })
        for (let part = 0; part < 3; part++)
          wire.queue('up', next() < 0.3 ? anything(next) : damaged(pick(real, next), next))
        // Some come while a commit is in flight.
        if (i % 25 === 0) ann.session.edit([{ row: 'r0', column: 'note', value: `edit ${i}` }])
        if (i % 25 === 0) ann.wire?.deliver('up')
        wire.deliver('up')
        await vi.advanceTimersByTimeAsync(1)
        wire.deliver('down')
        wire.cut()
      }
      await carry([ann, ben])
      await settle([ann, ben])
      expect(hub.metrics.failures).toBe(0)
      expect(new Set(hub.log.map(({ message }) => message))).toEqual(new Set(['an update was refused']))
      expect(await hub.room.read(sheet => [...sheet.doc.share.keys()].sort())).toEqual(['base', 'gens'])
      for (const client of [ann, ben]) {
        expect(client.session.saveState().kind).toBe('saved')
        expect(client.session.sheet.value('r0', 'note')).toBe(`edit ${Math.floor((MESSAGES - 1) / 25) * 25}`)
        expect(client.session.sheet.value('r1', 'note')).toBe(null)
        expect(client.session.sheet.doc.store.pendingStructs).toBeNull()
      }
      expect((await hub.history()).every(change => change.member === 'ann')).toBe(true)
      expect(endings.get('malformed')).toBeGreaterThan(MESSAGES / 4)
      expect(endings.get('no-right')).toBeGreaterThan(10)
      for (const client of [ann, ben]) client.session.destroy()
      await hub.stop()
    })
})
