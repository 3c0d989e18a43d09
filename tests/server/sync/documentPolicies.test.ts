import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { can, DOCUMENTS, type DocumentKindName, ROLES, type Role, type Thing } from '../../../shared/domain/roles.ts'
import { NOTE_FIELD } from '../../../shared/notes/noteModel.ts'
import type { SheetInfo } from '../../../shared/protocol/http.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'
import { ending, PlainClient } from './sockets.ts'

const ROW = 'row1'
const KINDS = Object.keys(DOCUMENTS) as DocumentKindName[]

/** The documents of a sheet with one row. A kind without a line here fails to compile. */
async function documentsOf(test: TestHub, sheet: SheetInfo): Promise<Record<DocumentKindName, string>> {
  await test.hub.rooms.appendRows(sheet.id, [{ id: ROW, cells: { item: '口罩' } }], { member: 'm', session: 's' })
  const note = await test.operator<{ document: string }>('GET', `/sheets/${sheet.id}/rows/${ROW}/note`)
  return { sheet: sheet.document, desk: sheet.desk, note: note.document }
}

/** Tries to write into the document as anybody could. */
const WRITE: Record<DocumentKindName, (client: PlainClient) => void> = {
  sheet: client => client.set(ROW, 'note', `写于${Math.random()}`),
  desk: client => client.doc.getMap('desk').set(`verification/${ROW}`, '{"state":"verified"}'),
  note: client =>
    client.doc.transact(() => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText('记一笔')])
      client.doc.getXmlFragment(NOTE_FIELD).insert(0, [paragraph])
    }),
}

interface World {
  readonly test: TestHub
  readonly at: Operation
  readonly documents: readonly { readonly kind: DocumentKindName; readonly name: string; readonly thing: Thing }[]
}

async function world(): Promise<World> {
  const test = await testHub()
  const at = await operationIn(test, '甲')
  const open = await test.operator<SheetInfo>('GET', `/sheets/${at.sheet}`)
  const companion = await test.operator<SheetInfo>('POST', `/sheets/${at.sheet}/confidential`)
  const things = [
    { sheet: open, thing: { operation: at.operation } },
    { sheet: companion, thing: { operation: at.operation, confidential: true } },
  ]
  const documents = []
  for (const { sheet, thing } of things) {
    const names = await documentsOf(test, sheet)
    for (const kind of KINDS) documents.push({ kind, name: names[kind], thing })
  }
  return { test, at, documents }
}

/** What a member in this role meets: `written`, `read`, or how the door answered. */
async function met(test: TestHub, at: Operation, token: string, kind: DocumentKindName, document: string) {
  const client = new PlainClient({ test, operation: at, document }, { token })
  const refused = new Promise<string>(resolve =>
    client.provider.on('connection-close', event => resolve(`${event?.code} ${event?.reason}`)),
  )
  const synced = new Promise<'in'>(resolve => client.provider.once('sync', () => resolve('in')))
  const first = await Promise.race([synced, refused])
  if (first !== 'in') {
    client.provider.destroy()
    return first
  }
  const heard = client.heard.get(0) ?? 0
  WRITE[kind](client)
  // What is accepted comes back; what is not ends the connection.
  const back = new Promise<'written'>(resolve => {
    client.ws?.on('message', () => (client.heard.get(0) ?? 0) > heard && resolve('written'))
  })
  const second = await Promise.race([back, refused])
  client.provider.destroy()
  return second === 'written' ? 'written' : `read, then ${second}`
}

const actor = (role: Role, { operation }: Operation) => ({
  id: 'm',
  roles: new Map([[operation, new Set([role])]]),
})

describe('who meets which document', { timeout: 120_000 }, () => {
  it('ROLE-2 CONF-2 every kind of document × every role, open and confidential: read and written as the table says', async () => {
    const { test, at, documents } = await world()
    expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(KINDS))
    for (const role of ROLES) {
      const token = await tokenIn(test, role, at)
      for (const { kind, name, thing } of documents) {
        const { read, write } = DOCUMENTS[kind]
        const mayWrite = write !== undefined && can(actor(role, at), write, thing)
        const expected = !can(actor(role, at), read, thing)
          ? '4404 no-such-document'
          : mayWrite
            ? 'written'
            : expect.stringMatching(/^read, then 4403 /)
        const what = `${role} ${kind}${thing.confidential === true ? ', confidential' : ''}`
        expect([what, await met(test, at, token, kind, name)]).toEqual([what, expected])
      }
    }
  })

  it('ROLE-2 HTTP-3 to another operation’s admin every document is as one that does not exist', async () => {
    const { test, documents } = await world()
    const elsewhere = await operationIn(test, '乙')
    const token = await tokenIn(test, 'admin', elsewhere)
    for (const { name } of documents)
      expect([name, await ending(test, `/sync/${name}`, { token })]).toEqual([name, '4404 no-such-document'])
    for (const kind of KINDS)
      expect(await ending(test, `/sync/${kind}/nothing`, { token })).toBe('4404 no-such-document')
  })
})
