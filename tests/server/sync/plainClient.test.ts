import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { LIMITS } from '../../../server/sync/limits.ts'
import { encodeCustom, SETTLE } from '../../../shared/protocol/syncMessages.ts'
import { ROW_EXISTS } from '../../../shared/sheet/cell.ts'
import { tokenIn } from '../testHub.ts'
import { addRows, type HubWithSheet, hubWithSheet, openSocket, PlainClient, until } from './sockets.ts'

const TIMEOUT = { timeout: 60_000 }

const editor = async (world: HubWithSheet): Promise<PlainClient> =>
  new PlainClient(world, { token: await tokenIn(world.test, 'editor', world.operation) }).synced()

/** Waits until a client's awareness shows what is expected. */
const untilPresent = (client: PlainClient, isTrue: () => boolean): Promise<void> =>
  new Promise(resolve => {
    const { awareness } = client.provider
    const look = (): void => {
      if (!isTrue()) return
      awareness.off('change', look)
      resolve()
    }
    awareness.on('change', look)
    look()
  })

describe('a plain y-websocket client', () => {
  it('SYNC-29 joins with a token, reads, edits, and is seen by another', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const rows = await addRows(world, 100)
    const [ann, ben] = [await editor(world), await editor(world)]
    expect(ann.sheet.rows()).toEqual(rows)
    ann.set('row5', 'quantity', 20)
    await ben.sees('row5', 'quantity', 20)
    ben.sheet.edit([
      { row: 'fresh', column: ROW_EXISTS, value: true },
      { row: 'fresh', column: 'item', value: '护目镜' },
      { row: 'row5', column: 'quantity', value: null },
    ])
    await ann.sees('fresh', 'item', '护目镜')
    await ann.sees('row5', 'quantity', null)
    const late = await editor(world)
    expect(Y.encodeStateAsUpdate(late.doc)).toEqual(Y.encodeStateAsUpdate(ann.doc))
    const history = await world.test.hub.store.history({ sheet: world.operation.sheet, row: 'row5', limit: 10 })
    expect(history.map(change => [change.column, change.old, change.new])).toEqual([
      ['quantity', 20, null],
      ['quantity', null, 20],
      [ROW_EXISTS, null, true],
    ])
  })

  it(
    'SYNC-29 SYNC-14 SYNC-15 SYNC-16 many of them echo each other’s presence and none is put out',
    TIMEOUT,
    async () => {
      const world = await hubWithSheet()
      await addRows(world, 10)
      const clients = await Promise.all(Array.from({ length: 8 }, () => editor(world)))
      const everybody = clients.map(({ doc }) => doc.clientID)
      for (const [i, client] of clients.entries())
        client.provider.awareness.setLocalState({
          user: { name: 'the director', role: 'admin' },
          cell: { row: `row${i}`, column: 'note' },
        })
      for (const client of clients) {
        const others = (): [number, { user?: { name?: string; role?: string }; cell?: { row?: string } }][] =>
          [...client.provider.awareness.getStates()].filter(([id]) => id !== client.doc.clientID)
        await untilPresent(client, () =>
          everybody.every(
            (id, i) =>
              id === client.doc.clientID || client.provider.awareness.getStates().get(id)?.cell?.row === `row${i}`,
          ),
        )
        for (const [id, state] of others()) {
          expect(everybody).toContain(id)
          expect(state.user?.name).not.toBe('the director')
          expect(state.user?.role).toBe('editor')
        }
      }
      for (let i = 0; i < 40; i++) clients[i % 8]?.set(`row${i % 8}`, 'note', `edit ${i}`)
      for (const client of clients)
        for (let row = 0; row < 8; row++) await client.sees(`row${row}`, 'note', `edit ${32 + row}`)
      const [leaving, ...staying] = clients
      const left = leaving?.doc.clientID ?? 0
      leaving?.provider.destroy()
      for (const client of staying) {
        await untilPresent(client, () => !client.provider.awareness.getStates().has(left))
        expect(client.provider.awareness.getStates().size).toBe(7)
        expect(client.closings).toEqual([])
      }
    },
  )

  it('SYNC-29 never hears a message type it does not know, whatever happens to its edits', TIMEOUT, async () => {
    const world = await hubWithSheet()
    await addRows(world, 10)
    const [ann, ben] = [await editor(world), await editor(world)]
    ann.set('row1', 'note', 'once')
    await ben.sees('row1', 'note', 'once')
    // Said again: it changes nothing, and one of our own clients would be told so.
    const again = Y.encodeStateAsUpdate(ann.doc)
    ann.ws?.send(Buffer.concat([Buffer.from([0, 2]), varUint(again.length), again]))
    ann.set('row2', 'note', 'twice')
    await ben.sees('row2', 'note', 'twice')
    expect([...ann.heard.keys(), ...ben.heard.keys()].every(type => type <= 3)).toBe(true)
    expect(ann.heard.get(0)).toBeGreaterThan(1)
    expect(ann.closings).toEqual([])
  })

  it('SYNC-29 one without the right to edit reads and stays, until it tries to write', TIMEOUT, async () => {
    const world = await hubWithSheet()
    await addRows(world, 10)
    const ann = await editor(world)
    const vera = await new PlainClient(world, { token: await tokenIn(world.test, 'viewer', world.operation) }).synced()
    ann.set('row1', 'note', 'to be read')
    await vera.sees('row1', 'note', 'to be read')
    expect(vera.closings).toEqual([])
    const closed = new Promise(resolve => vera.provider.once('connection-close', resolve))
    vera.set('row1', 'note', 'I may not')
    await closed
    expect(vera.closings).toEqual(['4403 no-right'])
    ann.set('row2', 'note', 'and on')
    await ann.sees('row2', 'note', 'and on')
    expect(await world.test.hub.rooms.read(world.operation.sheet, sheet => sheet.value('row1', 'note'))).toBe(
      'to be read',
    )
  })
})

