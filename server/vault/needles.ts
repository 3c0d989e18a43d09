/** What of a person may have strayed into texts, in every way people write it, and how it is taken out. Pure. */
import { plainIdNumber, plainPhone } from '../../shared/domain/personalData.ts'
import type { PersonalDetails } from '../../shared/protocol/contacts.ts'

/** Shorter ones are parts of other words. A name is left: it may be somebody else's, or a place's. */
const SHORTEST = 6
const STARS = '***'

const wide = (text: string): string => text.replace(/[!-~]/g, sign => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

/** A phone and an identity number as they are written; anything else as it was given. */
function spellings({ phone, idNumber, ...rest }: PersonalDetails): readonly string[] {
  const number = plainPhone(phone ?? '')
  const parts = [number.slice(0, 3), number.slice(3, 7), number.slice(7)]
  const id = plainIdNumber(idNumber ?? '')
  const plain = [phone, number, parts.join(' '), parts.join('-'), idNumber, id, id.toLowerCase()]
  return [...plain, wide(number), wide(id), rest.wechat, rest.address, rest.health].flatMap(text => text ?? [])
}

export class Needles {
  /** The longest first: it may hold a shorter one. */
  readonly texts: readonly string[]
  readonly #bytes: readonly Buffer[]

  constructor(details: PersonalDetails) {
    const given = spellings(details)
      .map(text => text.trim())
      .filter(text => text.length >= SHORTEST)
    const inJson = given.map(text => JSON.stringify(text).slice(1, -1))
    this.texts = [...new Set([...given, ...inJson])].sort((a, b) => b.length - a.length)
    this.#bytes = this.texts.map(text => Buffer.from(text))
  }

  isIn(text: string): boolean {
    return this.texts.some(needle => text.includes(needle))
  }

  areIn(bytes: Uint8Array): boolean {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return this.#bytes.some(needle => buffer.includes(needle))
  }

  /** The text with stars in their place. */
  clean(text: string): string {
    return this.texts.reduce((rest, needle) => rest.replaceAll(needle, STARS), text)
  }
}
