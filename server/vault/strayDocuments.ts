/**
 * What of a person stands in sheets and notes: a document that ever held it goes on under a new name, made anew without it (docs/SPEC.md VAULT-15).
 * Nobody can push the old structs back: the old name is gone.
 */
import type { Kysely } from 'kysely'
import * as Y from 'yjs'
import { NOTE_FIELD } from '../../shared/notes/noteModel.ts'
import { ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { createSheet, rowAppender } from '../../shared/sheet/writeBase.ts'
import { type Owned, replaceNote, replaceSheet } from '../services/editions.ts'
import type { Store } from '../storage/Store.ts'
import type { Database } from '../storage/schema.ts'
import type { Needles } from './needles.ts'

/** What is asked of the rooms: nobody is in a document while it is made anew. */
export interface Closing {
  whileClosed<T>(sheet: string, work: () => Promise<T>): Promise<T>
  readonly notes: { whileClosed<T>(document: string, work: () => Promise<T>): Promise<T> }
}

const ROWS_AT_ONCE = 2_000

/** Makes every sheet and note of these sheets anew that holds a needle or once did. Resolves to how many. */
export async function cleanDocuments(
  store: Store,
  rooms: Closing,
  sheets: readonly Owned[],
  needles: Needles,
): Promise<number> {
  const ids = sheets.map(({ id }) => id)
  let renewed = 0
  for (const sheet of sheets) {
    if (!(await holds(store, sheet.document, needles, doc => holdsInSheet(doc, needles)))) continue
    await rooms.whileClosed(sheet.id, async () =>
      replaceSheet(store, sheet, updateOf(sheetWithout(await load(store, sheet.document), needles))),
    )
    renewed++
  }
  for (const note of await notesOf(store.db, ids)) {
    const inText = (doc: Y.Doc) => needles.isIn(textOf(doc.getXmlFragment(NOTE_FIELD)))
    if (!(await holds(store, note.document, needles, inText))) continue
    await rooms.notes.whileClosed(note.document, async () =>
      replaceNote(store, note, updateOf(noteWithout(await load(store, note.document), needles))),
    )
    renewed++
  }
  return renewed
}

const updateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc)

const notesOf = (db: Kysely<Database>, sheets: readonly string[]): Promise<Owned[]> =>
  sheets.length === 0
    ? Promise.resolve([])
    : db.selectFrom('note').select(['sheet_id as id', 'document']).where('sheet_id', 'in', sheets).execute()

/** Everything the disk has of a document, in order; nothing for one that was never opened. */
async function updatesOf(store: Store, document: string): Promise<readonly Uint8Array[]> {
  const content = await store.load(document)
  return [content?.snapshot?.update, ...(content?.records ?? []).map(({ update }) => update)].flatMap(it => it ?? [])
}

async function load(store: Store, document: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const update of await updatesOf(store, document)) Y.applyUpdate(doc, update)
  return doc
}

/** Whether a needle is in any byte of the document, or in what it says now: letters typed one by one stand in no byte after the other. */
async function holds(
  store: Store,
  document: string,
  needles: Needles,
  says: (doc: Y.Doc) => boolean,
): Promise<boolean> {
  const updates = await updatesOf(store, document)
  return updates.some(update => needles.areIn(update)) || says(await load(store, document))
}

const textIn = (value: Scalar, needles: Needles): boolean => value !== null && needles.isIn(String(value))

function holdsInSheet(doc: Y.Doc, needles: Needles): boolean {
  const sheet = new SheetDocument(doc)
  for (const row of sheet.allRows())
    for (const column of sheet.columnsOf(row)) if (textIn(sheet.value(row, column), needles)) return true
  return false
}

/** The same rows in the same order, deleted ones included, and no needle: texts with stars in its place, numbers that are one emptied. */
function sheetWithout(doc: Y.Doc, needles: Needles): Y.Doc {
  const before = new SheetDocument(doc)
  const remade = new Y.Doc()
  const sheet = new SheetDocument(remade)
  remade.transact(() => createSheet(sheet))
  const append = rowAppender(sheet)
  const rows = [...before.allRows()]
    .map(id => ({ id, order: before.order(id) }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const slice = rows.slice(from, from + ROWS_AT_ONCE).map(({ id, order }) => {
      const cells: Record<string, Scalar> = {}
      for (const column of before.columnsOf(id)) {
        const value = cleaned(before.value(id, column), needles)
        if (value !== null) cells[column] = value
      }
      return { id, cells: { ...cells, [ROW_ORDER]: order } }
    })
    remade.transact(() => append(slice))
  }
  return remade
}

function cleaned(value: Scalar, needles: Needles): Scalar {
  if (typeof value === 'string') return needles.clean(value)
  return textIn(value, needles) ? null : value
}

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook

const childrenOf = (parent: Y.XmlFragment): Node[] => parent.toArray() as Node[]

const plainText = (text: Y.XmlText): string =>
  (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\u0000'))
    .join('')

function textOf(parent: Y.XmlFragment): string {
  return childrenOf(parent)
    .map(node => (node instanceof Y.XmlText ? plainText(node) : node instanceof Y.XmlElement ? textOf(node) : ''))
    .join('\n')
}

/** Cleaned in one document and copied into another: what was taken out is in none of its structs. */
function noteWithout(doc: Y.Doc, needles: Needles): Y.Doc {
  const working = copyOf(doc)
  working.transact(() => cleanTextsIn(working.getXmlFragment(NOTE_FIELD), needles))
  return copyOf(working)
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  copy.getXmlFragment(NOTE_FIELD).insert(
    0,
    childrenOf(doc.getXmlFragment(NOTE_FIELD)).map(node => node.clone() as Y.XmlElement | Y.XmlText),
  )
  return copy
}

function cleanTextsIn(parent: Y.XmlFragment, needles: Needles): void {
  for (const node of childrenOf(parent)) {
    if (node instanceof Y.XmlElement) cleanTextsIn(node, needles)
    if (!(node instanceof Y.XmlText)) continue
    for (const needle of needles.texts)
      for (let at = plainText(node).indexOf(needle); at >= 0; at = plainText(node).indexOf(needle)) {
        node.delete(at, needle.length)
        node.insert(at, '***')
      }
  }
}
