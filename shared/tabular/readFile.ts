/** From the bytes of an upload to its tables, whatever kind of file it is. */
import { readCsv } from './csv.ts'
import { decodeText } from './decodeText.ts'
import type { FileTables } from './table.ts'
import { readXlsx } from './xlsx.ts'
import { isZip } from './zipDirectory.ts'

/** Known by its first bytes, never by its name. Throws HubError `bad-file` or `too-large` naming the file. */
export async function readFile(bytes: Uint8Array, fileName: string): Promise<FileTables> {
  if (isZip(bytes)) return { encoding: 'xlsx', source: 'excel', tables: await readXlsx(bytes, fileName) }
  const { text, encoding } = decodeText(bytes, fileName)
  return { encoding, source: 'text', tables: [{ name: fileName, rows: readCsv(text, fileName) }] }
}
