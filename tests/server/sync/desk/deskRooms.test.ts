import { describe, expect, it } from 'vitest'
import { newEditions } from '../../../../server/services/editions.ts'
import type { DeskSource } from '../../../../server/sync/Desk.ts'
import type { DuplicateEntry } from '../../../../shared/desk/deskDocument.ts'
import { operationIn, type TestHub, testHub, tokenIn } from '../../testHub.ts'
import { addRows, ending, hubWithSheet, until } from '../sockets.ts'
import { DeskClient } from './DeskClient.ts'

const TIMEOUT = { timeout: 60_000 }

/** A source that says what the test has put into it. */
class Known implements DeskSource<'duplicate'> {
  readonly kind = 'duplicate'
  readonly truth = new Map<string, DuplicateEntry>()
  /** Runs before the truth is told. */
  before: () => Promise<void> = async () => undefined

  constructor({ hub }: TestHub) {
    hub.rooms.desks.register(this)
  }

  set(row: string, other: string): void {
    this.truth.set(row, { rows: [{ row: other, why: ['item'], score: 1 }] })
  }

  async project(_sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, DuplicateEntry>> {
    const told = new Map([...this.truth].filter(([row]) => rows?.includes(row) ?? true))
    await this.before()
    return told
  }
}

async function world() {
  const sheet = await hubWithSheet()
  await addRows(sheet, 5)
  const document = await sheet.test.hub.rooms.desks.documentOf(sheet.operation.sheet)
  const known = new Known(sheet.test)
  const token = (role: 'editor' | 'viewer') => tokenIn(sheet.test, role, sheet.operation)
  const open = async (role: 'editor' | 'viewer' = 'viewer') =>
    new DeskClient(sheet.test, document, await token(role)).synced()
  const show = (rows?: readonly string[]) => sheet.test.hub.rooms.desks.show(sheet.operation.sheet, 'duplicate', rows)
  return { ...sheet, document, known, open, show, token }
}

const seqOf = async ({ hub }: TestHub, name: string): Promise<number> =>
  (await hub.store.db.selectFrom('document').select('head_seq').where('name', '=', name).executeTakeFirstOrThrow())
    .head_seq

describe('the desk of a sheet', () => {
  it('DESK-1 is named by the API and read by who may read the sheet, with a plain client', TIMEOUT, async () => {
    const { test, operation, document, known, open } = await world()
    const { items } = await test.operator<{ items: { id: string; desk: string }[] }>('GET', '/sheets')
    expect(items.find(({ id }) => id === operation.sheet)?.desk).toBe(document)
    known.set('row1', 'row2')
    const reader = await (await open()).shows('duplicate', ['row1'])
    expect(reader.desk.get('duplicate', 'row1')?.rows).toEqual([{ row: 'row2', why: ['item'], score: 1 }])
    const elsewhere = await operationIn(test, '别处')
    const stranger = { token: await tokenIn(test, 'admin', elsewhere) }
    expect(await ending(test, `/sync/${document}`, stranger)).toBe('4404 no-such-document')
    expect(await ending(test, '/sync/desk/none', stranger)).toBe('4404 no-such-document')
    expect(await ending(test, `/sync/${document}`, {})).toBe('4401 not-signed-in')
  })

  it('DESK-2 takes nothing from anybody, and goes on for the others', TIMEOUT, async () => {
    const { test, document, known, open, show } = await world()
    known.set('row1', 'row2')
    const [forger, thief, reader] = [await open('editor'), await open('editor'), await open()]
    await forger.shows('duplicate', ['row1'])
    await thief.shows('duplicate', ['row1'])
    forger.doc.getMap('desk').set('verification/row3', JSON.stringify({ state: 'verified' }))
    expect(await forger.ended).toBe('4403 no-right')
    thief.doc.getMap('desk').delete('duplicate/row1')
    expect(await thief.ended).toBe('4403 no-right')
    known.set('row4', 'row0')
    await show(['row4'])
    await reader.shows('duplicate', ['row1', 'row4'])
    expect(reader.desk.entries('verification').size).toBe(0)
    const kept = await test.hub.store.db.selectFrom('refused_update').select(['document', 'reason']).execute()
    expect(kept).toEqual([
      { document, reason: 'read-only' },
      { document, reason: 'read-only' },
    ])
  })

  it('DESK-2 lets a reader who was away say again what it was told, deletions too', TIMEOUT, async () => {
    const { known, open, show } = await world()
    known.set('row1', 'row2')
    const reader = await (await open()).shows('duplicate', ['row1'])
    known.truth.delete('row1')
    known.set('row2', 'row3')
    await show()
    await reader.shows('duplicate', ['row2'])
    reader.provider.disconnect()
    known.set('row3', 'row4')
    await show(['row3'])
    reader.provider.connect()
    await reader.shows('duplicate', ['row2', 'row3'])
    known.set('row4', 'row0')
    await show(['row4'])
    await reader.shows('duplicate', ['row2', 'row3', 'row4'])
    expect(reader.provider.wsconnected).toBe(true)
  })

  it('DESK-3 is on disk in one update when it is seen, and in none when nothing differs', TIMEOUT, async () => {
    const { test, document, known, open, show } = await world()
    const reader = await open()
    for (const row of ['row0', 'row1', 'row2', 'row3', 'row4']) known.set(row, 'x')
    await show(['row0', 'row1', 'row2', 'row3', 'row4'])
    await reader.shows('duplicate', ['row0', 'row1', 'row2', 'row3', 'row4'])
    expect([await seqOf(test, document), reader.updates]).toEqual([1, 1])
    await show()
    expect(await seqOf(test, document)).toBe(1)
    known.truth.delete('row3')
    await show(['row3'])
    expect(await seqOf(test, document)).toBe(2)
    expect(await test.hub.store.check()).toEqual([])
  })

  it('DESK-4 is made right from its sources when it is opened', TIMEOUT, async () => {
    const { test, document, known, operation, open } = await world()
    known.set('row1', 'row2')
    await (await open()).shows('duplicate', ['row1'])
    await test.hub.close()
    const again = await testHub({}, { DATA_DIR: test.config.dataDir })
    const source = new Known(again)
    source.set('row2', 'row3')
    await (await new DeskClient(again, document, again.hub.controlToken).synced()).shows('duplicate', ['row2'])
    const rows = await again.hub.rooms.desks.read(operation.sheet, desk => [...desk.entries('duplicate').keys()])
    expect(rows).toEqual(['row2'])
  })

  it('DESK-5 never goes back to what a source said before', TIMEOUT, async () => {
    const { test, operation, known, open, show } = await world()
    const reader = await open()
    let goOn: () => void = () => undefined
    const asked = new Promise<void>(resolve => {
      known.before = () => {
        resolve()
        return new Promise(end => {
          goOn = end
        })
      }
    })
    known.set('row1', 'old')
    const first = show(['row1'])
    await asked
    known.set('row1', 'new')
    const second = show(['row1'])
    known.before = async () => undefined
    goOn()
    await Promise.all([first, second])
    await until(reader.doc, () => reader.desk.get('duplicate', 'row1')?.rows[0]?.row === 'new')
    const told = await test.hub.rooms.desks.read(operation.sheet, desk => desk.get('duplicate', 'row1'))
    expect(told?.rows[0]?.row).toBe('new')
  })

  it('DESK-6 ends with the edition of its sheet; the next one is made from the sources', TIMEOUT, async () => {
    const { test, document, known, operation, open } = await world()
    known.set('row1', 'row2')
    await (await open()).shows('duplicate', ['row1'])
    await test.hub.rooms.close()
    await newEditions(test.hub.store)
    await test.hub.close()
    const again = await testHub({}, { DATA_DIR: test.config.dataDir })
    const token = again.hub.controlToken
    expect(await ending(again, `/sync/${document}`, { token })).toBe('4404 no-such-document')
    expect(await again.hub.store.load(document)).toBeUndefined()
    new Known(again).set('row4', 'row2')
    const next = await again.hub.rooms.desks.documentOf(operation.sheet)
    expect(next).toBe(`${document}.1`)
    await (await new DeskClient(again, next, token).synced()).shows('duplicate', ['row4'])
  })
})
