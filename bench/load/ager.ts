/** Makes a sheet old: many random edits by many people. A process of its own, started by bench/parts/million.ts. */
import { writeFileSync } from 'node:fs'
import * as Y from 'yjs'
import { UPKEEP } from '../../server/sync/Upkeep.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import {
  appendRows,
  blocksToFold,
  createSheet,
  finishFold,
  foldBlocks,
  openGeneration,
} from '../../shared/sheet/writeBase.ts'
import { viewOf } from '../clients/SheetView.ts'
import { writeNested } from '../content/nested.ts'
import { COLUMNS, EDITED, type PlainRow, seededRandom, sheetRows, typedText } from '../content/sheet.ts'
import type { Layout } from '../targets.ts'

export interface AgeWish {
  readonly layout: Layout
  readonly rows: number
  readonly edits: number
  /** Where the document goes. */
  readonly file: string
}

export interface Aged {
  readonly documentBytes: number
  readonly jsonBytes: number
  readonly folds: number
  readonly longestFoldStep: number
}

const PEOPLE = 50
const SERVER_CLIENT = 7

interface Folds {
  count: number
  longest: number
}

function fold(sheet: SheetDocument, folds: Folds): void {
  const step = <T>(act: () => T): T => {
    const start = performance.now()
    const result = sheet.doc.transact(act)
    folds.longest = Math.max(folds.longest, performance.now() - start)
    return result
  }
  step(() => openGeneration(sheet))
  const blocks = [...step(() => blocksToFold(sheet))]
  while (blocks.length > 0) step(() => foldBlocks(sheet, blocks.splice(0, UPKEEP.blocksPerSlice)))
  step(() => finishFold(sheet))
  folds.count++
}

function start(layout: Layout, doc: Y.Doc, rows: readonly PlainRow[]): SheetDocument | undefined {
  if (layout === 'nested') {
    writeNested(doc, rows)
    return undefined
  }
  const sheet = new SheetDocument(doc)
  doc.transact(() => {
    createSheet(sheet)
    appendRows(sheet, rows)
  })
  return sheet
}

function age({ layout, rows: count, edits, file }: AgeWish): Aged {
  const random = seededRandom(5)
  const rows = sheetRows(count)
  const doc = new Y.Doc()
  doc.clientID = SERVER_CLIENT
  const sheet = start(layout, doc, rows)
  const view = viewOf(layout, doc)
  const folds = { count: 0, longest: 0 }
  for (let i = 1; i <= edits; i++) {
    doc.clientID = SERVER_CLIENT + 1 + Math.floor(random() * PEOPLE)
    const row = rows[Math.floor(random() * count)]?.id ?? ''
    view.edit({ row, column: EDITED[Math.floor(random() * EDITED.length)] ?? '', value: typedText(random) })
    doc.clientID = SERVER_CLIENT
    if (sheet !== undefined && i % UPKEEP.foldAt === 0) fold(sheet, folds)
  }
  const update = Y.encodeStateAsUpdate(doc)
  writeFileSync(file, update)
  const plain = view.gridRows().map(row => [row.id, ...COLUMNS.map(column => row[column] ?? null)])
  const jsonBytes = Buffer.byteLength(JSON.stringify(plain))
  return { documentBytes: update.length, jsonBytes, folds: folds.count, longestFoldStep: folds.longest }
}

process.once('message', wish => {
  process.send?.({ aged: age(wish as AgeWish) }, () => process.exit(0))
})
process.on('disconnect', () => process.exit(0))
