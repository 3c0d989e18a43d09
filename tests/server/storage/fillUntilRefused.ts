/** Run by sqlite.test.ts under a file size limit: appends until the system refuses a write, then says what was confirmed. */

import { openSqlite } from '../../../server/storage/sqlite.ts'
import { HubError } from '../../../shared/protocol/errors.ts'

const [file = '', document = '', sheet = ''] = process.argv.slice(2)
const codeOf = (error: unknown): string => (error instanceof HubError ? error.code : String(error))

async function main(): Promise<void> {
  const store = await openSqlite({ file, now: () => 0 })
  let confirmed = 0
  let code: string | undefined
  while (code === undefined) {
    const record = { seq: confirmed + 1, at: 0, update: new Uint8Array(20_000).fill(confirmed), authors: [] }
    await store.append({ document, sheet, record, changes: [], bindings: [] }).then(
      () => confirmed++,
      (error: unknown) => {
        code = codeOf(error)
      },
    )
  }
  const loaded = (await store.load(document))?.records.length
  const probe = await store.probe().then(() => 'written', codeOf)
  process.stdout.write(JSON.stringify({ confirmed, code, loaded, probe }))
}

await main()
