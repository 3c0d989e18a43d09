/**
 * What this device keeps of a sheet between visits: the document in IndexedDB, unsaved edits in localStorage (written in the very turn they are made).
 * Both under names with the member in them, so that two people at one computer never share a copy; sign-out deletes the member's.
 */
import { clearDocument, IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { z } from 'zod'
import { scalar } from '../../shared/protocol/http.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { countKept, readKept } from './keptEdits.ts'
import type { EditKeeper } from './PendingEdits.ts'

const PREFIX = 'gongji'
const copyName = (member: string, document: string): string => `${PREFIX}/${member}/${document}`
const editsPrefix = (member: string, document: string, shelf: Shelf): string =>
  `${PREFIX}-${shelf}/${member}/${document}/`
const indexName = (member: string): string => `${PREFIX}-copies/${member}`

/** A document's copy on this device. */
export interface LocalCopy {
  /** Resolves when the copy has been read into the document; at once where the browser keeps nothing. */
  readonly loaded: Promise<void>
  /** Stops writing; what is written stays. */
  stop(): Promise<void>
  /** Deletes the copy: the document has to start afresh. */
  erase(): Promise<void>
}

/** `unsaved`: edits on their way · `held`: edits the server refused, until their author decides. */
export type Shelf = 'unsaved' | 'held'

/** Where a session keeps things; tests give their own. */
export interface LocalStore {
  copy(document: string, doc: Y.Doc): LocalCopy
  edits(document: string, shelf: Shelf): EditKeeper
}

const NOTHING: LocalCopy = {
  loaded: Promise.resolve(),
  stop: () => Promise.resolve(),
  erase: () => Promise.resolve(),
}

/** The browser's store for one member. Private windows may have neither database; then nothing is kept and editing works all the same. */
export function browserStore(member: string): LocalStore {
  return {
    copy: (document, doc) => (typeof indexedDB === 'undefined' ? NOTHING : indexedCopy(member, document, doc)),
    edits: (document, shelf) => storageEdits(editsPrefix(member, document, shelf)),
  }
}

function indexedCopy(member: string, document: string, doc: Y.Doc): LocalCopy {
  remember(member, document)
  const persistence = new IndexeddbPersistence(copyName(member, document), doc)
  return {
    loaded: persistence.whenSynced.then(() => undefined),
    stop: () => persistence.destroy(),
    erase: () => persistence.clearData(),
  }
}

/** Not every browser lists its databases, so the names are noted. */
function remember(member: string, document: string): void {
  const names = new Set(copiesOf(member)).add(document)
  localStorage.setItem(indexName(member), JSON.stringify([...names]))
}

function copiesOf(member: string): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(indexName(member)) ?? '[]')
    return Array.isArray(names) ? names.filter(name => typeof name === 'string') : []
  } catch {
    return []
  }
}

function storageEdits(prefix: string): EditKeeper {
  return {
    put: (key, value) => localStorage.setItem(prefix + key, value),
    remove: key => localStorage.removeItem(prefix + key),
    *all() {
      for (const name of Object.keys(localStorage)) {
        const value = name.startsWith(prefix) ? localStorage.getItem(name) : null
        if (value !== null) yield [name.slice(prefix.length), value]
      }
    },
  }
}

/** How many edits of this member are kept on this device and not yet on the server, over all sheets. */
export const unsavedOn = (member: string): number =>
  Object.keys(localStorage)
    .filter(name => name.startsWith(`${PREFIX}-unsaved/${member}/`))
    .reduce((sum, name) => sum + countKept(entryOf(name), localStorage.getItem(name) ?? ''), 0)

/** An edit of this device that the server does not have: on its way, or refused and kept for its author. */
export interface UnsavedEdit {
  readonly document: string
  readonly row: string
  readonly column: string
  readonly value: Scalar
}

/** The edits of this member that only this device has, over all sheets, for taking them along as a file. */
export function unsavedEdits(member: string): readonly UnsavedEdit[] {
  return (['unsaved', 'held'] as const).flatMap(shelf => {
    const prefix = `${PREFIX}-${shelf}/${member}/`
    return Object.keys(localStorage)
      .filter(name => name.startsWith(prefix))
      .flatMap(name => readEdits(name, documentOf(name.slice(prefix.length))))
  })
}

const held = z.object({ row: z.string(), column: z.string(), value: scalar })

/** `sheet/<id>/<entry>`: an entry is a cell's, a step's or an id and holds no slash. */
const documentOf = (name: string): string => name.slice(0, name.lastIndexOf('/'))
const entryOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

function readEdits(name: string, document: string): readonly UnsavedEdit[] {
  const text = localStorage.getItem(name) ?? ''
  const kept = readKept(entryOf(name), text)
  if (kept.length > 0) return kept.map(({ row, column, value }) => ({ document, row, column, value }))
  try {
    return [{ document, ...held.parse(JSON.parse(text)) }]
  } catch {
    return []
  }
}

/** Deletes everything this device keeps for a member: on sign-out, so that the next person at this computer finds nothing. */
export async function clearLocalCopies(member: string): Promise<void> {
  const mine = `${PREFIX}/${member}/`
  const listed = typeof indexedDB === 'undefined' ? [] : ((await indexedDB.databases?.()) ?? [])
  const databases = new Set([
    ...copiesOf(member).map(document => copyName(member, document)),
    ...listed.flatMap(({ name }) => (name?.startsWith(mine) === true ? [name] : [])),
  ])
  for (const name of Object.keys(localStorage))
    if (name.startsWith(`${PREFIX}-`) && (name.includes(`/${member}/`) || name.endsWith(`/${member}`)))
      localStorage.removeItem(name)
  await Promise.all([...databases].map(name => clearDocument(name)))
}
