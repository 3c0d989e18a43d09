import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../server/sync/limits.ts'
import { random } from '../../sync/harness/random.ts'
import { operationIn, personIn, testHub, tokenIn } from '../testHub.ts'
import {
  addRows,
  clientFrame,
  closing,
  documentOf,
  ending,
  type HubWithSheet,
  hubWithSheet,
  openSocket,
  PlainClient,
  RawSocket,
} from './sockets.ts'

const TIMEOUT = { timeout: 60_000 }

describe('the door', () => {
  it('SYNC-1 nobody known comes in: 4401', TIMEOUT, async () => {
    const { test, document } = await hubWithSheet()
    const path = `/sync/${document}`
    expect(await ending(test, path, {})).toBe('4401 not-signed-in')
    expect(await ending(test, path, { token: 'nonsense' })).toBe('4401 not-signed-in')
    expect(await ending(test, path, { cookie: 'gongji_session=nonsense', origin: test.hub.url })).toBe(
      '4401 not-signed-in',
    )
    // Whether the sheet is there is none of their business.
    expect(await ending(test, '/sync/sheet/unknown', {})).toBe('4401 not-signed-in')
  })

  it('SYNC-1 a page of another site does not come in with our cookie: 4403', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const { cookie } = await personIn(world.test, 'ann', 'editor', world.operation)
    const path = `/sync/${world.document}`
    expect(await ending(world.test, path, { cookie, origin: 'https://evil.example' })).toBe('4403 wrong-origin')
    expect(await ending(world.test, path, { cookie, origin: 'null' })).toBe('4403 wrong-origin')
    expect(await ending(world.test, path, { cookie })).toBe('4403 wrong-origin')
    const client = new PlainClient(world, { cookie, origin: world.test.hub.url })
    expect((await client.synced()).sheet.generation).toBe(1)
  })

  it('SYNC-1 a sheet of another operation is answered like one that does not exist: 4404', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const { test, operation } = world
    const token = await tokenIn(test, 'editor', operation)
    const elsewhere = await operationIn(test, '河南')
    const theirs = await documentOf(test, elsewhere.sheet)
    expect(await ending(test, `/sync/${theirs}`, { token })).toBe('4404 no-such-document')
    expect(await ending(test, '/sync/sheet/unknown', { token })).toBe('4404 no-such-document')
    expect(await ending(test, `/sync/${world.document}.1`, { token })).toBe('4404 no-such-document')
  })

  it('SYNC-1 a token without the right to read comes no further: 4403', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const token = await tokenIn(world.test, 'editor', world.operation, { scopes: ['sheet.export'] })
    expect(await ending(world.test, `/sync/${world.document}`, { token })).toBe('4403 no-right')
  })

  it('SYNC-1 HTTP-15 a crafted path ends nothing but itself', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const { test, document } = world
    const token = await tokenIn(test, 'editor', world.operation)
    for (const path of [
      '/sync/',
      '/sync/%zz',
      '/sync/%',
      '/sync/..%2f',
      '/sync/..%2f..%2fetc%2fpasswd',
      '/sync/%00',
      `/sync/${document}%00`,
      `/sync/${document}/`,
      `/sync/${document}/../${document}`,
      `/sync/${'x'.repeat(300)}`,
      `/sync/sheet/${'x'.repeat(4000)}`,
      '/sync/sheet/CON',
      '/sync/sheet/__proto__',
      '/sync/sheet/a.b',
      '/sync/sheet/%F0%9F%98%B7',
    ])
      expect(await ending(test, path, { token }), path).toBe('4404 no-such-document')
    for (const path of ['//', '//sync/sheet/x', '/', '/syncx/sheet/x', 'http://[/sync/', '*', `//${document}`])
      expect(await ending(test, path, { token }), path).toBe('refused')
    const client = await new PlainClient(world, { token }).synced()
    expect(client.sheet.generation).toBe(1)
  })

  it('AUTH-10 SYNC-1 who signs out is put out: 4401', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const { cookie } = await personIn(world.test, 'ann', 'editor', world.operation)
    const ws = await openSocket(world, { cookie, origin: world.test.hub.url })
    const ended = closing(ws)
    await world.test.ask('DELETE', '/session', { cookie, headers: { origin: world.test.hub.url } })
    expect(await ended).toBe('4401 not-signed-in')
  })
})

