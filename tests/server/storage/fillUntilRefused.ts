/** Run by sqlite.test.ts under a file size limit: appends until the system refuses several in a row, then says what was confirmed. */
import { openSqlite } from '../../../server/storage/sqlite.ts'
import { HubError } from '../../../shared/protocol/errors.ts'

const [file = '', document = '', sheet = ''] = process.argv.slice(2)
const codeOf = (error: unknown): string => (error instanceof HubError ? error.code : String(error))

const store = await openSqlite({ file, now: () => 0 })
const codes = new Set<string>()
let confirmed = 0
for (let refused = 0; refused < 3; ) {
  const record = { seq: confirmed + 1, at: 0, update: new Uint8Array(20_000).fill(confirmed), authors: [] }
  try {
    await store.append({ document, sheet, record, changes: [], bindings: [] })
    confirmed++
    refused = 0
  } catch (error) {
    codes.add(codeOf(error))
    refused++
  }
}
const probe = await store.probe().then(() => 'written', codeOf)
process.stdout.write(JSON.stringify({ confirmed, codes: [...codes], probe }))
