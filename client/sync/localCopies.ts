/**
 * What this device keeps of a sheet between visits: the document in IndexedDB, unsaved edits in localStorage (written in the very turn they are made).
 * Both under names with the member in them, so that two people at one computer never share a copy; sign-out deletes the member's.
 */
import { clearDocument, IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
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
  Object.keys(localStorage).filter(name => name.startsWith(`${PREFIX}-unsaved/${member}/`)).length

/** Deletes everything this device keeps for a member: on sign-out, so that the next person at this computer finds nothing. */
export async function clearLocalCopies(member: string): Promise<void> {
  const documents = copiesOf(member)
  await Promise.all(documents.map(document => clearDocument(copyName(member, document))))
  const mine = [`${PREFIX}-unsaved/${member}/`, `${PREFIX}-held/${member}/`, indexName(member)]
  for (const name of Object.keys(localStorage))
    if (mine.some(prefix => name.startsWith(prefix))) localStorage.removeItem(name)
}
