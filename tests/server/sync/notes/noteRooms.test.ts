import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { newEditions } from '../../../../server/services/editions.ts'
import { NOTE_FIELD, NOTE_LIMITS, noteText } from '../../../../shared/notes/noteModel.ts'
import { operationIn, type TestHub, testHub, tokenIn } from '../../testHub.ts'
import { addRows, ending, type HubWithSheet, hubWithSheet, until } from '../sockets.ts'

const TIMEOUT = { timeout: 60_000 }

/** y-websocket as anybody may use it, on a note. */
class NoteClient {
  readonly doc = new Y.Doc()
  readonly note = this.doc.getXmlFragment(NOTE_FIELD)
  readonly provider: WebsocketProvider
  readonly ended: Promise<string>

  constructor({ hub }: TestHub, document: string, token: string) {
    let close: (how: string) => void = () => undefined
    this.ended = new Promise(resolve => {
      close = resolve
    })
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { authorization: `Bearer ${token}` } })
        this.on('close', (code, reason) => close(`${code} ${reason}`))
      }
    }
    this.provider = new WebsocketProvider(`${hub.url.replace('http', 'ws')}/sync`, document, this.doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    })
    onTestFinished(() => this.provider.destroy())
  }

  async synced(): Promise<this> {
    if (!this.provider.synced) await new Promise<void>(resolve => this.provider.once('sync', () => resolve()))
    return this
  }

  write(text: string): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    this.note.push([paragraph])
  }

  sees(text: string): Promise<void> {
    return until(this.doc, () => noteText(this.note).includes(text))
  }
}

async function world() {
  const sheet = await hubWithSheet()
  await addRows(sheet, 3)
  const token = (role: 'editor' | 'viewer' | 'auditor') => tokenIn(sheet.test, role, sheet.operation)
  const open = async (role: 'editor' | 'viewer', row = 'row1') =>
    new NoteClient(sheet.test, `note/${row}`, await token(role)).synced()
  return { ...sheet, token, open }
}

const authorsOf = async ({ test }: Pick<HubWithSheet, 'test'>, document: string): Promise<number> => {
  const records = await test.hub.store.db
    .selectFrom('doc_log')
    .select('authors')
    .where('document', '=', document)
    .execute()
  return new Set(records.flatMap(({ authors }) => (JSON.parse(authors) as { member: string }[]).map(a => a.member)))
    .size
}

