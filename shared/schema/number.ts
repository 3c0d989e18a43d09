/** Numbers as people write them in Chinese and English tables. Read on old phones too: nothing a browser of 2018 lacks. */

/** `1,234,567.5` with separators only where they belong; a plain or scientific number. */
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i
/** `3万`, `1.5 万`, `2千5百`: parts from the largest multiplier down, an optional rest without one. */
const MULTIPLIED = /^([+-]?)((?:\d+(?:\.\d+)?[亿万千百])+)(\d+(?:\.\d+)?)?$/
const FACTORS: Readonly<Record<string, number>> = { 亿: 100_000_000, 万: 10_000, 千: 1_000, 百: 100 }

/** The number in an NFKC-normalized text (so full-width digits are plain already); `undefined` when it is none. Never rounds a unit away: `200个` is none. */
export function readNumber(text: string): number | undefined {
  const bare = text.replace(/\s+/g, '').replace(/^[−–—]/, '-')
  const value = GROUPED.test(bare)
    ? Number(bare.replace(/,/g, ''))
    : PLAIN.test(bare)
      ? Number(bare)
      : readMultiplied(bare)
  return value !== undefined && Number.isFinite(value) ? value : undefined
}

function readMultiplied(text: string): number | undefined {
  const match = MULTIPLIED.exec(text)
  if (match === null) return undefined
  let sum = Number(match[3] ?? 0)
  let last = Number.POSITIVE_INFINITY
  for (const part of (match[2] ?? '').match(/\d+(?:\.\d+)?[亿万千百]/g) ?? []) {
    const factor = FACTORS[part.slice(-1)] ?? 1
    const digits = part.slice(0, -1)
    if (factor >= last) return undefined
    last = factor
    sum += tidy(Number(digits) * factor)
  }
  // "3万5" is said for 35,000 and read as 30,005: neither may be guessed.
  if (match[3]?.length === 1) return undefined
  return match[1] === '-' ? -sum : sum
}

/** 1.1 × 10,000 is 11,000.000000000002 in binary; a multiplier of ten never adds digits after the 6th decimal. */
const tidy = (value: number): number => Math.round(value * 1e6) / 1e6
