/** How much two texts have in common, and how to find those that have much (docs/SPEC.md DUP-3). Pure. */

/** The pairs of neighbouring letters of a text. */
export function pairsOf(text: string): ReadonlySet<string> {
  const letters = [...text]
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))
}

/** 0 … 1: the share of pairs that both have; 0 where one has none. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared++
  return (2 * shared) / (a.size + b.size)
}

const SEEDS = [0x811c9dc5, 0x01234567, 0x9e3779b9, 0x7f4a7c15]

/**
 * Four words such that two texts share one of them as often as they share pairs (min-hash): with three quarters of the pairs in common hardly one
 * text in a hundred is missed, with none in common none is found.
 */
export const sketchOf = (pairs: ReadonlySet<string>): readonly string[] =>
  pairs.size === 0
    ? []
    : SEEDS.map((seed, at) => {
        let least = Number.POSITIVE_INFINITY
        for (const pair of pairs) least = Math.min(least, hash(pair, seed))
        return `${at}${least.toString(36)}`
      })

/** FNV-1a with a seed of its own, mixed once more: neighbouring letters must not have neighbouring hashes. */
function hash(text: string, seed: number): number {
  let h = seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  return (h ^ (h >>> 13)) >>> 0
}
