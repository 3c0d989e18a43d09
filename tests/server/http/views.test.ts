import { describe, expect, it } from 'vitest'
import type { SheetViewInfo } from '../../../shared/protocol/views.ts'
import { PLAIN_VIEW } from '../../../shared/views/content.ts'
import { operationIn, personIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

const idsOf = async ({ ask }: TestHub, sheet: string, token: string) =>
  ((await ask('GET', `/sheets/${sheet}/views`, { token })).json as { items: SheetViewInfo[] }).items.map(({ id }) => id)

describe('views over HTTP', { timeout: 30_000 }, () => {
  it('VIEW-7 VIEW-8 an editor’s own view and a coordinator’s shared one: who sees, changes and deletes them', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const [editor, colleague, chief, viewer] = await Promise.all(
      (['editor', 'editor', 'coordinator', 'viewer'] as const).map(role => tokenIn(test, role, here)),
    )
    const make = (token: string | undefined, shared: boolean) =>
      test.ask('POST', `/sheets/${here.sheet}/views`, { token, json: { name: '今晚', content: PLAIN_VIEW, shared } })
    const own = await make(editor, false)
    const shared = await make(chief, true)
    expect([own.status, shared.status]).toEqual([201, 201])
    const [ownId, sharedId] = [own, shared].map(({ json }) => (json as SheetViewInfo).id)
    expect((await idsOf(test, here.sheet, editor ?? '')).sort()).toEqual([ownId, sharedId].sort())
    expect(await idsOf(test, here.sheet, colleague ?? '')).toEqual([sharedId])
    expect(await idsOf(test, here.sheet, viewer ?? '')).toEqual([sharedId])
    expect([(await make(editor, true)).status, (await make(viewer, false)).status]).toEqual([403, 403])
    const missing = await test.ask('DELETE', '/views/none', { token: colleague })
    const foreign = await test.ask('DELETE', `/views/${ownId}`, { token: colleague })
    expect([foreign.status, foreign.json]).toEqual([404, missing.json])
    const renamed = { token: editor, json: { version: 1, name: '今夜' } }
    expect((await test.ask('POST', `/views/${ownId}`, renamed)).json).toMatchObject({ name: '今夜', version: 2 })
    expect((await test.ask('POST', `/views/${ownId}`, renamed)).json).toMatchObject({ code: 'conflict' })
    expect((await test.ask('DELETE', `/views/${ownId}`, { token: editor })).status).toBe(204)
  })

  it('VIEW-10 a view over its limits, or with a condition nobody knows, is refused by the name of the field', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { cookie } = await personIn(test, 'ann', 'editor', here)
    const refusal = async (content: object) => {
      const json = { name: '今晚', content: { ...PLAIN_VIEW, ...content } }
      const headers = { 'sec-fetch-site': 'same-origin' }
      const { status, json: told } = await test.ask('POST', `/sheets/${here.sheet}/views`, { cookie, json, headers })
      return [status, (told as { detail?: string }).detail]
    }
    expect(await refusal({ sorts: Array(6).fill({ column: 'item', descending: false }) })).toEqual([
      400,
      expect.stringContaining('body.content.sorts'),
    ])
    expect(await refusal({ filters: [{ column: 'item', condition: { is: 'magic' } }] })).toEqual([
      400,
      expect.stringContaining('body.content.filters.0.condition'),
    ])
  })
})
