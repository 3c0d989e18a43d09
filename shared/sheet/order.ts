/**
 * Order keys: texts whose order is the order of the rows (docs/SPEC.md SHEET-6). Made by the fractional-indexing library;
 * rows of a base block that carry none have one implied by their place, so that an imported sheet stores no keys at all.
 */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** `e` announces five digits to the library: 62⁵ = 916 million places. */
const HEAD = 'e'
const WIDTH = 5
const PLACES = 62 ** WIDTH
/** Longest order key, in characters. Each insert at one and the same place lengthens the next key by a sixth of a character or so. */
const MAX_ORDER_KEY = 2_000
/** Where a row stands that says nothing valid about its place: behind every place, before whatever is put behind it. */
export const ORDER_UNKNOWN = 'f000001'

/** Two digits at a time: a large sheet makes a key for every row when it opens. */
const PAIRS = Array.from({ length: 62 * 62 }, (_, i) => DIGITS.charAt(Math.floor(i / 62)) + DIGITS.charAt(i % 62))
const pair = (n: number): string => PAIRS[n % 3844] ?? ''

/** The order key of the n-th place (n ≥ 0). Keys of places are what blocks are named by. Throws a RangeError where the scale ends. */
export function placeKey(place: number): string {
  if (!Number.isInteger(place) || place < 0 || place >= PLACES) throw new RangeError(`there is no place ${place}`)
  return HEAD + DIGITS.charAt(Math.floor(place / 62 ** 4)) + pair(Math.floor(place / 62 ** 2)) + pair(place)
}

/** The place a key stands for; `undefined` when the key is not a bare place. */
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

const KEY = /^[a-zA-Z][0-9A-Za-z]+$/

/** How many characters the whole-number part of a key has, by its head: `a` 2 … `z` 27, `Z` 2 … `A` 27. */
function wholeLength(key: string): number {
  const head = key.charCodeAt(0)
  return head >= 97 ? head - 97 + 2 : 90 - head + 2
}

/** Whether a value is a key the library can put something before and after. */
export function isOrderKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_ORDER_KEY || !KEY.test(value)) return false
  const whole = wholeLength(value)
  if (value.length < whole || /^A0+$/.test(value.slice(0, whole))) return false
  return value.length === whole || !value.endsWith('0')
}

/** A key between two others; `null` stands for the end on that side. Neighbours that are equal (a concurrent tie) give a key just after both. */
export const orderBetween = (before: string | null, after: string | null): string =>
  ordersBetween(before, after, 1)[0] ?? placeKey(1)

/** `count` keys between two others, in order. An empty sheet starts at place 1, so that blocks and rows share one scale. */
export function ordersBetween(before: string | null, after: string | null, count: number): string[] {
  if (before === null && after === null) return Array.from({ length: count }, (_, i) => placeKey(i + 1))
  const end = before !== null && after !== null && before >= after ? `${before}1` : after
  return count === 1 ? [generateKeyBetween(before, end)] : generateNKeysBetween(before, end, count)
}

/**
 * The first free place behind this key (the last row's); place 1 behind nothing. `undefined` when the key stands behind the places or so far along
 * them that whoever wrote it was not counting rows: places behind it would run out.
 */
export function placeBehind(last: string | null): number | undefined {
  if (last === null) return 1
  const place = placeOf(last.slice(0, WIDTH + 1))
  if (place !== undefined) return place < PLACES / 2 ? place + 1 : undefined
  return last < HEAD ? 1 : undefined
}

/** The n-th key (n from 0) behind one that has no places behind it. */
export const orderBehind = (last: string, n: number): string => `${last}${placeKey(n)}1`
