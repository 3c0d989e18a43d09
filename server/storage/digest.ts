/** What makes damage visible: a SHA-256 per log record and per snapshot, over everything it says (docs/SPEC.md STORE-2). */
import { createHash } from 'node:crypto'

/** Hex. The head is one line of JSON, so that no two different records digest the same bytes. */
function sha256(head: readonly (string | number)[], body: Uint8Array): string {
  return createHash('sha256')
    .update(`${JSON.stringify(head)}\n`)
    .update(body)
    .digest('hex')
}

/** The digest of a log record; `authors` is the JSON text as stored. Hex, 64 characters. */
export const recordDigest = (document: string, seq: number, at: number, authors: string, body: Uint8Array): string =>
  sha256(['record', document, seq, at, authors], body)

/** The digest of a snapshot. Hex, 64 characters. */
export const snapshotDigest = (document: string, seq: number, at: number, body: Uint8Array): string =>
  sha256(['snapshot', document, seq, at], body)
