// The process copyDatabase.ts starts: `node copyEntry.mjs <from> <to> <busy timeout, ms>`. Says on stdout why it failed, as JSON.
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'

const [from, to, timeout] = process.argv.slice(2)
const client = createClient({ url: pathToFileURL(from).href, concurrency: 1, timeout: Number(timeout) })
try {
  await client.execute({ sql: 'VACUUM INTO ?', args: [to] })
} catch (error) {
  process.stdout.write(JSON.stringify({ code: error.code, message: error.message }))
  process.exitCode = 1
} finally {
  client.close()
}
