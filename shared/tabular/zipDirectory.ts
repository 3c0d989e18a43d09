/**
 * Looks at a zip file's directory before anything is unpacked (docs/SPEC.md FILE-6): a workbook is a zip, and a zip of 10 KB can claim, or hide,
 * gigabytes. The unpacker stops at the size declared here, so what is checked is what can happen.
 */
import { HubError } from '../protocol/errors.ts'

export interface ZipLimits {
  readonly entries: number
  /** Bytes of all entries unpacked. */
  readonly totalBytes: number
  /** Unpacked to packed, for entries of more than a megabyte: small ones may be as regular as they like. */
  readonly ratio: number
}
export const WORKBOOK_LIMITS: ZipLimits = { entries: 2_000, totalBytes: 100 * 1024 * 1024, ratio: 100 }

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const END_LENGTH = 22
const ENTRY_LENGTH = 46
const LONGEST_COMMENT = 0xffff
const ZIP64 = 0xffffffff
const DEFLATED = 8
const SIZES_FOLLOW = 0x8
const SMALL = 1024 * 1024

/** Whether the bytes begin as a zip file does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)

/** Throws HubError `too-large` when the directory declares more than the limits, `bad-file` when it is damaged or evasive. Both name the file. */
export function checkZipDirectory(bytes: Uint8Array, fileName: string, limits: ZipLimits = WORKBOOK_LIMITS): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const damaged = (what: string) => new HubError('bad-file', `${fileName}: ${what}.`)
  const end = findEnd(view)
  if (end === undefined) throw damaged('the workbook is damaged or cut off')
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries)
    throw new HubError('too-large', `${fileName}: ${count} parts, at most ${limits.entries} are read.`)
  let at = view.getUint32(end + 16, true)
  let total = 0
  for (let n = 0; n < count; n++) {
    if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY_SIGNATURE)
      throw damaged('the directory of the workbook is damaged')
    const packed = view.getUint32(at + 20, true)
    const unpacked = view.getUint32(at + 24, true)
    if (packed === ZIP64 || unpacked === ZIP64)
      throw new HubError('too-large', `${fileName}: a part of more than 4 GB.`)
    if (hidesItsSize(view, at, packed, unpacked)) throw damaged('a part of the workbook does not say how large it is')
    const size = Math.max(packed, unpacked)
    total += size
    if (total > limits.totalBytes)
      throw new HubError('too-large', `${fileName}: unpacked it exceeds ${limits.totalBytes} bytes.`)
    if (size > SMALL && size > packed * limits.ratio) {
      throw new HubError('too-large', `${fileName}: a part unpacks to more than ${limits.ratio} times its size.`)
    }
    at += ENTRY_LENGTH + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
}

/** The last end record in the file, where the unpacker looks for it too. */
function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT)
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at
  }
  return undefined
}

/** Entries whose size the unpacker would have to learn from elsewhere, where it is not bounded by what we saw. */
function hidesItsSize(view: DataView, at: number, packed: number, unpacked: number): boolean {
  const follows = (view.getUint16(at + 8, true) & SIZES_FOLLOW) !== 0
  const deflated = view.getUint16(at + 10, true) === DEFLATED
  // Two bytes are a deflated nothing.
  return (deflated && unpacked === 0 && packed > 2) || (follows && deflated && packed === 0)
}