/** A hub with a member who edits and one who reads beside the one who misbehaves. */
async function withNeighbours(): Promise<{ world: HubWithSheet; token: string; stillWorks: () => Promise<void> }> {
  const world = await hubWithSheet()
  await addRows(world, 3)
  const writer = await new PlainClient(world, { token: await tokenIn(world.test, 'editor', world.operation) }).synced()
  const reader = await new PlainClient(world, { token: await tokenIn(world.test, 'viewer', world.operation) }).synced()
  let count = 0
  const stillWorks = async (): Promise<void> => {
    const value = `edit ${count++}`
    writer.set('row1', 'note', value)
    await reader.sees('row1', 'note', value)
    expect([writer.closings, reader.closings]).toEqual([[], []])
  }
  await stillWorks()
  return { world, token: await tokenIn(world.test, 'editor', world.operation), stillWorks }
}

describe('too much', () => {
  it('SYNC-2 a message over 8 MiB ends its connection with 1009, one of 8 MiB does not', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    const big = await openSocket(world, { token })
    const answered = once(big, 'message')
    big.send(Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.alloc(LIMITS.message - 1000)]))
    await answered
    const tooBig = await openSocket(world, { token: await tokenIn(world.test, 'editor', world.operation) })
    const ended = closing(tooBig)
    tooBig.send(Buffer.alloc(LIMITS.message + 1))
    expect(await ended).toMatch(/^1009/)
    await stillWorks()
  })

  it('SYNC-2 300 messages at once end their connection with 1013', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    const ws = await openSocket(world, { token })
    const ended = closing(ws)
    for (let i = 0; i < 300; i++) ws.send(Buffer.from([3]))
    expect(await ended).toBe('1013 rate-limited')
    await stillWorks()
  })

  it('SYNC-2 the bytes of a member are one budget, over however many connections', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    const [one, other] = [await openSocket(world, { token }), await openSocket(world, { token })]
    const ended = [closing(one), closing(other)]
    const half = Buffer.concat([Buffer.from([3]), Buffer.alloc(5 << 20)])
    one.send(half)
    other.send(half)
    expect(await Promise.race(ended)).toBe('1013 rate-limited')
    expect([one.readyState, other.readyState].filter(state => state === one.OPEN)).toHaveLength(1)
    await stillWorks()
  })

  it('SYNC-2 one member has at most twenty connections, others come in', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    for (let i = 0; i < LIMITS.connectionsPerMember; i++) await openSocket(world, { token })
    expect(await ending(world.test, `/sync/${world.document}`, { token })).toBe('1013 rate-limited')
    await stillWorks()
  })
})

const BINARY = 0x82
const text = (bytes: readonly number[]): Buffer => Buffer.from(bytes)

