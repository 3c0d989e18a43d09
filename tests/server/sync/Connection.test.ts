import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { Connection, type ConnectionHost, type Speaker } from '../../../server/sync/Connection.ts'
import { frame } from '../../../server/sync/frames.ts'
import { LIMITS } from '../../../server/sync/limits.ts'
import { TokenBucket } from '../../../server/sync/TokenBucket.ts'
import { encodeCustom, HELLO, SETTLE, SYNC_VERSION } from '../../../shared/protocol/syncMessages.ts'

/** What `ws` shows of a peer: answers pings only when told to. */
class Peer extends EventEmitter {
  binaryType = ''
  answers = true
  pings = 0
  ended: string | undefined

  ping(): void {
    this.pings++
    if (this.answers) this.emit('pong')
  }

  close(code: number, reason: string): void {
    this.ended ??= `${code} ${reason}`
  }

  terminate(): void {
    this.ended ??= 'cut'
  }
}

/** A TCP socket whose other side takes only what it is told to take. */
class Line extends EventEmitter {
  writable = true
  bytesWritten = 0
  writableLength = 0

  write(bytes: Buffer): boolean {
    this.bytesWritten += bytes.length
    this.writableLength += bytes.length
    return false
  }

  /** The other side reads. */
  take(bytes: number): void {
    this.writableLength = Math.max(0, this.writableLength - bytes)
    if (this.writableLength === 0) this.emit('drain')
  }
}

class Bench implements ConnectionHost {
  readonly peer = new Peer()
  readonly line = new Line()
  readonly heard: string[] = []
  at = 1_000_000
  readonly connection: Connection

