import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { RowContact } from '../../../shared/protocol/contacts.ts'
import { operationIn, type TestHub, temporaryFolder, testHub, tokenIn } from '../testHub.ts'

const PHONE = '13800000001'
const SPELLINGS = [PHONE, '138 0000 0001', '138-0000-0001', '１３８０００００００１']

/** Every file of a folder that holds one of the spellings. */
async function filesWith(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const name of await readdir(folder, { recursive: true })) {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0))
    if (SPELLINGS.some(text => bytes.includes(text))) found.push(name)
  }
  return found
}

/** Writes a note as somebody typing does: sign by sign. */
async function writeNote({ hub }: TestHub, sheet: string, row: string, token: string, text: string): Promise<void> {
  const doc = new Y.Doc()
  class Socket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${token}` } })
    }
  }
  const document = await hub.rooms.notes.documentOf(sheet, row)
  const provider = new WebsocketProvider(`${hub.url.replace('http', 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: Socket as never,
    disableBc: true,
  })
  onTestFinished(() => provider.destroy())
  await vi.waitFor(() => expect(provider.synced).toBe(true))
  const paragraph = new Y.XmlElement('paragraph')
  const line = new Y.XmlText()
  doc.transact(() => {
    doc.getXmlFragment('note').insert(0, [paragraph])
    paragraph.insert(0, [line])
  })
  for (const [at, sign] of [...text].entries()) line.insert(at, sign)
  const kept = () => hub.rooms.notes.read(sheet, row, note => note.toString())
  await vi.waitFor(async () => expect(await kept()).toContain(text))
}

describe('erasing a person', { timeout: 60_000 }, () => {
  it('VAULT-15 what strayed into cells, history, notes, comments and imports is in no file afterwards, and in no new backup', async () => {
    const test = await testHub()
    const { hub, config, operator } = test
    const here = await operationIn(test, '西安')
    const editor = await tokenIn(test, 'editor', here)
    const path = `/sheets/${here.sheet}`
    const ask = (method: string, at: string, json?: unknown) => test.ask(method, at, { token: editor, json })
    const by = { member: 'm', session: 's' }
    await hub.rooms.appendRows(
      here.sheet,
      [
        { id: 'r1', cells: { item: '奶粉', note: `找张三 ${SPELLINGS[1]}` } },
        { id: 'r2', cells: { item: '口罩' } },
        { id: 'r3', cells: { item: '帐篷', note: SPELLINGS[3] ?? '' } },
      ],
      by,
    )
    await hub.rooms.writeCells(here.sheet, [{ row: 'r2', column: 'note', value: `电话${PHONE}` }], by)
    await hub.rooms.writeCells(here.sheet, [{ row: 'r2', column: 'note', value: '晚上在' }], by)
    await hub.rooms.writeCells(here.sheet, [{ row: 'r3', column: '_gone', value: true }], by)
    await ask('POST', `${path}/comments`, { row: 'r1', text: `已打 ${SPELLINGS[2]}` })
    const raw = new TextEncoder().encode(`物资,备注\n帐篷,${PHONE}\n`)
    const upload = await test.ask('POST', `${path}/imports`, {
      token: editor,
      raw,
      headers: { 'x-file-name': 'a.csv' },
    })
    await ask('POST', `/imports/${(upload.json as { id: string }).id}/confirm`)
    await writeNote(test, here.sheet, 'r2', editor, `她的电话${PHONE}，晚上打`)
    const kept = (await ask('POST', `${path}/rows/r1/contact`, { phone: `+86 ${PHONE}` })).json as RowContact
    expect(await filesWith(config.dataDir)).not.toEqual([])
    const before = await operator<{ document: string }>('GET', path)

    const erased = await operator<{ cleared: number; renewed: number }>('POST', `/contacts/${kept.contact?.id}/erase`)

    expect(erased).toMatchObject({ renewed: 2 })
    expect(erased.cleared).toBeGreaterThanOrEqual(3)
    expect(await filesWith(config.dataDir)).toEqual([])
    const backups = await temporaryFolder()
    await hub.store.backup(join(backups, 'copy.db'))
    expect(await filesWith(backups)).toEqual([])
    // Everything else is as it was, and goes on.
    const after = await operator<{ document: string }>('GET', path)
    expect(after.document).not.toBe(before.document)
    const cells = (row: string) => hub.rooms.read(here.sheet, sheet => sheet.cells(row))
    expect(await cells('r1')).toMatchObject({ item: '奶粉', note: '找张三 ***' })
    expect(await cells('r2')).toMatchObject({ item: '口罩', note: '晚上在' })
    expect(await hub.rooms.read(here.sheet, sheet => [sheet.rowCount, sheet.isDeleted('r3')])).toEqual([3, true])
    expect(await hub.rooms.notes.read(here.sheet, 'r2', note => note.toString())).toContain('她的电话***，晚上打')
    await hub.rooms.writeCells(here.sheet, [{ row: 'r2', column: 'note', value: '白天在' }], by)
    expect(await cells('r2')).toMatchObject({ note: '白天在' })
    expect(await hub.store.check()).toEqual([])
  })

  it('VAULT-15 a person of whom nothing strayed takes nobody out of a sheet', async () => {
    const test = await testHub()
    const here = await operationIn(test, '西安')
    await test.hub.rooms.appendRows(here.sheet, [{ id: 'r1', cells: { item: '奶粉' } }], { member: 'm', session: 's' })
    const path = `/sheets/${here.sheet}`
    const kept = await test.operator<RowContact>('POST', `${path}/rows/r1/contact`, { phone: PHONE, name: '张三' })
    const before = await test.operator<{ document: string }>('GET', path)
    expect(await test.operator('POST', `/contacts/${kept.contact?.id}/erase`)).toEqual({ cleared: 0, renewed: 0 })
    expect(await test.operator('GET', path)).toMatchObject({ document: before.document })
  })
})
