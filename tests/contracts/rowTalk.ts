/** What the services around a row promise – pictures, comments, reminders, the inbox – on whatever engine the hub stands. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { NOTE_LIMITS } from '../../shared/notes/noteModel.ts'
import type { Comment, InboxItem, Reminder, RowFile } from '../../shared/protocol/notes.ts'
import { operationIn, personIn, type TestHub, temporaryFolder, testHub } from '../server/testHub.ts'

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const ORIGIN = { 'sec-fetch-site': 'same-origin' }

type Role = Parameters<typeof personIn>[2]

/** A hub with a sheet of three rows and people in it; `clock` is what it goes by. */
async function scene(env: Record<string, string>) {
  const clock = { now: Date.parse('2022-01-05T08:00:00Z') }
  const test = await testHub({ now: () => clock.now }, env)
  const here = await operationIn(test, `西安${Math.random()}`)
  const rows = ['r1', 'r2', 'r3'].map(id => ({ id, cells: { item: id } }))
  await test.hub.rooms.appendRows(here.sheet, rows, { member: 'm', session: 's' })
  let count = 0
  const person = async (role: Role = 'editor', at = here) => {
    const made = await personIn(test, `p${count++}-${Math.random()}`, role, at)
    return { ...made, ...caller(test, made.cookie) }
  }
  return { test, here, clock, person, at: `/sheets/${here.sheet}` }
}

function caller(test: TestHub, cookie: string) {
  const ask = (method: string, path: string, json?: unknown) =>
    test.ask(method, path, { cookie, json, headers: ORIGIN })
  const inbox = async () => (await ask('GET', '/inbox')).json as { items: InboxItem[]; unread: number; next: null }
  return { ask, inbox, cookie }
}

