/**
 * Pictures as bytes: what they are, by their first bytes alone, and the same picture without what a camera wrote about place, time and device
 * (docs/SPEC.md NOTE-10, NOTE-11). Pure.
 */

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif'

const at = (bytes: Uint8Array, offset: number, text: string): boolean =>
  [...text].every((letter, i) => bytes[offset + i] === letter.charCodeAt(0))

/** What kind of picture this is; undefined for anything else, whatever its name says. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (at(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (at(bytes, 0, 'RIFF') && at(bytes, 8, 'WEBP')) return 'image/webp'
  return at(bytes, 0, 'GIF87a') || at(bytes, 0, 'GIF89a') ? 'image/gif' : undefined
}

/** The same picture without Exif, XMP and texts. What cannot be read that far is given back as it is from there on. */
export function withoutMetadata(bytes: Uint8Array, type: PictureType): Uint8Array {
  switch (type) {
    case 'image/jpeg':
      return jpegWithoutMetadata(bytes)
    case 'image/png':
      return pngWithoutMetadata(bytes)
    case 'image/webp':
      return webpWithoutMetadata(bytes)
    case 'image/gif':
      return bytes
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** Start of the picture data: nothing is left out behind it. */
const SCAN = 0xda
/** APP1 … APP13 without APP2 (colours), and comments. */
const isAboutThePicture = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe1 && marker <= 0xed && marker !== 0xe2)

function jpegWithoutMetadata(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = [bytes.subarray(0, 2)]
  let offset = 2
  while (offset + 4 <= bytes.length && view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1)
    const end = offset + 2 + view.getUint16(offset + 2)
    if (marker === SCAN || end > bytes.length) break
    if (!isAboutThePicture(marker)) kept.push(bytes.subarray(offset, end))
    offset = end
  }
  return joined([...kept, bytes.subarray(offset)])
}

const PNG_HEAD = 8
const TEXT_CHUNKS = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME']

function pngWithoutMetadata(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = [bytes.subarray(0, PNG_HEAD)]
  let offset = PNG_HEAD
  while (offset + 12 <= bytes.length) {
    const end = offset + 12 + view.getUint32(offset)
    if (end > bytes.length) break
    const from = offset
    if (!TEXT_CHUNKS.some(name => at(bytes, from + 4, name))) kept.push(bytes.subarray(offset, end))
    offset = end
  }
  return joined([...kept, bytes.subarray(offset)])
}

const RIFF_HEAD = 12
/** Flags of the extended header that say there is Exif or XMP. */
const ABOUT = 0x08 | 0x04

function webpWithoutMetadata(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = []
  let offset = RIFF_HEAD
  while (offset + 8 <= bytes.length) {
    const size = view.getUint32(offset + 4, true)
    const end = offset + 8 + size + (size % 2)
    if (end > bytes.length) break
    const chunk = bytes.slice(offset, end)
    if (at(chunk, 0, 'VP8X')) chunk[8] = (chunk[8] ?? 0) & ~ABOUT
    if (!at(chunk, 0, 'EXIF') && !at(chunk, 0, 'XMP ')) kept.push(chunk)
    offset = end
  }
  const whole = joined([bytes.slice(0, RIFF_HEAD), ...kept, bytes.subarray(offset)])
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true)
  return whole
}
