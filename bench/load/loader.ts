/** Loads a document from a file, as a fresh process that has never seen one. Started by bench/parts/million.ts. */
import { readFileSync } from 'node:fs'
import * as Y from 'yjs'
import { viewOf } from '../clients/SheetView.ts'
import type { Layout } from '../targets.ts'

export interface LoadFileWish {
  readonly layout: Layout
  readonly file: string
  readonly rows: number
}

/** Milliseconds from the bytes in memory; MiB of the whole process. */
export interface Loaded {
  readonly applied: number
  readonly built: number
  readonly residentMb: number
}

function load({ layout, file, rows }: LoadFileWish): Loaded {
  const update = readFileSync(file)
  const start = performance.now()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const applied = performance.now() - start
  const seen = viewOf(layout, doc).gridRows().length
  const built = performance.now() - start
  if (seen !== rows) throw new Error(`${seen} rows of ${rows} came back`)
  return { applied, built, residentMb: process.memoryUsage.rss() / 1024 / 1024 }
}

process.once('message', wish => {
  process.send?.({ loaded: load(wish as LoadFileWish) }, () => process.exit(0))
})
process.on('disconnect', () => process.exit(0))
