import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { cellKey, ROW_GONE, type Scalar } from '../../shared/sheet/cell.ts'
import { pick, random } from './harness/random.ts'
import { Scene } from './harness/Scene.ts'
import { carry, fakeTimers, finished, settle, type TestClient, TestHub } from './harness/TestHub.ts'

let scene: Scene
let hub: TestHub
let ann: TestClient
let ben: TestClient

const both = (row: string, column: string): Scalar[] =>
  [ann, ben].map(({ session }) => session.sheet.value(row, column))
const note = (value: Scalar, row = 'r1') => [{ row, column: 'note', value }]

/** Both write the cell without seeing each other; gives who stands and who lost. */
async function meetingHeadOn(): Promise<{ readonly winner: TestClient; readonly loser: TestClient }> {
  for (const client of [ann, ben]) client.cut()
  ann.session.edit(note('Ann'))
  ben.session.edit(note('Ben'))
  for (const client of [ann, ben]) client.online = true
  await settle([ann, ben])
  return both('r1', 'note')[0] === 'Ann' ? { winner: ann, loser: ben } : { winner: ben, loser: ann }
}

describe('own undo through the real session and gate', () => {
  beforeEach(async () => {
    scene = await Scene.open()
    ;({ hub, ann, ben } = scene)
  })
  afterEach(() => scene.close())

  it('UNDO-7 Y.UndoManager itself empties the cell after a head-on write (yjs#514)', () => {
    const [one, two] = [new Y.Doc(), new Y.Doc()]
    one.clientID = 1
    two.clientID = 2
    const undo = new Y.UndoManager(two.getMap(), { captureTimeout: 0 })
    one.getMap().set('x', 1)
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    one.getMap().set('x', 2)
    two.getMap().set('x', 3)
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    undo.undo()
    expect(two.getMap().get('x')).toBeUndefined()
  })

  it('UNDO-7 after a head-on write (yjs#514) the one who stands gets the value of before back, the other changes nothing', async () => {
    ann.session.edit(note('before'))
    await settle([ann, ben])
    const { winner, loser } = await meetingHeadOn()
    expect(loser.session.undo()).toMatchObject({ written: 0, left: [{ row: 'r1', column: 'note' }] })
    expect(winner.session.undo()).toMatchObject({ written: 1, left: [] })
    await settle([ann, ben])
    expect(both('r1', 'note')).toEqual(['before', 'before'])
  })

  it('UNDO-7 a cell changed and its row deleted in one step come back with the old value, on both screens (yjs#443, #642)', async () => {
    ann.session.edit([
      { row: 'r1', column: 'quantity', value: 99 },
      { row: 'r1', column: ROW_GONE, value: true },
    ])
    await settle([ann, ben])
    expect([ann, ben].map(({ session }) => session.sheet.rows().includes('r1'))).toEqual([false, false])
    ann.session.undo()
    await settle([ann, ben])
    expect([ann, ben].map(({ session }) => session.sheet.rows().includes('r1'))).toEqual([true, true])
    expect(both('r1', 'quantity')).toEqual([1, 1])
    expect(both('r1', 'item')).toEqual(['item of r1', 'item of r1'])
  })

  it('UNDO-7 a value moved to and fro between two cells is where it was after each undo and redo (yjs#500)', async () => {
    const move = (from: string, to: string): void =>
      ann.session.edit([
        { row: from, column: 'note', value: null },
        { row: to, column: 'note', value: 'a' },
      ])
    const cells = (): Scalar[] => [...both('r1', 'note'), ...both('r2', 'note')]
    ann.session.edit(note('a'))
    move('r1', 'r2')
    move('r2', 'r1')
    for (const [step, there] of [
      ['undo', 'r2'],
      ['undo', 'r1'],
      ['redo', 'r2'],
      ['redo', 'r1'],
    ] as const) {
      ann.session[step]()
      await settle([ann, ben])
      expect(cells(), `${step}: in ${there}`).toEqual(there === 'r1' ? ['a', 'a', null, null] : [null, null, 'a', 'a'])
    }
  })

  it('UNDO-6 a cell a colleague has changed and changed back is left, and planned so', async () => {
    ann.session.edit([...note('mine'), ...note('mine', 'r2')])
    await settle([ann, ben])
    ben.session.edit(note('theirs'))
    await settle([ann, ben])
    ben.session.edit(note('mine'))
    await settle([ann, ben])
    expect(ann.session.planUndo()?.left).toEqual([{ row: 'r1', column: 'note' }])
    expect(ann.session.undo()).toMatchObject({ written: 1, left: [{ row: 'r1', column: 'note' }] })
    await settle([ann, ben])
    expect([...both('r1', 'note'), ...both('r2', 'note')]).toEqual(['mine', 'mine', null, null])
    expect(ann.session.redo()).toMatchObject({ written: 1, left: [{ row: 'r1', column: 'note' }] })
  })

  it('UNDO-6 what a colleague wrote while this person was offline is left, also after a fold', async () => {
    ann.session.edit([...note('mine'), ...note('mine too', 'r2')])
    await settle([ann, ben])
    ann.cut()
    ben.session.edit(note('theirs'))
    await settle([ben])
    await finished(hub.upkeep().fold())
    await settle([ben])
    ann.online = true
    await settle([ann, ben])
    expect(ann.session.undo()).toMatchObject({ written: 1, left: [{ row: 'r1', column: 'note' }] })
    await settle([ann, ben])
    expect([...both('r1', 'note'), ...both('r2', 'note')]).toEqual(['theirs', 'theirs', null, null])
  })

  it('UNDO-7 UNDO-3 steps go on in another generation and in the sheet’s next edition, redo too', async () => {
    ann.session.edit(note('first'))
    ann.session.deleteRows(['r5', 'r6'])
    await settle([ann, ben])
    await finished(hub.upkeep().fold())
    await settle([ann, ben])
    await finished(hub.newEdition())
    await settle([ann, ben])
    expect(ann.session.nextUndo()?.cells).toHaveLength(2)
    expect(ann.session.undo()).toMatchObject({ written: 2, left: [] })
    expect(ann.session.undo()).toMatchObject({ written: 1, left: [] })
    await settle([ann, ben])
    expect(both('r1', 'note')).toEqual([null, null])
    expect(ben.session.sheet.rows()).toContain('r5')
    expect(ann.session.redo()).toMatchObject({ written: 1, left: [] })
    await settle([ann, ben])
    expect(both('r1', 'note')).toEqual(['first', 'first'])
  })

  it('UNDO-1 UNDO-3 offline one undoes what was typed offline, and nothing of it reaches the others', async () => {
    ann.cut()
    ann.session.edit(note('draft'))
    ann.session.undo()
    ben.session.edit(note('Ben', 'r2'))
    ann.online = true
    await settle([ann, ben])
    expect([...both('r1', 'note'), ...both('r2', 'note')]).toEqual([null, null, 'Ben', 'Ben'])
  })
})

