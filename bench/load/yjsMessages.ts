/** Messages of the Yjs wire, built by hand: what a real client sends for one edited cell and one moved cursor, without a document each. */
import * as encoding from 'lib0/encoding'
import type * as Y from 'yjs'
import type { Scalar } from '../../shared/sheet/cell.ts'

const SYNC = 0
const AWARENESS = 1
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2
/** Bits of a struct's info byte: it has an origin; it sits under a key. 8 is ContentAny. */
const HAS_ORIGIN = 0x80
const HAS_KEY = 0x20
const CONTENT_ANY = 8

/** Builds one message. `document` goes in front of it for Hocuspocus. */
export function message(document: string | undefined, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  if (document !== undefined) encoding.writeVarString(encoder, document)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** "This is what I have": the server answers with what is missing. */
export const syncStep1 = (stateVector: Uint8Array) => (encoder: encoding.Encoder) => {
  encoding.writeVarUint(encoder, SYNC)
  encoding.writeVarUint(encoder, STEP_1)
  encoding.writeVarUint8Array(encoder, stateVector)
}

/** The answer of somebody who has nothing the server lacks. */
export const emptyStep2 = (encoder: encoding.Encoder): void => {
  encoding.writeVarUint(encoder, SYNC)
  encoding.writeVarUint(encoder, STEP_2)
  encoding.writeVarUint8Array(encoder, Uint8Array.of(0, 0))
}

/** Hocuspocus wants a token before anything else, of whatever text. */
export const hocuspocusToken = (encoder: encoding.Encoder): void => {
  encoding.writeVarUint(encoder, 2)
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarString(encoder, 'bench')
  encoding.writeVarString(encoder, '4.7.0')
}

export interface CellWrite {
  readonly client: number
  readonly clock: number
  /** The Yjs map the cell is in, as a document in sync with the server holds it. */
  readonly map: Y.Map<Scalar>
  readonly key: string
  readonly value: Scalar
}

/** The update `map.set(key, value)` makes: one item, and the deletion of the value it replaces. Throws when the map is a root. */
export function cellUpdate({ client, clock, map, key, value }: CellWrite): Uint8Array {
  const before = map._map.get(key)
  const encoder = encoding.createEncoder()
  for (const n of [1, 1, client, clock]) encoding.writeVarUint(encoder, n)
  encoding.writeUint8(encoder, CONTENT_ANY | HAS_KEY | (before === undefined ? 0 : HAS_ORIGIN))
  if (before === undefined) writeParent(encoder, map, key)
  else writeId(encoder, before.lastId)
  encoding.writeVarUint(encoder, 1)
  encoding.writeAny(encoder, value)
  if (before === undefined || before.deleted) encoding.writeVarUint(encoder, 0)
  else for (const n of [1, before.id.client, 1, before.id.clock, before.length]) encoding.writeVarUint(encoder, n)
  return encoding.toUint8Array(encoder)
}

function writeParent(encoder: encoding.Encoder, map: Y.Map<Scalar>, key: string): void {
  if (map._item === null) throw new Error('cells are expected in a nested map')
  encoding.writeVarUint(encoder, 0)
  writeId(encoder, map._item.id)
  encoding.writeVarString(encoder, key)
}

function writeId(encoder: encoding.Encoder, id: { readonly client: number; readonly clock: number }): void {
  encoding.writeVarUint(encoder, id.client)
  encoding.writeVarUint(encoder, id.clock)
}

/** One edit on the live path. */
export const updateMessage = (update: Uint8Array) => (encoder: encoding.Encoder) => {
  encoding.writeVarUint(encoder, SYNC)
  encoding.writeVarUint(encoder, UPDATE)
  encoding.writeVarUint8Array(encoder, update)
}

/** Where this client's cursor is now. `clock` grows with each. */
export const awarenessMessage = (client: number, clock: number, state: object) => (encoder: encoding.Encoder) => {
  const body = encoding.createEncoder()
  for (const n of [1, client, clock]) encoding.writeVarUint(body, n)
  encoding.writeVarString(body, JSON.stringify(state))
  encoding.writeVarUint(encoder, AWARENESS)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body))
}
