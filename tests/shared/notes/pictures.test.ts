import { describe, expect, it } from 'vitest'
import { pictureType, withoutMetadata } from '../../../shared/notes/pictures.ts'

const text = (words: string): number[] => [...words].map(letter => letter.charCodeAt(0))
const bytes = (...parts: (number | number[])[]): Uint8Array => Uint8Array.from(parts.flat())
const words = (data: Uint8Array): string => String.fromCharCode(...data)

const PNG_HEAD = [0x89, ...text('PNG\r\n\x1a\n')]
const chunk = (name: string, data: number[]): number[] => [0, 0, 0, data.length, ...text(name), ...data, 1, 2, 3, 4]
const segment = (marker: number, data: number[]): number[] => [0xff, marker, 0, data.length + 2, ...data]
const riff = (...chunks: number[][]): Uint8Array => {
  const body = chunks.flat()
  return bytes(text('RIFF'), [body.length + 4, 0, 0, 0], text('WEBP'), body)
}
const part = (name: string, data: number[]): number[] => [
  ...text(name),
  data.length,
  0,
  0,
  0,
  ...data,
  ...(data.length % 2 === 1 ? [0] : []),
]

describe('pictures as bytes', () => {
  it('NOTE-10 are known by their first bytes alone', () => {
    expect(pictureType(bytes(PNG_HEAD))).toBe('image/png')
    expect(pictureType(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg')
    expect(pictureType(riff())).toBe('image/webp')
    expect(pictureType(bytes(text('GIF89a')))).toBe('image/gif')
    for (const other of ['<svg onload="alert(1)">', '%PDF-1.7', 'GIF88a', 'RIFF1234WAVE', '', '\x89PNG'])
      expect(pictureType(bytes(text(other))), other).toBeUndefined()
  })

  it('NOTE-11 a png loses its texts and Exif and nothing else', () => {
    const picture = [chunk('IHDR', [1, 2]), chunk('IDAT', [9, 9, 9]), chunk('IEND', [])]
    const [head = [], ...rest] = picture
    const whole = bytes(PNG_HEAD, head, chunk('tEXt', text('GPS')), chunk('eXIf', [7]), ...rest)
    expect(withoutMetadata(whole, 'image/png')).toEqual(bytes(PNG_HEAD, ...picture))
  })

  it('NOTE-11 a jpeg loses Exif, XMP and comments, and keeps colours, tables and the picture', () => {
    const jfif = segment(0xe0, text('JFIF'))
    const colours = segment(0xe2, text('ICC'))
    const scan = [0xff, 0xda, 0, 4, 1, 2, 0xff, 0xe1, 5, 6, 0xff, 0xd9]
    const about = [segment(0xe1, text('Exif\0GPS')), segment(0xfe, text('by Li')), segment(0xed, text('IPTC'))]
    const whole = bytes([0xff, 0xd8], jfif, ...about, colours, scan)
    expect(withoutMetadata(whole, 'image/jpeg')).toEqual(bytes([0xff, 0xd8], jfif, colours, scan))
  })

  it('NOTE-11 a webp loses Exif and XMP, says so in its header and its length', () => {
    const whole = riff(
      part('VP8X', [0x0c | 0x10, 0, 0]),
      part('VP8 ', [1, 2]),
      part('EXIF', text('GPS')),
      part('XMP ', [1]),
    )
    expect(withoutMetadata(whole, 'image/webp')).toEqual(riff(part('VP8X', [0x10, 0, 0]), part('VP8 ', [1, 2])))
  })

  it('NOTE-11 what breaks off is kept from there on', () => {
    const cut = bytes(PNG_HEAD, chunk('IHDR', [1]), [0, 0, 9, 9], text('IDAT'), [1])
    expect(withoutMetadata(cut, 'image/png')).toEqual(cut)
    const jpeg = bytes([0xff, 0xd8, 0xff, 0xe1, 0x7f, 0xff], text('short'))
    expect(words(withoutMetadata(jpeg, 'image/jpeg'))).toBe(words(jpeg))
    const gif = bytes(text('GIF89a'), [1, 2])
    expect(withoutMetadata(gif, 'image/gif')).toBe(gif)
  })
})