/** Bytes no client should send, and the code that ends them. */
const MALFORMED: readonly (readonly [name: string, bytes: Uint8Array, code: number])[] = [
  ['a reserved bit', clientFrame(0xc2, text([0])), 1002],
  ['another reserved bit', clientFrame(0xa2, text([0])), 1002],
  ['an unmasked frame', clientFrame(BINARY, text([0]), 'bare'), 1002],
  ['close code 1005', clientFrame(0x88, text([0x03, 0xed])), 1002],
  ['close code 999', clientFrame(0x88, text([0x03, 0xe7])), 1002],
  ['a close frame of one byte', clientFrame(0x88, text([0x03])), 1002],
  ['a close reason that is no UTF-8', clientFrame(0x88, text([0x03, 0xe8, 0xff, 0xfe])), 1007],
  ['a text that is no UTF-8', clientFrame(0x81, text([0xc3, 0x28])), 1007],
  ['a length of 2^40', text([BINARY, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ['a length of 2^63', text([BINARY, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ['a reserved opcode', clientFrame(0x83, text([0])), 1002],
  ['a reserved control opcode', clientFrame(0x8b, text([0])), 1002],
  ['a ping in pieces', clientFrame(0x09, text([0])), 1002],
  ['a ping of 126 bytes', clientFrame(0x89, Buffer.alloc(126)), 1002],
  ['a continuation of nothing', clientFrame(0x80, text([0])), 1002],
  [
    'a new message within a fragmented one',
    Buffer.concat([clientFrame(0x02, text([0])), clientFrame(BINARY, text([0]))]),
    1002,
  ],
  ['a text message', clientFrame(0x81, Buffer.from('hello')), 4400],
  ['an empty message', clientFrame(BINARY, text([])), 4400],
  ['an unknown message type', clientFrame(BINARY, text([42])), 4400],
  ['a garbage update', clientFrame(BINARY, text([0, 2, 4, 1, 1, 1, 1])), 4400],
  [
    'seven bytes that announce 33 million structs',
    clientFrame(BINARY, text([0, 2, 7, 1, 0x80, 0x80, 0x80, 0x10, 1, 0])),
    4400,
  ],
  ['a garbage step 2', clientFrame(BINARY, text([0, 1, 3, 0xff, 0xff, 0xff])), 4400],
  ['a garbage state vector', clientFrame(BINARY, text([0, 0, 2, 0xff, 0xff])), 4400],
  ['a truncated varint', clientFrame(BINARY, text([0x80])), 4400],
  ['garbage presence', clientFrame(BINARY, text([1, 3, 9, 9, 9])), 4400],
  ['presence that is no JSON', clientFrame(BINARY, text([1, 5, 1, 1, 1, 1, 0x7b])), 4400],
  ['a HELLO that is no JSON', clientFrame(BINARY, text([64, 1, 0x7b])), 4400],
]

describe('malformed frames', () => {
  it('SYNC-4 each ends its own connection with the right code, and the neighbours go on editing', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    for (const [name, bytes, code] of MALFORMED) {
      const raw = await RawSocket.open(world, token)
      raw.write(bytes)
      expect(await raw.ended, name).toBe(code)
      await stillWorks()
    }
  })

  it('SYNC-4 100,000 fragments that never end are cut off', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    const raw = await RawSocket.open(world, token)
    const fragments = Buffer.concat([
      clientFrame(0x02, text([0])),
      ...Array.from({ length: 100_000 }, () => clientFrame(0x00, Buffer.alloc(100))),
    ])
    raw.write(fragments)
    expect([1008, 1009]).toContain(await raw.ended)
    await stillWorks()
  })

  it('SYNC-4 random bytes behind a handshake end nothing but themselves', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    const next = random(20_200_123)
    for (let i = 0; i < 200; i++) {
      const raw = await RawSocket.open(world, token)
      const junk = Buffer.from(Array.from({ length: 20 + Math.floor(next() * 600) }, () => Math.floor(next() * 256)))
      const cut = Math.floor(next() * junk.length)
      raw.write(junk.subarray(0, cut))
      raw.write(junk.subarray(cut))
      // Whatever it was, an unmasked reserved frame ends it, unless it waits for the rest of a long one.
      raw.write(clientFrame(0xff, text([0]), 'bare'))
      raw.socket.end()
      await raw.ended
      if (i % 50 === 0) await stillWorks()
    }
    await stillWorks()
  })

  it('SYNC-4 sockets that end in the middle of anything end nothing else', TIMEOUT, async () => {
    const { world, token, stillWorks } = await withNeighbours()
    const message = clientFrame(BINARY, text([0, 0, 1, 0]))
    for (let length = 0; length <= message.length; length++) {
      const raw = await RawSocket.open(world, token)
      raw.write(message.subarray(0, length))
      raw.socket.resetAndDestroy()
      await raw.ended
    }
    await stillWorks()
  })
})

describe('a sheet that cannot be loaded', () => {
  it(
    'SYNC-26 is unavailable to joiners and readers alike, never empty, and the other sheets are there',
    TIMEOUT,
    async () => {
      const first = await hubWithSheet()
      const { test, operation, document } = first
      await addRows(first, 5)
      const other = await test.operator<{ id: string }>('POST', '/sheets', {
        operation: operation.operation,
        kind: 'needs',
        title: '其他',
      })
      const { db } = test.hub.store
      const [record] = await db
        .selectFrom('doc_log')
        .selectAll()
        .where('document', '=', document)
        .orderBy('seq', 'desc')
        .limit(1)
        .execute()
      const damaged = Uint8Array.from(record?.body ?? [], (byte, i) => (i === 10 ? byte ^ 1 : byte))
      await db
        .updateTable('doc_log')
        .set({ body: damaged })
        .where('document', '=', document)
        .where('seq', '=', record?.seq ?? 0)
        .execute()
      await test.hub.close()

      const again = await testHub({}, { DATA_DIR: test.config.dataDir })
      const token = again.hub.controlToken
      const world = { test: again, operation, document }
      expect(await ending(again, `/sync/${document}`, { token })).toBe('1013 unavailable')
      const rows = await again.ask('GET', `/sheets/${operation.sheet}/rows`, { token })
      expect([rows.status, rows.json]).toMatchObject([503, { code: 'unavailable' }])
      await expect(again.hub.rooms.read(operation.sheet, sheet => sheet.rowCount)).rejects.toMatchObject({
        code: 'unavailable',
      })
      const sound = await new PlainClient({ ...world, document: await documentOf(again, other.id) }, { token }).synced()
      expect(sound.sheet.generation).toBe(1)
    },
  )
})
