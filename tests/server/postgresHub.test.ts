/** The whole hub on PostgreSQL: what goes in through HTTP, a plain Yjs client and the command line is there after a restart. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { Hub } from '../../server/createHub.ts'
import { cliJson, runCli } from './cli/runCli.ts'
import { postgresSetup, postgresSilence } from './storage/databases.ts'
import { operationIn, type TestHub, temporaryFolder, testHub, tokenIn } from './testHub.ts'

const silence = await postgresSilence()

if (silence === undefined) {
  describe('the hub on PostgreSQL', { timeout: 120_000 }, promises)
} else {
  it('STORE-17 PostgreSQL answers in CI', () => {
    if (process.env.CI) expect.fail(`PostgreSQL does not answer (DATABASE_URL, or 127.0.0.1:5432): ${silence}`)
  })
}

/** An unmodified y-websocket client, once it is in sync. */
async function plainClient(hub: Hub, document: string, token: string): Promise<Y.Doc> {
  class SignedIn extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${hub.url.replace('http', 'ws')}/sync`, document, doc, {
    WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  onTestFinished(() => {
    provider.destroy()
    doc.destroy()
  })
  await new Promise<void>(resolve => provider.on('sync', (state: boolean) => state && resolve()))
  return doc
}

function promises(): void {
  let setup: Awaited<ReturnType<typeof postgresSetup>>
  beforeAll(async () => {
    setup = await postgresSetup()
  })
  afterAll(() => setup?.drop())

  /** Sends a file, confirms it and gives how many rows went in. */
  async function importRows({ ask }: TestHub, sheet: string, token: string, text: string): Promise<number> {
    const sent = await ask('POST', `/sheets/${sheet}/imports`, {
      token,
      raw: new TextEncoder().encode(text),
      headers: { 'x-file-name': 'rows.csv' },
    })
    const { id } = sent.json as { id: string }
    return ((await ask('POST', `/imports/${id}/confirm`, { token, json: {} })).json as { added: number }).added
  }

  it('STORE-18 keeps imports, edits and members in the database of DATABASE_URL, over a restart', async () => {
    const env = { DATABASE_URL: setup.url, DATA_DIR: await temporaryFolder() }
    const test = await testHub({}, env)
    const here = await operationIn(test, '甲')
    const token = await tokenIn(test, 'editor', here)
    expect(await importRows(test, here.sheet, token, '物资,数量\n口罩,300\n防护服,20\n')).toBe(2)
    const { document } = await test.operator<{ document: string }>('GET', `/sheets/${here.sheet}`)
    const [one, other] = [
      await plainClient(test.hub, document, token),
      await plainClient(test.hub, document, await tokenIn(test, 'editor', here)),
    ]
    const rows = () => test.operator<{ items: { id: string; cells: object }[] }>('GET', `/sheets/${here.sheet}/rows`)
    const first = (await rows()).items[0]?.id ?? ''
    const key = `${first}:note`
    const seen = new Promise<void>(resolve => {
      const cells = () => other.getMap<Y.Map<unknown>>('gens').get('1')
      other.on('update', () => cells()?.get(key) === '门口交接' && resolve())
    })
    one.getMap<Y.Map<unknown>>('gens').get('1')?.set(key, '门口交接')
    await seen
    const before = await rows()
    expect(before.items[0]?.cells).toEqual({ item: '口罩', quantity: 300, note: '门口交接' })
    await test.hub.close()

    expect(await cliJson(env.DATA_DIR, ['doctor'], env)).toMatchObject({ sound: true })
    const again = await testHub({}, env)
    expect(await again.operator('GET', `/sheets/${here.sheet}/rows`)).toEqual(before)
    const history = await again.operator<{ items: { column: string; old: unknown; new: unknown }[] }>(
      'GET',
      `/sheets/${here.sheet}/history?row=${first}`,
    )
    expect(history.items).toMatchObject([
      { column: 'note', old: null, new: '门口交接' },
      { column: '_row', old: null, new: true },
    ])
    expect((await again.ask('GET', `/sheets/${here.sheet}`, { token })).status).toBe(200)
    const exported = await runCli(env.DATA_DIR, ['export', '--sheet', here.sheet, '--format', 'csv'], env)
    expect(exported.stdout).toContain('门口交接')
    const refused = await runCli(env.DATA_DIR, ['backup', 'copy.db'], env)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('pg_dump')])
  })
}