describe('the note of a row', () => {
  it('NOTE-1 is there for every row of the sheet, and for nothing else', TIMEOUT, async () => {
    const { test, token } = await world()
    const reader = { token: await token('viewer') }
    for (const path of ['note/nobody', 'note/', 'note/row1/x', 'note/row1.', 'note/%', `note/${'a'.repeat(41)}`])
      expect(await ending(test, `/sync/${path}`, reader), path).toBe('4404 no-such-document')
  })

  it('NOTE-1 two sheets with a row of the same id have a note each', TIMEOUT, async () => {
    const { test, operation, token } = await world()
    const other = await test.operator<{ id: string }>('POST', '/sheets', {
      operation: operation.operation,
      kind: 'needs',
      title: '又一张',
    })
    await test.hub.rooms.appendRows(other.id, [{ id: 'row1', cells: {} }], { member: 'm', session: 's' })
    const first = await test.hub.rooms.notes.documentOf(operation.sheet, 'row1')
    const second = await test.hub.rooms.notes.documentOf(other.id, 'row1')
    expect([first, second]).toEqual(['note/row1', `note/row1.${other.id}`])
    const editor = await token('editor')
    const [one, two] = [new NoteClient(test, first, editor), new NoteClient(test, second, editor)]
    await Promise.all([one.synced(), two.synced()])
    one.write('first')
    two.write('second')
    const again = await new NoteClient(test, second, editor).synced()
    await again.sees('second')
    expect(noteText(again.note)).not.toContain('first')
    await expect(test.hub.rooms.notes.documentOf(operation.sheet, 'nobody')).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('NOTE-2 is read by who may read the sheet and written by who may edit it', TIMEOUT, async () => {
    const { test, operation, open } = await world()
    const [ann, ben] = [await open('editor'), await open('viewer')]
    ann.write('家属已联系')
    await ben.sees('家属已联系')
    ben.write('mine')
    expect(await ben.ended).toBe('4403 no-right')
    const stranger = await tokenIn(test, 'admin', {
      ...operation,
      operation: (await test.operator<{ id: string }>('POST', '/operations', { name: '别处' })).id,
    })
    expect(await ending(test, '/sync/note/row1', { token: stranger })).toBe('4404 no-such-document')
    expect(await ending(test, '/sync/note/row1', {})).toBe('4401 not-signed-in')
  })

  it('NOTE-3 refuses damaged and foreign updates by ending who sent them, and nobody else', TIMEOUT, async () => {
    const { open, test } = await world()
    const [ann, ben] = [await open('editor'), await open('editor')]
    ben.doc.getMap('gens').set('row1:item', 'x')
    expect(await ben.ended).toBe('4403 edit-refused')
    const eve = await open('editor')
    eve.provider.ws?.send(Uint8Array.of(0, 2, 3, 9, 9, 9))
    expect(await eve.ended).toBe('4400 malformed')
    ann.write('还在')
    await (await open('viewer')).sees('还在')
    const refused = await test.hub.store.db.selectFrom('refused_update').select(['document', 'reason']).execute()
    expect(refused).toEqual([
      { document: 'note/row1', reason: 'foreign-root' },
      { document: 'note/row1', reason: 'malformed' },
    ])
  })

  it('NOTE-6 takes no more than its limit, and keeps what it refused', TIMEOUT, async () => {
    const { open, test } = await world()
    const ann = await open('editor')
    for (let i = 0; i < 3; i++) ann.write('字'.repeat(NOTE_LIMITS.hardSize / 3 - 100))
    const ben = await open('editor')
    await until(ben.doc, () => noteText(ben.note).length > NOTE_LIMITS.hardSize - 400)
    ben.write('x'.repeat(400))
    expect(await ben.ended).toBe('4413 too-large')
    ann.note.delete(0, 1)
    const cy = await open('editor')
    await until(cy.doc, () => cy.note.length === 2)
    cy.write('y'.repeat(400))
    await ann.sees('y'.repeat(400))
    const [kept] = await test.hub.store.db.selectFrom('refused_update').select(['reason']).execute()
    expect(kept?.reason).toBe('too-large')
  })

  it(
    'NOTE-7 is on disk before anyone sees it, with its authors, and is the same after a restart',
    TIMEOUT,
    async () => {
      const first = await world()
      const { test, open } = first
      const [ann, ben] = [await open('editor'), await open('editor')]
      ann.write('第一段')
      await ben.sees('第一段')
      ben.write('第二段')
      await ann.sees('第二段')
      expect(await authorsOf(first, 'note/row1')).toBe(2)
      await test.hub.close()
      const again = await testHub({}, { DATA_DIR: test.config.dataDir })
      const reader = await new NoteClient(again, 'note/row1', again.hub.controlToken).synced()
      await reader.sees('第一段')
      await reader.sees('第二段')
      expect(await again.hub.store.check()).toEqual([])
    },
  )

  it(
    'NOTE-7 nobody’s open note is put away after a while, shortened to a snapshot, and comes back whole',
    TIMEOUT,
    async () => {
      let now = Date.now()
      const test = await testHub({ now: () => now })
      const operation = await operationIn(test, '甲')
      await test.hub.rooms.appendRows(operation.sheet, [{ id: 'row1', cells: {} }], { member: 'm', session: 's' })
      const token = await tokenIn(test, 'editor', operation)
      const ann = await new NoteClient(test, 'note/row1', token).synced()
      const ben = await new NoteClient(test, 'note/row1', token).synced()
      for (let i = 0; i < 60; i++) {
        ann.write(`line ${i}`)
        await ben.sees(`line ${i}`)
      }
      ann.provider.destroy()
      ben.provider.destroy()
      await Promise.all([ann.ended, ben.ended])
      const { notes } = test.hub.rooms
      await notes.beat()
      expect((await notes.opened()).length).toBe(1)
      now += 120_000
      await notes.beat()
      expect(await notes.opened()).toEqual([])
      const { snapshot, records } = (await test.hub.store.load('note/row1')) ?? { snapshot: undefined, records: [] }
      expect([snapshot !== undefined, records.length]).toEqual([true, 0])
      const cy = await new NoteClient(test, 'note/row1', token).synced()
      await cy.sees('line 59')
      cy.write('and on')
      await (await new NoteClient(test, 'note/row1', token).synced()).sees('and on')
    },
  )

  it('NOTE-8 shows carets with the names the server knows, whatever a client calls itself', TIMEOUT, async () => {
    const { open } = await world()
    const [ann, ben] = [await open('editor'), await open('editor')]
    ann.provider.awareness.setLocalState({
      user: { name: 'the director', color: 'red' },
      cursor: { anchor: 1, head: 2 },
    })
    const seen = await new Promise<{ user: { name: string }; cursor: unknown }>(resolve => {
      const look = (): void => {
        const state = ben.provider.awareness.getStates().get(ann.doc.clientID) as never
        if (state !== undefined) resolve(state)
      }
      ben.provider.awareness.on('change', look)
      look()
    })
    expect(seen.cursor).toEqual({ anchor: 1, head: 2 })
    expect(seen.user.name).not.toBe('the director')
  })

  it('NOTE-9 goes on under another name when the history of the hub had to end', TIMEOUT, async () => {
    const { test, operation, open } = await world()
    const ann = await open('editor')
    ann.write('kept')
    await (await open('viewer')).sees('kept')
    await test.hub.rooms.notes.close()
    await newEditions(test.hub.store)
    await test.hub.close()
    const again = await testHub({}, { DATA_DIR: test.config.dataDir })
    const token = again.hub.controlToken
    expect(await ending(again, '/sync/note/row1', { token })).toBe('4404 no-such-document')
    const document = await again.hub.rooms.notes.documentOf(operation.sheet, 'row1')
    expect(document).toBe('note/row1.1')
    await (await new NoteClient(again, document, token).synced()).sees('kept')
  })
})
