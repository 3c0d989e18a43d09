/** Updates no Yjs client would make, written struct by struct in Yjs' v1 encoding. */
import * as encoding from 'lib0/encoding'

/** Yjs' content kinds (info byte, low five bits). */
export const CONTENT = {
  deleted: 1,
  json: 2,
  binary: 3,
  text: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
} as const

export interface Id {
  readonly client: number
  readonly clock: number
}

/** Writes one struct; knows nothing of what is around it. */
export type Craft = (encoder: encoding.Encoder) => void

export interface Place {
  readonly origin?: Id
  readonly rightOrigin?: Id
  /** A root's name, or the id of the item that holds the map. */
  readonly parent?: string | Id
  readonly key?: string
}

const writeId = (encoder: encoding.Encoder, { client, clock }: Id): void => {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}

/** An item with content of this kind; `body` writes the content. */
export const item =
  (place: Place, kind: number, body: Craft): Craft =>
  encoder => {
    const { origin, rightOrigin, parent, key } = place
    const bits = (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (key === undefined ? 0 : 0x20)
    encoding.writeUint8(encoder, kind | bits)
    if (origin) writeId(encoder, origin)
    if (rightOrigin) writeId(encoder, rightOrigin)
    if (!origin && !rightOrigin) {
      encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0)
      if (typeof parent === 'string') encoding.writeVarString(encoder, parent)
      else writeId(encoder, parent ?? { client: 0, clock: 0 })
      if (key !== undefined) encoding.writeVarString(encoder, key)
    }
    body(encoder)
  }

/** A plain value, as `map.set` writes it. */
export const value = (place: Place, ...values: readonly unknown[]): Craft =>
  item(place, CONTENT.any, encoder => {
    encoding.writeVarUint(encoder, values.length)
    for (const one of values) encoding.writeAny(encoder, one as never)
  })

/** An item whose content is gone already. */
export const deleted = (place: Place, length = 1): Craft =>
  item(place, CONTENT.deleted, encoder => encoding.writeVarUint(encoder, length))

export const gc =
  (length: number): Craft =>
  encoder => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  }

export const skip =
  (length: number): Craft =>
  encoder => {
    encoding.writeUint8(encoder, 10)
    encoding.writeVarUint(encoder, length)
  }

export interface CraftedUpdate {
  readonly structs?: ReadonlyArray<Id & { readonly items: readonly Craft[] }>
  readonly deletes?: ReadonlyArray<
    readonly [client: number, ranges: ReadonlyArray<readonly [clock: number, length: number]>]
  >
}

export function update({ structs = [], deletes = [] }: CraftedUpdate): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, structs.length)
  for (const { client, clock, items } of structs) {
    encoding.writeVarUint(encoder, items.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const write of items) write(encoder)
  }
  encoding.writeVarUint(encoder, deletes.length)
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const [clock, length] of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  }
  return encoding.toUint8Array(encoder)
}
