import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryItem, SheetRow } from '../../../shared/protocol/http.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

interface Page<T> {
  readonly items: T[]
  readonly next: string | null
}

async function allPages<T>(test: TestHub, path: string, limit: number): Promise<{ items: T[]; pages: number }> {
  const items: T[] = []
  let pages = 0
  let cursor: string | null = ''
  do {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page: Page<T> = await test.operator('GET', path + query)
    items.push(...page.items)
    cursor = page.next
    pages++
  } while (cursor !== null)
  return { items, pages }
}

const fill = ({ hub }: TestHub, { sheet }: Operation, count: number, prefix = 'r') =>
  hub.rooms.appendRows(
    sheet,
    Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, cells: { item: `口罩${i}`, quantity: i } })),
    { member: 'local-operator', session: 'test' },
  )

describe('rows', { timeout: 30_000 }, () => {
  it('HTTP-7 are the living rows in sheet order, with what their cells hold', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    await fill(test, here, 3)
    expect(await test.operator('GET', `/sheets/${here.sheet}/rows`)).toEqual({
      items: [0, 1, 2].map(i => ({ id: `r${i}`, cells: { item: `口罩${i}`, quantity: i } })),
      next: null,
    })
    expect(await test.operator('GET', `/sheets/${here.sheet}`)).toMatchObject({
      kind: 'needs',
      rowCount: 3,
      document: `sheet/${here.sheet}`,
    })
  })

  it('HTTP-6 come whole and once over any size of page', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    await fill(test, here, 60)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async limit => {
        const { items, pages } = await allPages<SheetRow>(test, `/sheets/${here.sheet}/rows`, limit)
        expect(items.map(({ id }) => id)).toEqual(Array.from({ length: 60 }, (_, i) => `r${i}`))
        expect(pages).toBe(Math.ceil(60 / limit))
      }),
      { numRuns: 20 },
    )
  })

  it('HTTP-6 added behind the cursor still come; a foreign cursor and a wrong limit are refused', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    await fill(test, here, 4)
    const first = await test.operator<Page<SheetRow>>('GET', `/sheets/${here.sheet}/rows?limit=3`)
    await fill(test, here, 2, 'late')
    const rest = await test.operator<Page<SheetRow>>('GET', `/sheets/${here.sheet}/rows?limit=3&cursor=${first.next}`)
    expect(rest.items.map(({ id }) => id)).toEqual(['r3', 'late0', 'late1'])
    for (const query of ['cursor=bm9uc2Vuc2U', 'limit=0', 'limit=1001', 'limit=x', 'at=yesterday'])
      expect(
        (await test.ask('GET', `/sheets/${here.sheet}/rows?${query}`, { token: test.hub.controlToken })).status,
        query,
      ).toBe(400)
  })

  it('HTTP-7 with `at` are as they were then: later rows left out', async () => {
    const clock = { now: Date.parse('2022-01-05T08:00:00Z') }
    const test = await testHub({ now: () => clock.now })
    const here = await operationIn(test, '甲')
    await fill(test, here, 2)
    clock.now += 60_000
    await fill(test, here, 5, 'late')
    const at = (time: string, limit = 100) =>
      test.operator<Page<SheetRow>>('GET', `/sheets/${here.sheet}/rows?limit=${limit}&at=${time}`)
    expect((await at('2022-01-05T07:59:59Z')).items).toEqual([])
    expect((await at('2022-01-05T08:00:30Z')).items.map(({ id }) => id)).toEqual(['r0', 'r1'])
    expect((await at('2022-01-05T08:02:00Z')).items.length).toBe(7)
    const first = await at('2022-01-05T08:02:00Z', 3)
    const rest = await test.operator<Page<SheetRow>>(
      'GET',
      `/sheets/${here.sheet}/rows?at=2022-01-05T08:02:00Z&cursor=${first.next}`,
    )
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([
      'r0',
      'r1',
      'late0',
      'late1',
      'late2',
      'late3',
      'late4',
    ])
  })

  it('HTTP-14 are not sent twice to who has them', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    await fill(test, here, 2)
    const token = test.hub.controlToken
    const first = await test.ask('GET', `/sheets/${here.sheet}/rows`, { token })
    const etag = first.headers.get('etag') ?? ''
    const again = () => test.ask('GET', `/sheets/${here.sheet}/rows`, { token, headers: { 'if-none-match': etag } })
    expect([(await again()).status, (await again()).text]).toEqual([304, ''])
    await fill(test, here, 1, 'late')
    expect((await again()).status).toBe(200)
  })
})

describe('history', { timeout: 30_000 }, () => {
  it('HTTP-8 is newest first, names its author, and comes in pages; of one row when asked', async () => {
    const clock = { now: Date.parse('2022-01-05T08:00:00Z') }
    const test = await testHub({ now: () => clock.now })
    const here = await operationIn(test, '甲')
    await fill(test, here, 5)
    clock.now += 1000
    await fill(test, here, 5, 'late')
    const { items, pages } = await allPages<HistoryItem>(test, `/sheets/${here.sheet}/history`, 3)
    expect([items.length, pages]).toEqual([10, 4])
    expect(items.slice(0, 5).every(it => it.row.startsWith('late'))).toBe(true)
    expect(items[0]).toMatchObject({
      column: '_row',
      old: null,
      new: true,
      at: '2022-01-05T08:00:01.000Z',
      member: { id: 'local-operator', name: expect.stringContaining('local operator') },
    })
    const one = await test.operator<Page<HistoryItem>>('GET', `/sheets/${here.sheet}/history?row=r3&column=_row`)
    expect(one.items.map(({ row }) => row)).toEqual(['r3'])
    expect(
      (await test.operator<Page<HistoryItem>>('GET', `/sheets/${here.sheet}/history?row=r3&column=note`)).items,
    ).toEqual([])
    const cursor = await test.ask('GET', `/sheets/${here.sheet}/history?cursor=WyJ4Il0`, {
      token: test.hub.controlToken,
    })
    expect(cursor.status).toBe(400)
  })
})

describe('sheets', { timeout: 30_000 }, () => {
  it('HTTP-3 that nobody has are not found, and cannot be made in an operation that is not there', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const token = await tokenIn(test, 'admin', here)
    expect((await test.ask('GET', '/sheets/none/rows', { token })).json).toMatchObject({ code: 'not-found' })
    const json = { operation: 'none', kind: 'needs', title: '表' }
    expect((await test.ask('POST', '/sheets', { token, json })).status).toBe(404)
  })
})