/** Few cells and few values, so that colleagues often write what this person had written. */
const CELLS = ['r0', 'r1', 'r2'].flatMap(row => ['note', 'unit'].map(column => ({ row, column })))
const VALUES = ['a', 'b', null]
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 8)

/** Whose value a cell shows on this screen, as Yjs has it: the tab’s own, another’s, or nobody knows (in the base). */
function authorOf({ session }: TestClient, row: string, column: string): 'own' | 'another' | 'base' {
  const key = cellKey(row, column)
  const item = session.sheet.living.find(({ cells }) => cells.has(key))?.cells._map.get(key)
  if (item === undefined) return 'base'
  return item.id.client === session.sheet.doc.clientID ? 'own' : 'another'
}

describe('own undo, at random', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  for (let seed = 1; seed <= SEEDS; seed++)
    it(`UNDO-6 UNDO-2 never changes a cell whose value is a colleague’s, seed ${seed}`, async () => {
      const started = await TestHub.start(['r0', 'r1', 'r2'])
      fakeTimers()
      const next = random(seed)
      const people = ['m0', 'm1', 'm2'].map(name => started.client(name, 'editor', next))
      await settle(people)
      let undone = 0
      for (let i = 0; i < 150; i++) {
        const person = pick(people, next)
        const dice = next()
        if (dice < 0.5) {
          const cells = CELLS.filter(() => next() < 0.4)
          person.session.edit(cells.map(cell => ({ ...cell, value: pick(VALUES, next) })))
        } else if (dice < 0.75) {
          const before = CELLS.map(({ row, column }) => [
            person.session.sheet.value(row, column),
            authorOf(person, row, column),
          ])
          const result = next() < 0.7 ? person.session.undo() : person.session.redo()
          undone += result?.written ?? 0
          for (const [n, { row, column }] of CELLS.entries())
            if (person.session.sheet.value(row, column) !== before[n]?.[0])
              expect(before[n]?.[1], `step ${i} ${row} ${column}`).not.toBe('another')
        } else if (dice < 0.82) person.cut()
        else person.online = true
        if (next() < 0.7) await carry(people)
      }
      for (const person of people) person.online = true
      await settle(people)
      expect(undone).toBeGreaterThan(10)
      for (const person of people) person.session.destroy()
      await started.stop()
    })
})
