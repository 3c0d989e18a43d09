import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { NoteSession } from '../../../client/notes/NoteSession.ts'
import type { LocalStore } from '../../../client/sync/localCopies.ts'
import type { SaveState } from '../../../client/sync/session.ts'
import { newEditions } from '../../../server/services/editions.ts'
import { NOTE_FIELD, noteText } from '../../../shared/notes/noteModel.ts'
import { Network } from '../../e2e/Network.ts'
import { addRows, hubWithSheet } from '../../server/sync/sockets.ts'
import { testHub, tokenIn } from '../../server/testHub.ts'

/** A device: what a closed tab leaves behind is there for the next one. */
class Device implements LocalStore {
  readonly documents = new Map<string, Uint8Array>()
  readonly shelves = new Map<string, Map<string, string>>()

  copy(document: string, doc: Y.Doc) {
    const kept = this.documents.get(document)
    if (kept !== undefined) Y.applyUpdate(doc, kept)
    const keep = (): void => void this.documents.set(document, Y.encodeStateAsUpdate(doc))
    doc.on('update', keep)
    return {
      loaded: Promise.resolve(),
      stop: async () => doc.off('update', keep),
      erase: async () => {
        doc.off('update', keep)
        this.documents.delete(document)
      },
    }
  }

  edits(document: string, shelf: 'unsaved' | 'held') {
    const name = `${shelf}/${document}`
    const texts = this.shelves.get(name) ?? new Map<string, string>()
    this.shelves.set(name, texts)
    return {
      put: (key: string, value: string) => void texts.set(key, value),
      remove: (key: string) => void texts.delete(key),
      all: () => [...texts],
    }
  }

  /** Unsaved edits noted on this device. */
  get noted(): number {
    return [...this.shelves].reduce((sum, [name, texts]) => sum + (name.startsWith('unsaved/') ? texts.size : 0), 0)
  }
}

async function scene() {
  const world = await hubWithSheet()
  await addRows(world, 2)
  const network = await Network.to(Number(new URL(world.test.hub.url).port))
  onTestFinished(() => network.close())
  const open = async (role: 'editor' | 'viewer' = 'editor', device = new Device()) => {
    const token = await tokenIn(world.test, role, world.operation)
    return {
      device,
      token,
      note: tab(world.test.hub.url, token, device, role === 'viewer', url => network.through(url)),
    }
  }
  return { ...world, network, open }
}