  constructor(bytes = new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, 1_000_000)) {
    const member = { id: 'ann', name: 'Ann', color: '#123456', role: 'editor' }
    const speaker: Speaker = { member, session: 's', mayEdit: true, bytes }
    const [ws, socket] = [this.peer as unknown as WebSocket, this.line as unknown as Socket]
    this.connection = new Connection(ws, socket, speaker, this, () => this.at)
  }

  say(...bytes: readonly number[]): void {
    this.peer.emit('message', Buffer.from(bytes), true)
  }

  /** Time goes on; the heart beats every five seconds as it does in the hub. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 5000) {
      this.at += 5000
      this.connection.heartbeat()
    }
  }

  opened = (): void => void this.heard.push('opened')
  stateWanted = (): void => void this.heard.push('state')
  updated = (_: Connection, update: Uint8Array, when: string): void =>
    void this.heard.push(`update ${update.length} ${when}`)
  present = (): void => void this.heard.push('present')
  presenceWanted = (): void => void this.heard.push('presence wanted')
  settle = (): void => void this.heard.push('settle')
  fellBehind = (): void => void this.heard.push('behind')
  caughtUp = (): void => void this.heard.push('caught up')
  closed = (): void => void this.heard.push('closed')
}

describe('a connection that does not behave', () => {
  it('SYNC-3 one that says nothing is ended after ten seconds', () => {
    const bench = new Bench()
    bench.pass(10_000)
    expect(bench.peer.ended).toBeUndefined()
    bench.pass(5_000)
    expect(bench.peer.ended).toBe('1008 silent')
    expect(bench.heard).toEqual(['opened', 'closed'])
  })

  it('SYNC-3 one that has spoken may listen from then on', () => {
    const bench = new Bench()
    bench.say(0, 0, 1, 0)
    bench.pass(600_000)
    expect(bench.peer.ended).toBeUndefined()
  })

  it('SYNC-3 one that answers no ping is cut off', () => {
    const bench = new Bench()
    bench.say(0, 0, 1, 0)
    bench.pass(60_000)
    expect(bench.peer.ended).toBeUndefined()
    bench.peer.answers = false
    bench.pass(40_000)
    expect(bench.peer.ended).toBe('cut')
    expect(bench.heard.at(-1)).toBe('closed')
  })

  it('SYNC-2 the 201st message at once is too many, fifty a second are not', () => {
    const hasty = new Bench()
    for (let i = 0; i < 200; i++) hasty.say(3)
    expect(hasty.peer.ended).toBeUndefined()
    hasty.say(3)
    expect(hasty.peer.ended).toBe('1013 rate-limited')
    expect(hasty.heard.filter(what => what === 'presence wanted')).toHaveLength(200)

    const steady = new Bench()
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 50; i++) steady.say(3)
      steady.at += 1000
    }
    expect(steady.peer.ended).toBeUndefined()
  })

  it('SYNC-2 the bytes are counted by member: two connections share them, and they come back with time', () => {
    const bytes = new TokenBucket(LIMITS.bytesPerSecond, LIMITS.bytesBurst, 1_000_000)
    const [one, other] = [new Bench(bytes), new Bench(bytes)]
    const big = Buffer.alloc(LIMITS.bytesBurst / 2)
    big.set([0, 2, 0])
    one.peer.emit('message', big, true)
    other.peer.emit('message', big, true)
    expect([one.peer.ended, other.peer.ended]).toEqual([undefined, undefined])
    other.peer.emit('message', Buffer.concat([Buffer.from([0, 2, 0]), Buffer.alloc(1000)]), true)
    expect(other.peer.ended).toBe('1013 rate-limited')
    one.at += 1000
    const afterwards = Buffer.alloc(LIMITS.bytesPerSecond / 2)
    afterwards.set([0, 2, 0])
    one.peer.emit('message', afterwards, true)
    expect(one.peer.ended).toBeUndefined()
  })

  for (const [name, bytes] of [
    ['no message type at all', []],
    ['an unknown message type', [9]],
    ['a message type nobody has', [100, 0]],
    ['the answer only a server gives', [65, 2, 0x7b, 0x7d]],
    ['an unknown sync message', [0, 3, 0]],
    ['a sync message without its kind', [0]],
    ['a sync message without its body', [0, 2]],
    ['a truncated varint', [0x80]],
    ['a type beyond 2^53', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a length beyond the message', [0, 2, 0xff, 0xff, 0x7f, 1]],
    ['a damaged state vector', [0, 0, 2, 0x80, 0x80]],
    ['a state vector that announces more than it has', [0, 0, 1, 5]],
    ['a HELLO that is no JSON', [64, 1, 0x7b]],
    ['a HELLO of another shape', [64, 2, 0x7b, 0x7d]],
  ] as const)
    it(`SYNC-4 ${name} ends the connection with 4400`, () => {
      const bench = new Bench()
      bench.say(...bytes)
      expect(bench.peer.ended).toBe('4400 malformed')
      bench.say(0, 2, 1, 0)
      expect(bench.heard).toEqual(['opened', 'closed'])
    })

  it('SYNC-4 a text message ends the connection with 4400', () => {
    const bench = new Bench()
    bench.peer.emit('message', Buffer.from('hello'), false)
    expect(bench.peer.ended).toBe('4400 malformed')
  })

  it('SYNC-4 types are numbers, however they are spelled', () => {
    const bench = new Bench()
    bench.say(0x80, 0x00, 0x82, 0x00, 1, 7)
    expect(bench.heard).toEqual(['opened', 'update 1 early'])
  })

  it('SYNC-4 a SETTLE about more than 20,000 edits is malformed', () => {
    const bench = new Bench()
    const edits = Array.from({ length: 20_001 }, (_, clock) => ({ key: 'r:note', client: 1, clock }))
    bench.say(...encodeCustom(SETTLE, { edits: edits.slice(0, 3) }))
    expect(bench.heard.at(-1)).toBe('settle')
    bench.peer.emit('message', Buffer.from(encodeCustom(SETTLE, { edits })), true)
    expect(bench.peer.ended).toBe('4400 malformed')
  })

  it('SYNC-29 only who says HELLO is taken to understand our own messages', () => {
    const bench = new Bench()
    bench.say(0, 0, 1, 0)
    expect(bench.connection.understands).toBe(false)
    bench.say(...encodeCustom(HELLO, { version: SYNC_VERSION }))
    expect(bench.connection.understands).toBe(true)
  })
})

describe('a connection that reads', () => {
  it('SYNC-13 hears something at least every twenty seconds, however quiet the sheet is', () => {
    const bench = new Bench()
    bench.say(0, 0, 1, 0)
    let before = bench.at
    const gaps: number[] = []
    for (let i = 0; i < 60; i++) {
      const written = bench.line.bytesWritten
      bench.pass(5000)
      bench.line.take(Number.POSITIVE_INFINITY)
      if (bench.line.bytesWritten === written) continue
      gaps.push(bench.at - before)
      before = bench.at
    }
    expect(gaps.length).toBeGreaterThan(10)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20_000)
  })

  it('SYNC-12 with more than a megabyte unsent it gets nothing more, until that is gone', () => {
    const bench = new Bench()
    bench.say(0, 0, 1, 0)
    const piece = frame(new Uint8Array(LIMITS.behind / 2))
    bench.connection.send(piece)
    bench.connection.send(piece)
    expect(bench.connection.live).toBe(false)
    const unsent = bench.line.writableLength
    for (let i = 0; i < 100; i++) bench.connection.send(piece)
    expect(bench.line.writableLength).toBe(unsent)
    expect(unsent).toBeLessThan(LIMITS.behind + 2 * piece.length)
    bench.line.take(unsent - 1)
    expect(bench.connection.live).toBe(false)
    bench.line.take(1)
    expect(bench.connection.live).toBe(true)
    expect(bench.heard).toEqual(['opened', 'state', 'behind', 'caught up'])
  })

  it('SYNC-12 what was sent in one go arrives whole or not at all', () => {
    const bench = new Bench()
    bench.connection.send(frame(new Uint8Array(LIMITS.behind)), frame(new Uint8Array(10)))
    expect(bench.line.bytesWritten).toBe(frame(new Uint8Array(LIMITS.behind)).length + frame(new Uint8Array(10)).length)
    expect(bench.connection.live).toBe(false)
  })

  it('SYNC-12 one that takes nothing for thirty seconds is let go, one that takes a little is not', () => {
    const [stuck, slow] = [new Bench(), new Bench()]
    for (const bench of [stuck, slow]) {
      bench.say(0, 0, 1, 0)
      bench.connection.send(frame(new Uint8Array(4 * LIMITS.behind)))
    }
    for (let i = 0; i < 6; i++) {
      slow.line.take(1000)
      for (const bench of [stuck, slow]) bench.pass(5000)
    }
    expect([stuck.peer.ended, slow.peer.ended]).toEqual([undefined, undefined])
    for (let i = 0; i < 20; i++) {
      slow.line.take(1000)
      for (const bench of [stuck, slow]) bench.pass(5000)
    }
    expect([stuck.peer.ended, slow.peer.ended]).toEqual(['cut', undefined])
  })
})