/** The suite; `env` gives the settings of a hub on an empty database. */
export function rowTalk(env: () => Promise<Record<string, string>>): void {
  const open = async () => scene(await env())

  describe('pictures', { timeout: 60_000 }, () => {
    const upload = async (
      { test, at }: Awaited<ReturnType<typeof open>>,
      cookie: string,
      bytes: Uint8Array,
      row = 'r1',
    ) =>
      test.ask('POST', `${at}/rows/${row}/files`, {
        cookie,
        raw: bytes,
        headers: { ...ORIGIN, 'x-file-name': '%E5%8D%95.png' },
      })

    it('NOTE-10 NOTE-12 go in as what they are and come back as they are, with nothing a browser could run', async () => {
      const all = await open()
      const ann = await all.person()
      const kept = await upload(all, ann.cookie, Uint8Array.from([...PNG, 1, 2, 3]))
      expect([kept.status, kept.json]).toMatchObject([201, { type: 'image/png', name: '单.png', size: 11 }])
      const { id, address } = kept.json as RowFile
      const ben = await all.person('viewer')
      const got = await fetch(all.test.hub.url + address, { headers: { cookie: ben.cookie } })
      expect(new Uint8Array(await got.arrayBuffer())).toEqual(Uint8Array.from([...PNG, 1, 2, 3]))
      expect(Object.fromEntries(got.headers)).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
        'content-disposition': expect.stringMatching(/^attachment;/),
      })
      const elsewhere = await operationIn(all.test, `别处${Math.random()}`)
      const eve = await all.person('admin', elsewhere)
      expect((await eve.ask('GET', `/files/${id}`)).status).toBe(404)
    })

    it('NOTE-10 what is no picture, too large or too many is refused with the limit', async () => {
      const all = await open()
      const ann = await all.person()
      const svg = new TextEncoder().encode('<svg onload="alert(1)"/>')
      expect((await upload(all, ann.cookie, svg)).json).toMatchObject({
        code: 'bad-file',
        detail: expect.stringContaining('png, jpeg, webp or gif'),
      })
      const large = new Uint8Array(NOTE_LIMITS.imageBytes + 1)
      large.set(PNG)
      expect((await upload(all, ann.cookie, large)).json).toMatchObject({
        code: 'too-large',
        detail: expect.stringContaining('5 MB'),
      })
      expect((await upload(all, ann.cookie, Uint8Array.from(PNG), 'nobody')).status).toBe(404)
      expect((await upload(all, (await all.person('viewer')).cookie, Uint8Array.from(PNG))).status).toBe(403)
    })

    it('NOTE-12 a backup has them', async () => {
      const all = await open()
      if (all.test.hub.store.engine === 'postgres') return
      const ann = await all.person()
      await upload(all, ann.cookie, Uint8Array.from([...PNG, 9, 9]))
      const file = `${await temporaryFolder()}/copy.db`
      await all.test.hub.store.backup(file)
      const { openSqlite } = await import('../../server/storage/sqlite.ts')
      const copy = await openSqlite({ file, now: Date.now })
      const [kept] = await copy.db.selectFrom('file').select(['body', 'name']).execute()
      await copy.close()
      expect([kept?.name, new Uint8Array(kept?.body ?? [])]).toEqual(['单.png', Uint8Array.from([...PNG, 9, 9])])
    })
  })

  describe('comments', { timeout: 60_000 }, () => {
    it('NOTE-13 are read by all, written by editors, in threads, and settled', async () => {
      const { person, at } = await open()
      const [ann, ben, viewer] = [await person(), await person(), await person('viewer')]
      const first = (await ann.ask('POST', `${at}/comments`, { row: 'r1', column: 'item', text: ' 数量对吗？ ' }))
        .json as Comment
      const answer = (await ben.ask('POST', `${at}/comments`, { row: 'r1', thread: first.id, text: '对' }))
        .json as Comment
      const list = async () => ((await viewer.ask('GET', `${at}/comments?row=r1`)).json as { items: Comment[] }).items
      expect(await list()).toMatchObject([
        { id: first.id, text: '数量对吗？', column: 'item', thread: null, author: { id: ann.id }, resolved: null },
        { id: answer.id, thread: first.id, author: { id: ben.id } },
      ])
      const marks = async () => (await viewer.ask('GET', `${at}/row-marks`)).json
      expect(await marks()).toEqual({ items: [{ row: 'r1', open: 1, note: false }] })
      await ben.ask('POST', `${at}/comments/${first.id}/resolution`, { resolved: true })
      expect((await list())[0]?.resolved?.by).toBe(ben.login)
      expect(await marks()).toEqual({ items: [] })
      await ann.ask('POST', `${at}/comments/${first.id}/resolution`, { resolved: false })
      expect((await list())[0]?.resolved).toBeNull()
      expect((await viewer.ask('POST', `${at}/comments`, { row: 'r1', text: 'x' })).status).toBe(403)
      expect((await ann.ask('POST', `${at}/comments`, { row: 'nobody', text: 'x' })).status).toBe(404)
      expect((await ann.ask('POST', `${at}/comments`, { row: 'r2', text: 'x', thread: first.id })).status).toBe(404)
      expect((await ann.ask('POST', `${at}/comments/${answer.id}/resolution`, { resolved: true })).status).toBe(404)
      for (const text of ['', '   ', 'x'.repeat(4_001)])
        expect((await ann.ask('POST', `${at}/comments`, { row: 'r1', text })).status).toBe(400)
    })

    it('NOTE-14 are changed and deleted by their author alone; what others answered stays', async () => {
      const { person, at } = await open()
      const [ann, ben] = [await person(), await person('admin')]
      const { id } = (await ann.ask('POST', `${at}/comments`, { row: 'r1', text: 'one' })).json as Comment
      expect((await ben.ask('POST', `${at}/comments/${id}`, { text: 'two' })).status).toBe(403)
      expect((await ben.ask('DELETE', `${at}/comments/${id}`)).status).toBe(403)
      expect((await ann.ask('POST', `${at}/comments/${id}`, { text: 'two' })).json).toMatchObject({
        text: 'two',
        edited: true,
      })
      await ben.ask('POST', `${at}/comments`, { row: 'r1', thread: id, text: 'answer' })
      expect((await ann.ask('DELETE', `${at}/comments/${id}`)).status).toBe(204)
      const { items } = (await ben.ask('GET', `${at}/comments?row=r1`)).json as { items: Comment[] }
      expect(items).toMatchObject([{ id, text: '', deleted: true }, { text: 'answer' }])
      expect((await ann.ask('POST', `${at}/comments/${id}`, { text: 'back' })).status).toBe(404)
    })

    it('NOTE-15 put whoever is named and whoever takes part into the inbox, once, and never the author', async () => {
      const { person, at, here, test } = await open()
      const [ann, ben, cy] = [await person(), await person('viewer'), await person()]
      const text = `@${ben.login} 请看`
      const wish = { row: 'r1', column: 'item', text, mentions: [ben.id, ben.id, ann.id] }
      const { id } = (await ann.ask('POST', `${at}/comments`, wish)).json as Comment
      expect(await ben.inbox()).toMatchObject({
        unread: 1,
        items: [
          { kind: 'mention', operation: here.operation, row: 'r1', column: 'item', from: ann.login, text, read: false },
        ],
      })
      expect((await ann.inbox()).items).toEqual([])
      await cy.ask('POST', `${at}/comments`, { row: 'r1', thread: id, text: '我去' })
      expect((await ann.inbox()).items).toMatchObject([{ kind: 'reply', text: '我去' }])
      await ann.ask('POST', `${at}/comments/${id}`, { text, mentions: [ben.id, cy.id] })
      expect((await cy.inbox()).items).toMatchObject([{ kind: 'mention' }])
      expect((await ben.inbox()).items.length).toBe(1)
      await ann.ask('DELETE', `${at}/comments/${id}`)
      expect((await ben.inbox()).items).toEqual([])
      const stranger = await person('editor', await operationIn(test, `别处${Math.random()}`))
      const unknown = await ann.ask('POST', `${at}/comments`, { row: 'r1', text: 'x', mentions: [stranger.id] })
      expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining(stranger.id)])
      const people = (await ben.ask('GET', `${at}/people`)).json as { items: { id: string }[] }
      expect(people.items.map(it => it.id).sort()).toEqual([ann.id, ben.id, cy.id].sort())
      expect(JSON.stringify(people)).not.toMatch(/login|roles/)
    })
  })

  describe('the inbox', { timeout: 60_000 }, () => {
    it('NOTE-16 comes in pages, newest first, is marked as read by its member alone, and shows what may be read', async () => {
      const { person, at, clock, test } = await open()
      const [ann, ben, cy] = [await person(), await person(), await person()]
      for (let i = 0; i < 5; i++) {
        clock.now += 1_000
        await ann.ask('POST', `${at}/comments`, { row: 'r1', text: `no ${i}`, mentions: [ben.id, cy.id] })
      }
      const page = async (query: string) =>
        (await ben.ask('GET', `/inbox?${query}`)).json as { items: InboxItem[]; next: string | null; unread: number }
      const first = await page('limit=2')
      const second = await page(`limit=2&cursor=${first.next}`)
      const third = await page(`limit=2&cursor=${second.next}`)
      expect([first, second, third].flatMap(({ items }) => items.map(({ text }) => text))).toEqual(
        [4, 3, 2, 1, 0].map(i => `no ${i}`),
      )
      expect([first.unread, third.next]).toEqual([5, null])
      const ids = first.items.map(({ id }) => id)
      expect((await cy.ask('POST', '/inbox/read', { ids })).json).toEqual({ unread: 5 })
      expect((await ben.ask('POST', '/inbox/read', { ids })).json).toEqual({ unread: 3 })
      expect((await page('limit=2')).items.map(({ read }) => read)).toEqual([true, true])
      expect((await ben.ask('POST', '/inbox/read', {})).json).toEqual({ unread: 0 })
      await test.hub.store.db.deleteFrom('membership').where('member_id', '=', cy.id).execute()
      expect(await cy.inbox()).toMatchObject({ items: [], unread: 0 })
    })
  })

  describe('reminders', { timeout: 60_000 }, () => {
    it('NOTE-17 are told once when they are due, to me or to my organization, and cancelled by who asked', async () => {
      const { person, at, clock, here, test } = await open()
      const [ann, ben] = [await person(), await person('viewer')]
      const other = await test.operator<{ id: string }>('POST', '/organizations', { name: `别家${Math.random()}` })
      const cy = await person('editor', { ...here, organization: other.id })
      const due = new Date(clock.now + 60_000).toISOString()
      await ann.ask('POST', `${at}/reminders`, { row: 'r1', due, text: '再打电话' })
      const { items } = (await ann.ask('POST', `${at}/reminders`, { row: 'r1', due, audience: 'us', text: '开会' }))
        .json as {
        items: Reminder[]
      }
      expect(items.length).toBe(2)
      expect((await ben.ask('GET', `${at}/reminders?row=r1`)).json).toMatchObject({
        items: [{ text: '开会', mine: false }],
      })
      expect((await cy.ask('GET', `${at}/reminders?row=r1`)).json).toEqual({ items: [] })
      expect((await ann.ask('POST', `${at}/reminders`, { row: 'r1', due: '2022-01-05T07:59:00Z' })).status).toBe(400)
      const { reminders } = test.hub.services
      expect(await reminders.tellDue()).toBe(0)
      clock.now += 60_000
      expect(await Promise.all([reminders.tellDue(), reminders.tellDue()]).then(([a, b]) => a + b)).toBe(2)
      expect(await reminders.tellDue()).toBe(0)
      expect((await ann.inbox()).items.map(({ text }) => text).sort()).toEqual(['再打电话', '开会'].sort())
      expect((await ben.inbox()).items).toMatchObject([{ kind: 'reminder', text: '开会', row: 'r1', at: due }])
      expect((await cy.inbox()).items).toEqual([])
      const later = new Date(clock.now + 60_000).toISOString()
      await ann.ask('POST', `${at}/reminders`, { row: 'r2', due: later })
      const [waiting] = ((await ann.ask('GET', `${at}/reminders?row=r2`)).json as { items: Reminder[] }).items
      expect((await cy.ask('DELETE', `${at}/reminders/${waiting?.id}`)).status).toBe(404)
      expect((await ann.ask('DELETE', `${at}/reminders/${waiting?.id}`)).status).toBe(204)
      clock.now += 120_000
      expect(await reminders.tellDue()).toBe(0)
    })

    it('NOTE-17 one that came due while the hub was down is told when it is up again', async () => {
      const settings = { ...(await env()), DATA_DIR: await temporaryFolder() }
      const { person, at, clock, test } = await scene(settings)
      const ann = await person()
      await ann.ask('POST', `${at}/reminders`, {
        row: 'r1',
        due: new Date(clock.now + 1_000).toISOString(),
        text: '催',
      })
      await test.hub.close()
      const again = await testHub({ now: () => clock.now + 3_600_000 }, settings)
      await again.hub.services.reminders.stop()
      expect((await caller(again, ann.cookie).inbox()).items).toMatchObject([{ kind: 'reminder', text: '催' }])
      expect(await again.hub.services.reminders.tellDue()).toBe(0)
    })
  })

  it('NOTE-12 a note full of pictures takes no more', { timeout: 60_000 }, async () => {
    const all = await open()
    const ann = await all.person()
    const fragment = await all.test.hub.rooms.notes.read(all.here.sheet, 'r1', note => note)
    const doc = fragment.doc as Y.Doc
    doc.transact(() => {
      for (let i = 0; i < NOTE_LIMITS.images; i++) {
        const image = new Y.XmlElement('image')
        image.setAttribute('src', `/api/v1/files/f${i}`)
        fragment.push([image])
      }
    })
    const full = await all.test.ask('POST', `${all.at}/rows/r1/files`, {
      cookie: ann.cookie,
      raw: Uint8Array.from(PNG),
      headers: { ...ORIGIN, 'x-file-name': 'a.png' },
    })
    expect(full.json).toMatchObject({ code: 'too-large', detail: expect.stringContaining('20') })
  })
}