/** A tab with the note of row1 open. */
function tab(url: string, token: string, device: Device, readOnly = false, through = (address: string) => address) {
  class SignedIn extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${token}` } })
    }
  }
  const sheets = async () => {
    const headers = { authorization: `Bearer ${token}` }
    const { items } = (await (await fetch(`${url}/api/v1/sheets`, { headers })).json()) as { items: { id: string }[] }
    const answer = await fetch(`${url}/api/v1/sheets/${items[0]?.id}/rows/row1/note`, { headers })
    return ((await answer.json()) as { document: string }).document
  }
  const session = new NoteSession({
    place: 'row1',
    member: 'm',
    readOnly,
    url: `${through(url).replace('http', 'ws')}/sync`,
    name: sheets,
    store: device,
    WebSocket: SignedIn as unknown as typeof globalThis.WebSocket,
  })
  onTestFinished(() => session.destroy())
  return session
}

function until(session: NoteSession, isTrue: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = (): void => {
      if (!isTrue()) return
      stop()
      session.open()?.doc.off('update', look)
      resolve()
    }
    const stop = session.subscribe(() => {
      session.open()?.doc.off('update', look)
      session.open()?.doc.on('update', look)
      look()
    })
    session.open()?.doc.on('update', look)
    look()
  })
}

const state = (session: NoteSession, kind: SaveState['kind'], count?: number): Promise<void> =>
  until(session, () => {
    const now = session.state()
    return now.kind === kind && (count === undefined || ('count' in now && now.count === count))
  })
const says = (session: NoteSession, text: string): Promise<void> =>
  until(session, () => {
    const open = session.open()
    return open !== undefined && noteText(open.note).includes(text)
  })

function write(session: NoteSession, text: string): void {
  const { note, doc } = session.open() ?? fail()
  doc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    note.push([paragraph])
  })
}

const fail = (): never => {
  throw new Error('the note is not open')
}

describe('the note of a tab', { timeout: 60_000 }, () => {
  it('NOTE-18 counts what is on its way, deletions too, and says saved when it is on disk', async () => {
    const { open } = await scene()
    const [{ note: ann, device }, { note: ben }] = [await open(), await open('viewer')]
    await Promise.all([state(ann, 'saved'), state(ben, 'saved')])
    write(ann, 'one')
    expect(ann.state()).toEqual({ kind: 'saving', count: 1 })
    expect(device.noted).toBe(1)
    await says(ben, 'one')
    await state(ann, 'saved')
    expect(device.noted).toBe(0)
    ann.open()?.note.delete(0, 1)
    expect(ann.state()).toEqual({ kind: 'saving', count: 1 })
    await state(ann, 'saved')
    await until(ben, () => ben.open()?.note.length === 0)
  })

  it('NOTE-18 keeps what is written without a network, over a closed tab, and merges it on return', async () => {
    const { open, network, test } = await scene()
    const first = await open()
    const { note: ben } = await open()
    await Promise.all([state(first.note, 'saved'), state(ben, 'saved')])
    write(first.note, 'before')
    await says(ben, 'before')
    await state(first.note, 'saved')
    network.cut()
    write(first.note, 'offline one')
    write(first.note, 'offline two')
    first.note.open()?.note.delete(0, 1)
    await state(first.note, 'waiting', 3)
    first.note.destroy()
    expect(first.device.noted).toBe(1)
    network.mend()
    const again = tab(test.hub.url, first.token, first.device)
    await says(again, 'offline two')
    await says(ben, 'offline two')
    await until(ben, () => !noteText(ben.open()?.note ?? fail()).includes('before'))
    await state(again, 'saved')
    expect(first.device.noted).toBe(0)
  })

  it('NOTE-18 deletions made by a tab that closed before they were sent arrive later', async () => {
    const { open, network, test } = await scene()
    const first = await open()
    await state(first.note, 'saved')
    write(first.note, 'gone soon')
    await state(first.note, 'saved')
    network.cut()
    await state(first.note, 'waiting', 0)
    first.note.open()?.note.delete(0, 1)
    await state(first.note, 'waiting', 1)
    first.note.destroy()
    const again = tab(test.hub.url, first.token, first.device)
    await state(again, 'saved')
    expect(first.device.noted).toBe(0)
    const fresh = tab(test.hub.url, first.token, new Device())
    await state(fresh, 'saved')
    expect(fresh.open()?.note.length).toBe(0)
  })

  it('NOTE-18 what the server refuses is kept as text, over a closed tab, until it is dropped; the note starts afresh', async () => {
    const { open, test } = await scene()
    const { note, device, token } = await open()
    await state(note, 'saved')
    write(note, 'good')
    await state(note, 'saved')
    const { doc } = note.open() ?? fail()
    doc.transact(() => {
      write(note, 'my words')
      doc.getXmlFragment(NOTE_FIELD).push([new Y.XmlElement('iframe')])
    })
    await until(note, () => note.held().length === 1)
    expect(note.held()[0]?.text).toContain('my words')
    await says(note, 'good')
    expect(noteText(note.open()?.note ?? fail())).not.toContain('my words')
    note.destroy()
    const again = tab(test.hub.url, token, device)
    await state(again, 'saved')
    expect(again.held().map(({ text }) => text.includes('my words'))).toEqual([true])
    again.dropHeld(again.held()[0]?.id ?? '')
    expect(again.held()).toEqual([])
  })

  it('NOTE-18 NOTE-9 follows its note to a new edition and keeps unsent words as text', async () => {
    const { open, network, test, operation } = await scene()
    const { note, device, token } = await open()
    await state(note, 'saved')
    write(note, 'saved words')
    await state(note, 'saved')
    network.cut()
    write(note, 'unsent words')
    await state(note, 'waiting', 1)
    note.destroy()
    await test.hub.rooms.notes.close()
    await newEditions(test.hub.store)
    await test.hub.close()
    const later = await testHub({}, { DATA_DIR: test.config.dataDir })
    const headers = { authorization: `Bearer ${token}` }
    const named = await fetch(`${later.hub.url}/api/v1/sheets/${operation.sheet}/rows/row1/note`, { headers })
    expect(await named.json()).toEqual({ document: 'note/row1.1' })
    // The old copy is opened as a tab would that could not ask for the name.
    let asked = 0
    class SignedIn extends WebSocket {
      constructor(address: string) {
        super(address, { headers })
      }
    }
    const again = new NoteSession({
      place: 'row1',
      member: 'm',
      readOnly: false,
      url: `${later.hub.url.replace('http', 'ws')}/sync`,
      name: async () => (asked++ === 0 ? 'note/row1' : 'note/row1.1'),
      store: device,
      WebSocket: SignedIn as unknown as typeof globalThis.WebSocket,
    })
    onTestFinished(() => again.destroy())
    await until(again, () => again.held().length === 1)
    expect(again.held()[0]?.text).toContain('unsent words')
    await says(again, 'saved words')
    await state(again, 'saved')
  })
})
