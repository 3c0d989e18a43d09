/**
 * The custom messages of our own client and server on the sync socket, from 64 up (0–3 are y-websocket's).
 * A plain y-websocket client never sees one: the server sends them only after `Hello`. Rules SYNC-20 … SYNC-25.
 *
 * Wire form: varuint type, then one JSON text (lib0 varstring). They are rare, so readable beats small.
 * Why a connection ends is said in its close frame: the reason is a code of errors.ts.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'

/** Client → server, first thing after the socket opens: "I understand the messages below". */
export const HELLO = 64
/** Server → client: your structs up to and including `clock` of `client` are on the server's disk, though nothing came back for them. */
export const ACKNOWLEDGED = 65
/** Server → client: the edits with these clocks reached a generation that was folded meanwhile; write them again into the newest. */
export const REPLAY = 66
/** Client → server after a reconnect: which of these edits are in the history? */
export const SETTLE = 67
/** Server → client: the clocks of a `Settle` that are on disk; all others must be written again. */
export const SETTLED = 68
/**
 * Server → client: what the sheet is made of (columns, name, whether it is put away, whether edits wait) has changed, or there is news of
 * suggestions; ask for it again over HTTP.
 */
export const SHEET_CHANGED = 69
/** Server → client: the open conflicts of this sheet may be others now; ask for them (`GET sheets/:id/conflicts`). */
export const CONFLICTS_CHANGED = 70
/**
 * Client → server, right before it writes edits again that died with their generation: what each cell held when its author wished it. Where it holds
 * something else by now, the author has not seen that.
 */
export const REPLAYING = 71
export const helloBody = z.object({ version: z.number().int() })
export const acknowledgedBody = z.object({ client: z.number().int(), clock: z.number().int() })
export const replayBody = z.object({ edits: z.array(z.object({ client: z.number().int(), clock: z.number().int() })) })
export const settleBody = z.object({
  edits: z.array(z.object({ key: z.string().max(128), client: z.number().int(), clock: z.number().int() })).max(20_000),
})
export const replayingBody = z.object({
  edits: z
    .array(z.object({ key: z.string().max(128), before: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
    .max(20_000),
})
export const settledBody = z.object({
  edits: z.array(z.object({ client: z.number().int(), clock: z.number().int(), saved: z.boolean() })),
})

export const sheetChangedBody = z.object({ sheet: z.string(), what: z.enum(['sheet', 'suggestions']) })

export type Acknowledged = z.infer<typeof acknowledgedBody>
export type Replay = z.infer<typeof replayBody>
export type Replaying = z.infer<typeof replayingBody>
export type Settle = z.infer<typeof settleBody>
export type SheetChanged = z.infer<typeof sheetChangedBody>
export type Settled = z.infer<typeof settledBody>
/** Raised whenever a message above changes its meaning or shape. */
export const SYNC_VERSION = 2
/** The version of HELLO from which a client knows SHEET_CHANGED. */
export const SHEET_CHANGED_SINCE = 2

/** A whole socket message: type and JSON body. */
export function encodeCustom(type: number, body: unknown): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  encoding.writeVarString(encoder, JSON.stringify(body))
  return encoding.toUint8Array(encoder)
}

/** The body of a custom message whose type has been read already. Throws when it is not JSON or not of that shape. */
export function decodeCustom<T>(decoder: decoding.Decoder, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(decoding.readVarString(decoder)))
}