function varUint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}

describe('readers that do not read', () => {
  /** Fifty sockets of a few members that have joined and take nothing in any more. */
  async function paused(world: HubWithSheet, count: number): Promise<PlainClient[]> {
    const readers: PlainClient[] = []
    for (let i = 0; i < count; i += 10) {
      const token = await tokenIn(world.test, 'viewer', world.operation)
      const some = Array.from({ length: Math.min(10, count - i) }, () => new PlainClient(world, { token }))
      readers.push(...(await Promise.all(some.map(reader => reader.synced()))))
    }
    for (const reader of readers) reader.ws?.pause()
    return readers
  }

  it(
    'SYNC-12 fifty of them cost a megabyte each at most, one who reads sees everything, and they catch up',
    TIMEOUT,
    async () => {
      const world = await hubWithSheet()
      const sockets: Socket[] = []
      world.test.hub.server.on('connection', (socket: Socket) => sockets.push(socket))
      await addRows(world, 30)
      const live = await editor(world)
      const readers = await paused(world, 50)
      const rss = process.memoryUsage().rss
      const frame = 30 * 10_000
      let most = 0
      // One member may send 8 MiB at once, so there are several.
      for (let writer = 0; writer < 2; writer++) {
        const ann = await editor(world)
        for (let i = 0; i < 20; i++) {
          const value = `${writer} ${i} ${'x'.repeat(9_900)}`
          ann.sheet.edit(Array.from({ length: 30 }, (_, row) => ({ row: `row${row}`, column: 'note', value })))
          await live.sees('row29', 'note', value)
          most = Math.max(most, ...sockets.map(socket => socket.writableLength))
        }
      }
      expect(most, 'they did fall behind').toBeGreaterThan(LIMITS.behind)
      expect(most).toBeLessThan(LIMITS.behind + 3 * frame)
      // All of it went to fifty readers: unbounded that would be 750 MB. The clients live in this process too.
      expect((process.memoryUsage().rss - rss) / 2 ** 20).toBeLessThan(100)
      for (const reader of readers) reader.ws?.resume()
      const last = live.sheet.value('row7', 'note')
      await Promise.all(readers.map(reader => until(reader.doc, () => reader.sheet.value('row7', 'note') === last)))
      for (const reader of readers) {
        expect(reader.sheet.value('row29', 'note')).toBe(live.sheet.value('row29', 'note'))
        expect(reader.doc.store.pendingStructs).toBeNull()
        expect(reader.closings).toEqual([])
      }
    },
  )

  it('SYNC-12 who asks and asks and takes no answer costs no more either', TIMEOUT, async () => {
    const world = await hubWithSheet()
    const sockets: Socket[] = []
    world.test.hub.server.on('connection', (socket: Socket) => sockets.push(socket))
    await addRows(world, 2000)
    const token = await tokenIn(world.test, 'viewer', world.operation)
    const greedy = await openSocket(world, { token })
    greedy.pause()
    const edits = Array.from({ length: 1000 }, (_, clock) => ({ key: 'row1:note', client: 1, clock }))
    for (let i = 0; i < 50; i++) {
      greedy.send(Buffer.from([0, 0, 1, 0]))
      greedy.send(Buffer.from([0, 0, 3, 1, 99, 1]))
      greedy.send(Buffer.from([3]))
      if (i % 5 === 0) greedy.send(encodeCustom(SETTLE, { edits }))
    }
    const ann = await editor(world)
    for (let i = 0; i < 10; i++) {
      ann.set('row1', 'note', `edit ${i}`)
      await ann.sees('row1', 'note', `edit ${i}`)
    }
    expect(Math.max(...sockets.map(socket => socket.writableLength))).toBeLessThan(LIMITS.behind + (2 << 20))
    expect(ann.closings).toEqual([])
  })
})
