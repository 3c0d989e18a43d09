/** mulberry32: small, seeded, the same everywhere. */
export function random(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** One of these. */
export function pick<T>(from: readonly T[], next: () => number): T {
  const picked = from[Math.floor(next() * from.length)]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}
