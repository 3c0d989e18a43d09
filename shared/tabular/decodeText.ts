/** From the bytes of an uploaded file to its text (docs/SPEC.md FILE-1). */
import { HubError } from '../protocol/errors.ts'

export interface DecodedText {
  readonly text: string
  /** `utf-8`, `gb18030`, `utf-16le` or `utf-16be`, shown in the preview. */
  readonly encoding: string
}

const BYTE_ORDER_MARKS: ReadonlyArray<readonly [encoding: string, mark: readonly number[]]> = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** First bytes of files that people upload by mistake, and what to tell them. */
const OTHER_FILES: ReadonlyArray<readonly [mark: readonly number[], hint: string]> = [
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old .xls or a password-protected workbook; save it as .xlsx without a password'],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'an image'],
  [[0xff, 0xd8, 0xff], 'an image'],
  [[0x47, 0x49, 0x46, 0x38], 'an image'],
]

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte)

/**
 * The text of a csv or tsv file and the encoding it was in: by its byte order mark, else UTF-8, else GB18030.
 * Throws HubError `bad-file` naming the file when it is no text.
 */
export function decodeText(bytes: Uint8Array, fileName: string): DecodedText {
  for (const [mark, hint] of OTHER_FILES) {
    if (startsWith(bytes, mark)) throw new HubError('bad-file', `${fileName}: ${hint}.`)
  }
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(bytes, mark))
  if (marked !== undefined) {
    const [encoding, mark] = marked
    const text = decode(bytes.subarray(mark.length), encoding)
    if (text === undefined) throw new HubError('bad-file', `${fileName}: its mark says ${encoding}, but it is not.`)
    return { text, encoding }
  }
  // Without a mark a zero byte is no text of ours: UTF-16 without a mark or a binary file.
  if (bytes.includes(0)) throw new HubError('bad-file', `${fileName}: not a text file.`)
  for (const encoding of ['utf-8', 'gb18030']) {
    const text = decode(bytes, encoding)
    if (text !== undefined) return { text, encoding }
  }
  throw new HubError('bad-file', `${fileName}: neither UTF-8 nor GB18030 text.`)
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
