/** What keeping views promises, whatever engine is under it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../server/auth/identity.ts'
import { OWN_VIEWS, SHARED_VIEWS, Views } from '../../server/services/views.ts'
import type { Store } from '../../server/storage/Store.ts'
import type { Role } from '../../shared/domain/roles.ts'
import { PLAIN_VIEW, type ViewContent } from '../../shared/views/content.ts'
import { addSheet, type StoreSetup } from './store.ts'

const TONIGHT: ViewContent = {
  ...PLAIN_VIEW,
  filters: [{ column: 'district', condition: { is: 'anyOf', values: ['莲湖区', null] } }],
  sorts: [{ column: 'columnOfTomorrow', descending: true }],
}

/** A member of the operation, as the door knows them. */
const as = (id: string, operation: string, role: Role): Identity => ({
  member: { id, name: id, color: '#336699' },
  session: 's',
  means: 'cookie',
  actor: { id, roles: new Map([[operation, new Set([role])]]) },
  scopes: undefined,
})

export function viewsContract(name: string, make: () => Promise<StoreSetup>): void {
  describe(`views on ${name}`, { timeout: 60_000 }, () => {
    let setup: StoreSetup
    let store: Store
    let views: Views
    let sheets = 0
    let ids = 0
    let now = 1_580_000_000_000
    beforeAll(async () => {
      setup = await make()
      store = await setup.open()
      views = new Views(store.db)
    })
    afterAll(async () => {
      await store?.close()
      await setup?.drop()
    })
    const making = () => ({ newId: () => `view${++ids}`, now: ++now })
    /** A sheet with an editor, another editor and a coordinator. */
    async function people() {
      const { sheet, member } = await addSheet(store, `v${++sheets}`)
      return {
        sheet,
        ann: as(member, sheet, 'editor'),
        ben: as(`${sheet}-b`, sheet, 'editor'),
        chief: as(`${sheet}-b`, sheet, 'coordinator'),
      }
    }
    const named = (name: string, shared = false, content = TONIGHT) => ({ name, content, shared })

    it('VIEW-7 VIEW-1 a member’s own view comes back as it was kept, to that member alone', async () => {
      const { sheet, ann, ben } = await people()
      const kept = await views.create(ann, sheet, named('今晚'), making())
      expect(await views.list(ann, sheet)).toEqual([kept])
      expect(kept).toMatchObject({ name: '今晚', content: TONIGHT, shared: false, default: false, version: 1, sheet })
      expect(await views.list(ben, sheet)).toEqual([])
      const wish = { version: 1, name: '我的' }
      const nobodys = await views.save(ben, 'no-such-view', wish, now).catch((error: unknown) => error)
      const attempts = [
        () => views.sheetOf(ben, kept.id),
        () => views.save(ben, kept.id, wish, now),
        () => views.makeDefault(ben, kept.id, true),
        () => views.remove(ben, kept.id),
      ]
      for (const attempt of attempts) expect(await attempt().catch((error: unknown) => error)).toEqual(nobodys)
      expect(await views.list(ann, sheet)).toEqual([kept])
    })

    it('VIEW-8 only who may share shares, changes and deletes what is shared; all see it', async () => {
      const { sheet, ann, chief } = await people()
      await expect(views.create(ann, sheet, named('大家', true), making())).rejects.toMatchObject({ code: 'no-right' })
      const shared = await views.create(chief, sheet, named('大家', true), making())
      expect((await views.list(ann, sheet)).map(({ name }) => name)).toEqual(['大家'])
      await expect(views.save(ann, shared.id, { version: 1, name: '我的' }, now)).rejects.toMatchObject({
        code: 'no-right',
      })
      await expect(views.save(ann, shared.id, { version: 1, shared: false }, now)).rejects.toMatchObject({
        code: 'no-right',
      })
      await expect(views.remove(ann, shared.id)).rejects.toMatchObject({ code: 'no-right' })
      const own = await views.create(ann, sheet, named('今晚'), making())
      await expect(views.save(ann, own.id, { version: 1, shared: true }, now)).rejects.toMatchObject({
        code: 'no-right',
      })
      await views.remove(chief, shared.id)
      expect((await views.list(ann, sheet)).map(({ name }) => name)).toEqual(['今晚'])
    })

    it('VIEW-8 one shared view at a time is the sheet’s first; one taken back is it no longer', async () => {
      const { sheet, ann, chief } = await people()
      const [one, two] = [
        await views.create(chief, sheet, named('一', true), making()),
        await views.create(chief, sheet, named('二', true), making()),
      ]
      const own = await views.create(chief, sheet, named('三'), making())
      await views.makeDefault(chief, one.id, true)
      await views.makeDefault(chief, two.id, true)
      const firsts = async () => (await views.list(ann, sheet)).filter(it => it.default).map(({ name }) => name)
      expect(await firsts()).toEqual(['二'])
      await expect(views.makeDefault(chief, own.id, true)).rejects.toMatchObject({ code: 'bad-request' })
      await views.save(chief, two.id, { version: 1, shared: false }, now)
      expect(await firsts()).toEqual([])
      expect((await views.list(ann, sheet)).map(({ name }) => name)).toEqual(['一'])
    })

    it('VIEW-9 of two who save one view the second is told who was first, and the first saving stands', async () => {
      const { sheet, chief } = await people()
      const other = as(`${sheet}-a`, sheet, 'admin')
      const shared = await views.create(chief, sheet, named('大家', true), making())
      const [first, second] = await Promise.allSettled([
        views.save(chief, shared.id, { version: 1, content: { ...TONIGHT, group: 'cluster' } }, now),
        views.save(other, shared.id, { version: 1, content: { ...TONIGHT, group: 'city' } }, now),
      ])
      const [won, lost] = first.status === 'fulfilled' ? [first, second] : [second, first]
      const winner = first.status === 'fulfilled' ? '乙组' : '甲组'
      expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } })
      expect(lost.status === 'rejected' && String(lost.reason.detail)).toContain(winner)
      expect(won.status === 'fulfilled' && won.value.version).toBe(2)
      expect(await views.list(chief, sheet)).toEqual([won.status === 'fulfilled' && won.value])
    })

    it('VIEW-10 there is an end to how many are kept, each member’s own and the shared ones apart', async () => {
      const { sheet, ann, ben, chief } = await people()
      for (let i = 0; i < OWN_VIEWS; i++) await views.create(ann, sheet, named(`${i}`), making())
      await expect(views.create(ann, sheet, named('多'), making())).rejects.toMatchObject({ code: 'conflict' })
      const own = await views.create(ben, sheet, named('别人的'), making())
      for (let i = 0; i < SHARED_VIEWS; i++) await views.create(chief, sheet, named(`${i}`, true), making())
      await expect(views.create(chief, sheet, named('多', true), making())).rejects.toMatchObject({ code: 'conflict' })
      await expect(views.save(chief, own.id, { version: 1, shared: true }, now)).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('HTTP-4 the same request made again makes no second view', async () => {
      const { sheet, ann } = await people()
      const again = { newId: () => `once-${sheet}`, now }
      const made = await views.create(ann, sheet, named('今晚'), again)
      expect(await views.create(ann, sheet, named('今晚'), again)).toEqual(made)
      expect(await views.list(ann, sheet)).toHaveLength(1)
    })
  })
}
