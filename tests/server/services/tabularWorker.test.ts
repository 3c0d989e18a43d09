import { afterEach, describe, expect, it, vi } from 'vitest'
import { TABULAR_LIMITS, TabularWorker } from '../../../server/services/tabularWorker.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'

// A worker starts in a second or two, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const pending = {
  fileName: 'x.csv',
  columns: columnsOf('needs'),
  zone: 'UTC',
  year: 2020,
  idPrefix: 'i',
  choice: {},
} as const
const read = (text: string) => ({ job: 'read', bytes: new TextEncoder().encode(text), pending }) as const
let worker = new TabularWorker()
afterEach(() => worker.close())

describe('TabularWorker', () => {
  it('FILE-15 jobs run one after the other and answer their own', async () => {
    worker = new TabularWorker()
    const plans = await Promise.all(['物资\n口罩\n', '物资\n手套\n'].map(text => worker.run(read(text), 'x.csv')))
    expect(plans.map(({ content }) => /口罩|手套/.exec(content)?.[0])).toEqual(['口罩', '手套'])
  })

  it('FILE-15 a failure crosses with its code and name', async () => {
    worker = new TabularWorker()
    await expect(worker.run(read('a,"b\n'), 'x.csv')).rejects.toMatchObject({
      code: 'bad-file',
      detail: expect.stringContaining('x.csv, line 1'),
    })
    expect((await worker.run(read('物资\n口罩\n'), 'x.csv')).content).toContain('口罩')
  })

  it('FILE-15 a job that needs too much memory is refused by name, and the next one runs', async () => {
    const heavy = read(`物资\n${'口罩,手套,防护服\n'.repeat(400_000)}`)
    worker = new TabularWorker({ ...TABULAR_LIMITS, megabytes: 64 })
    await expect(worker.run(heavy, '物资.csv')).rejects.toMatchObject({
      code: 'too-large',
      detail: expect.stringContaining('物资.csv'),
    })
    expect((await worker.run(read('物资\n口罩\n'), 'x.csv')).content).toContain('口罩')
  })

  it('FILE-15 a job that needs too much time is refused by name', async () => {
    worker = new TabularWorker({ ...TABULAR_LIMITS, seconds: 0.001 })
    await expect(worker.run(read('物资\n口罩\n'), '物资.csv')).rejects.toMatchObject({
      code: 'too-large',
      detail: expect.stringContaining('seconds'),
    })
  })

  it('FILE-15 more jobs than may wait are told that the server is busy; a closed worker takes none', async () => {
    worker = new TabularWorker({ ...TABULAR_LIMITS, waiting: 1 })
    const first = worker.run(read('物资\n口罩\n'), 'x.csv')
    await expect(worker.run(read('物资\n口罩\n'), 'x.csv')).rejects.toMatchObject({ code: 'overloaded' })
    await first
    const cut = worker.run(read('物资\n口罩\n'), 'x.csv')
    const outcome = expect(cut).rejects.toMatchObject({ code: 'unavailable' })
    await worker.close()
    await outcome
    await expect(worker.run(read('物资\n口罩\n'), 'x.csv')).rejects.toMatchObject({ code: 'unavailable' })
  })
})
