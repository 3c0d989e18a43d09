/**
 * Order keys: texts whose order is the order of the rows (docs/SPEC.md SHEET-6). Made by the fractional-indexing library;
 * rows of a base block that carry none have one implied by their place, so that an imported sheet stores no keys at all.
 */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** `e` announces five digits to the library: 62⁵ = 916 million places. */
const HEAD = 'e'
const WIDTH = 5

/** The order key of the n-th place (n ≥ 0). Keys of places are what blocks are named by. */
export function placeKey(place: number): string {
  let digits = ''
  for (let rest = place, i = 0; i < WIDTH; i++) {
    digits = DIGITS.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  return HEAD + digits
}

/** The place a block's name stands for; `undefined` when the key is not a bare place. */
export function placeOf(key: string): number | undefined {
  if (key.length !== WIDTH + 1 || !key.startsWith(HEAD)) return undefined
  let place = 0
  for (const digit of key.slice(1)) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    place = place * 62 + value
  }
  return place
}

/** The first place after this key, whatever its form. */
export function placeAfter(key: string | undefined): number {
  if (key === undefined) return 1
  const place = placeOf(key.slice(0, WIDTH + 1))
  return place === undefined ? 1 : place + 1
}

const KEY = /^[a-zA-Z][0-9A-Za-z]{1,63}$/
/** Whether a text may be an order key. */
export const isOrderKey = (value: unknown): value is string => typeof value === 'string' && KEY.test(value)

/** A key between two others; `null` stands for the end on that side. Equal or reversed neighbours (a concurrent tie) fall back to just after `before`. */
export function orderBetween(before: string | null, after: string | null): string {
  if (before !== null && after !== null && before >= after) return generateKeyBetween(before, null)
  return generateKeyBetween(before, after)
}

/** `count` keys between two others, in order. */
export const ordersBetween = (before: string | null, after: string | null, count: number): string[] =>
  before !== null && after !== null && before >= after
    ? generateNKeysBetween(before, null, count)
    : generateNKeysBetween(before, after, count)
