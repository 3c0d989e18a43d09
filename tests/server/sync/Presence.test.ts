import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { MESSAGE_AWARENESS } from '../../../server/sync/frames.ts'
import { Presence } from '../../../server/sync/Presence.ts'

const ANN = { id: 'ann', name: '安', color: '#111111', role: 'editor' }
const BEN = { id: 'ben', name: 'Ben', color: '#222222', role: 'viewer' }

/** An awareness message's body. */
function said(...entries: readonly (readonly [client: number, clock: number, state: unknown])[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [client, clock, state] of entries) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, typeof state === 'string' ? state : JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}

/** A client's screen, fed with the server's frames. */
class Screen {
  readonly #awareness = new Awareness(new Y.Doc())

  show(frame: Buffer): this {
    const header = (frame[1] ?? 0) < 126 ? 2 : 4
    expect(frame[header]).toBe(MESSAGE_AWARENESS)
    const rest = frame.subarray(header + 1)
    let at = 0
    while (((rest[at] ?? 0) & 0x80) !== 0) at++
    applyAwarenessUpdate(this.#awareness, new Uint8Array(rest.subarray(at + 1)), 'server')
    return this
  }

  get people(): Record<number, unknown> {
    const states = [...this.#awareness.getStates()].filter(([client]) => client !== this.#awareness.clientID)
    this.#awareness.destroy()
    return Object.fromEntries(states)
  }
}

describe('who is here', () => {
  it('SYNC-14 name, colour and role are the server’s; of the rest only where somebody is is kept', () => {
    const presence = new Presence(() => undefined)
    const lie = {
      user: { name: 'Ben', color: 'red', role: 'admin' },
      name: 'Ben',
      cell: { row: 'r1', column: 'note' },
      html: '<b>',
    }
    expect(presence.take(said([7, 1, lie]), ANN, new Set())).toEqual([7])
    expect(new Screen().show(presence.changes()).people).toEqual({
      7: { cell: { row: 'r1', column: 'note' }, user: { name: '安', color: '#111111', role: 'editor' } },
    })
  })

  it('SYNC-15 what is said about others’ ids changes nothing and claims nothing', () => {
    const owners = new Map([[7, 'ann']])
    const presence = new Presence(client => owners.get(client))
    const [anns, bens] = [new Set<number>(), new Set<number>()]
    presence.take(said([7, 1, { cell: 1 }]), ANN, anns)
    presence.changes()
    for (const lie of [
      [7, 9, { cell: 2 }],
      [7, 9, null],
    ] as const)
      expect(presence.take(said(lie), BEN, bens)).toEqual([])
    expect(presence.changed).toBe(false)
    expect(bens.size).toBe(0)
    expect(new Screen().show(presence.everybody()).people).toMatchObject({ 7: { cell: 1 } })
  })

  it('SYNC-15 an echo of everybody binds nothing, not even ids nobody owns', () => {
    const presence = new Presence(() => undefined)
    const mine = new Set<number>()
    const ghosts = Array.from({ length: 5000 }, (_, i) => [i + 10, 1, { cell: i }] as const)
    expect(presence.take(said(...ghosts), BEN, mine)).toEqual([])
    expect([presence.size, mine.size, presence.changed]).toEqual([0, 0, false])
    expect(() => presence.take(said(...ghosts, [1, 1, {}]), BEN, mine)).toThrow('damaged')
  })

  it('SYNC-16 who leaves is gone from every screen, and from what a newcomer is told', () => {
    const presence = new Presence(() => undefined)
    const [anns, bens] = [new Set<number>(), new Set<number>()]
    presence.take(said([7, 4, {}]), ANN, anns)
    presence.take(said([8, 1, {}]), BEN, bens)
    const screen = new Screen().show(presence.changes())
    presence.leave(anns)
    expect(Object.keys(screen.show(presence.changes()).people)).toEqual(['8'])
    expect(Object.keys(new Screen().show(presence.everybody()).people)).toEqual(['8'])
    expect(presence.size).toBe(1)
  })

  it('SYNC-16 who comes back with the same id and a later clock is here again', () => {
    const presence = new Presence(() => undefined)
    const screen = new Screen()
    presence.take(said([7, 4, {}]), ANN, new Set([7]))
    screen.show(presence.changes())
    presence.leave(new Set([7]))
    screen.show(presence.changes())
    presence.take(said([7, 5, {}]), ANN, new Set())
    expect(Object.keys(screen.show(presence.changes()).people)).toEqual(['7'])
  })

  it('SYNC-14 an older clock and a repetition change nothing', () => {
    const presence = new Presence(() => undefined)
    const mine = new Set<number>()
    presence.take(said([7, 4, { cell: 'new' }]), ANN, mine)
    presence.changes()
    presence.take(said([7, 3, { cell: 'old' }]), ANN, mine)
    presence.take(said([7, 4, { cell: 'again' }]), ANN, mine)
    expect(presence.changed).toBe(false)
  })

  for (const [name, state] of [
    ['a state that is no JSON', '{'],
    ['a state that is a number', 7],
    ['a state over 4,096 units', { cell: 'x'.repeat(5000) }],
    ['a state without end', `${'['.repeat(4000)}`],
  ] as const)
    it(`SYNC-4 ${name} is malformed`, () => {
      const presence = new Presence(() => undefined)
      expect(() => presence.take(said([7, 1, state]), ANN, new Set())).toThrow('damaged')
      expect(presence.size).toBe(0)
    })

  it('SYNC-14 a state cannot carry a prototype', () => {
    const presence = new Presence(() => undefined)
    presence.take(said([7, 1, '{"__proto__": {"role": "admin"}, "cell": {"__proto__": {"x": 1}}}']), ANN, new Set())
    const people = new Screen().show(presence.changes()).people as Record<number, { role?: unknown }>
    expect(people[7]?.role).toBeUndefined()
    expect(({} as { role?: unknown }).role).toBeUndefined()
  })
})
