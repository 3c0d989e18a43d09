/**
 * Personal data in texts: what a mobile or an identity number looks like, in one plain form, masked, and found where it does not belong
 * (docs/SPEC.md VAULT-1 … VAULT-3). Pure.
 */

export type PersonalKind = 'phone' | 'idNumber'

/** Something in a text that looks like personal data: from `start` up to `end`, in its plain form. */
export interface PersonalFind {
  readonly kind: PersonalKind
  readonly start: number
  readonly end: number
  /** As `plainPhone` or `plainIdNumber` gives it. */
  readonly plain: string
}

const WIDE_FROM = 0xff01
const WIDE_TO = 0xff5e

/** Full-width signs as plain ones, one for one: places in the answer are places in the text. A full-width comma stays: it divides sentences, not numbers. */
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff0b\uff0d-\uff5e\u3000\u2010-\u2015\u00a0]/g, sign => {
    const code = sign.charCodeAt(0)
    if (code >= WIDE_FROM && code <= WIDE_TO) return String.fromCharCode(code - 0xfee0)
    return code >= 0x2010 && code <= 0x2015 ? '-' : ' '
  })

/** Digits alone, without the country in front of a mobile: the form phones are compared in. */
export function plainPhone(text: string): string {
  const digits = narrow(text).replace(/\D/g, '')
  return /^(?:00)?86(1[3-9]\d{9})$/.exec(digits)?.[1] ?? digits
}

/** Without spaces and dashes, the check sign as `X`. */
export const plainIdNumber = (text: string): string => narrow(text).replace(/[\s-]/g, '').toUpperCase()

/** `138****1234`; of short numbers little or nothing. */
export function maskPhone(text: string): string {
  const plain = plainPhone(text)
  if (plain.length >= 11) return `${plain.slice(0, 3)}****${plain.slice(-4)}`
  return plain.length >= 7 ? `****${plain.slice(-2)}` : '****'
}

/** The first sign and a star. */
export const maskName = (name: string): string => `${[...name.trim()][0] ?? ''}*`

// Eleven digits as people write them, and not a part of a longer number, an amount of money or a count of things.
const PHONE =
  /(?<![\dA-Za-z]|\d[.,])(?:(?:\+|00)?86[ -]?)?(1[3-9]\d(?:[ -]?\d{4}){2})(?!\d|[.,]\d| ?[元块只个件箱吨斤克升包双套万千百%])/g
const ID_NUMBER = /(?<![\dA-Za-z])(\d{6}[ -]?(?:19|20)\d{6}[ -]?\d{3}[\dXx])(?![\dA-Za-z])/g

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_SIGNS = '10X98765432'

/** Whether eighteen signs are an identity number: a day that was, and the check sign that belongs to the rest. */
export function isIdNumber(plain: string): boolean {
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(plain) ?? []
  if (year === undefined) return false
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(born.getTime()) || born.getUTCDate() !== Number(day)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(plain[at]), 0)
  return CHECK_SIGNS[sum % 11] === plain[17]
}

/** Mobiles and identity numbers in a text, from left to right. */
export function findPersonal(text: string): readonly PersonalFind[] {
  // Most texts are short and without eleven digits: they cost one look.
  if (text.length < 11 || !/[\d\uff10-\uff19]{3}/.test(text)) return []
  const plainText = narrow(text)
  const finds: PersonalFind[] = []
  for (const match of plainText.matchAll(ID_NUMBER)) {
    const plain = plainIdNumber(match[1] ?? '')
    if (isIdNumber(plain))
      finds.push({ kind: 'idNumber', start: match.index, end: match.index + match[0].length, plain })
  }
  for (const match of plainText.matchAll(PHONE)) {
    const [start, end] = [match.index, match.index + match[0].length]
    if (finds.some(other => start < other.end && other.start < end)) continue
    finds.push({ kind: 'phone', start, end, plain: plainPhone(match[1] ?? '') })
  }
  return finds.sort((a, b) => a.start - b.start)
}

/** The text without what looks like personal data, and without the words and signs that only introduced it. */
export function withoutPersonal(text: string, finds: readonly PersonalFind[] = findPersonal(text)): string {
  let rest = ''
  let from = 0
  for (const { start, end } of finds) {
    rest += text.slice(from, start).replace(INTRODUCTION, '')
    from = end
  }
  return (rest + text.slice(from))
    .replace(/[ \t]+(?=[，。；、,;])/g, '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/^[\s,，;；、:：/]+|[\s,，;；、:：/]+$/g, '')
}

const INTRODUCTION = /(?:联系电话|联系方式|手机号码?|电话号码?|身份证号?码?|手机|电话|tel|phone|mobile)?[\s:：=]*$/i

/** The text with the middle of what looks like personal data as stars: for reasons people type into a log. */
export function hidePersonal(text: string): string {
  let hidden = ''
  let from = 0
  for (const { start, end } of findPersonal(text)) {
    hidden += `${text.slice(from, start)}***`
    from = end
  }
  return hidden + text.slice(from)
}
