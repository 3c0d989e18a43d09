import { saveFile } from '../../ui/saveFile.ts'

/** Saves a table of texts as a csv file on this device; nothing goes over the network. */
export async function downloadTexts(
  name: string,
  headers: readonly string[],
  lines: readonly (readonly string[])[],
): Promise<void> {
  const { CSV_START, csvLines } = await import('../../../shared/tabular/csv.ts')
  const file = new Blob([CSV_START, csvLines([headers, ...lines])], { type: 'text/csv;charset=utf-8' })
  saveFile(`${name}.csv`, file)
}
