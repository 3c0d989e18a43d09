import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openConflicts } from '../../server/storage/moments.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { Scene } from './harness/Scene.ts'
import { finished, SHEET, settle, type TestClient, type TestHub } from './harness/TestHub.ts'

let scene: Scene
let hub: TestHub
let ann: TestClient
let ben: TestClient

beforeEach(async () => {
  scene = await Scene.open()
  ;({ hub, ann, ben } = scene)
})
afterEach(() => scene.close())

const note = (value: Scalar, row = 'r1') => [{ row, column: 'note', value }]
const open = async () =>
  (await finished(openConflicts(hub.store, SHEET, 100)))
    .map(({ row, lost, stands }) => [row, lost.value, lost.by?.member, stands.value, stands.by?.member])
    .sort()

/** Both write r1 without seeing each other; gives what stands and what was lost. */
async function headOn(): Promise<{ stands: Scalar; lost: Scalar }> {
  for (const client of [ann, ben]) client.cut()
  ann.session.edit(note('Ann'))
  ben.session.edit(note('Ben'))
  for (const client of [ann, ben]) client.online = true
  await settle([ann, ben])
  const stands = ben.session.sheet.value('r1', 'note')
  return { stands, lost: stands === 'Ann' ? 'Ben' : 'Ann' }
}

const heard = (client: TestClient): (() => number) => {
  let times = 0
  client.session.onConflicts(() => times++)
  return () => times
}

describe('conflicts', () => {
  it('TIME-2 TIME-4 a head-on write is open whoever wins, and everybody in the sheet is told', async () => {
    const carl = scene.join('carl')
    await settle([ann, ben, carl])
    const told = heard(carl)
    expect(await open()).toEqual([])
    const { stands, lost } = await headOn()
    await settle([carl])
    const who = { Ann: 'ann', Ben: 'ben' } as Record<string, string>
    expect(await open()).toEqual([['r1', lost, who[String(lost)], stands, who[String(stands)]]])
    expect(told()).toBeGreaterThan(0)
    const before = told()
    ben.session.edit(note('ordinary', 'r2'))
    await settle([ann, ben, carl])
    expect(told()).toBe(before)
  })

  it('TIME-3 taking the lost value back is an ordinary edit and settles; undoing that leaves it settled', async () => {
    const { stands, lost } = await headOn()
    ann.session.edit(note(lost), 'restore')
    await settle([ann, ben])
    expect(ben.session.sheet.value('r1', 'note')).toBe(lost)
    expect(await open()).toEqual([])
    ann.session.undo()
    await settle([ann, ben])
    expect(ben.session.sheet.value('r1', 'note')).toBe(stands)
    await settle([ann, ben])
  })

  it('TIME-2 an offline edit written again after a fold replaces what its author has not seen, and says so', async () => {
    ann.session.edit(note('before'))
    await settle([ann, ben])
    ann.cut()
    ann.session.edit([...note('Ann'), ...note('Ann alone', 'r2')])
    ann.session.edit(note('Ann again'))
    ben.session.edit(note('Ben'))
    await settle([ben])
    await finished(hub.upkeep().fold())
    ann.online = true
    await settle([ann, ben])
    expect(ben.session.sheet.value('r1', 'note')).toBe('Ann again')
    expect(ben.session.sheet.value('r2', 'note')).toBe('Ann alone')
    expect(await open()).toEqual([['r1', 'Ben', 'ben', 'Ann again', 'ann']])
  })

  it('TIME-2 edits that had seen each other are no conflict, also across a fold', async () => {
    for (const value of ['one', 'two', 'three']) {
      ann.session.edit(note(value))
      await settle([ann, ben])
      ben.session.edit(note(`${value} seen`))
      await settle([ann, ben])
      if (value === 'two') await finished(hub.upkeep().fold())
    }
    expect(await open()).toEqual([])
  })

  it('TIME-4 after a reconnect one asks anew', async () => {
    const told = heard(ann)
    ann.cut()
    await settle([ann, ben])
    const before = told()
    ann.online = true
    await settle([ann, ben])
    expect(told()).toBeGreaterThan(before)
  })
})
