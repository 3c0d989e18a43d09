/**
 * What an item is, apart from how it is written (docs/SPEC.md DUP-1): 一次性医用外科口罩（YY 0469-2010）and 外科口罩 are one thing, N95 another of
 * the same family, 防护服 something else. Finding duplicates rests on it, and pairing will. Pure.
 */
import { ITEM_FAMILIES } from './itemTable.ts'

export interface ItemName {
  /** The things named, each by the name its kind has here, or by its own bare name where the table does not know it. `A/B` names several. */
  readonly names: readonly string[]
  /** The family of each; its last two characters, the head of a Chinese noun, where the table does not know it. */
  readonly families: readonly string[]
  /** For whom: 成人, 儿童, 婴儿, 女, 男. Two names that say different ones are different things; so are two stages (一段, 二段). */
  readonly who: readonly string[]
  readonly stages: readonly string[]
  /** GB 19083, YY 0469: numbers of standards, without their year. */
  readonly standards: readonly string[]
  /** 500ml, 75%, XL. */
  readonly sizes: readonly string[]
}

/**
 * `same` one thing · `like` one may be short for the other (口罩, 外科口罩) · `related` of one family and not interchangeable (N95, 外科口罩) ·
 * `different`.
 */
export type ItemRelation = 'same' | 'like' | 'related' | 'different'

const STANDARD = /(?:gb|yy|en|astm|ts|t)(?:[/\s]*t)?[\s-]*(\d{3,5})(?:[.\s-]*(?:19|20)\d{2})?/giu
const SIZE =
  /\d+(?:\.\d+)?\s*(?:ml|毫升|升|l|g|克|kg|千克|公斤|斤|cm|厘米|mm|毫米|米|寸|码|%)|(?<![a-z])(?:x{0,3}[sml])(?![a-z])|[大中小加]{1,2}号/giu
/** Said of nearly everything and told by nothing. */
const IDLE = /一次性使用?|一次性|无菌|灭菌|进口|国产|新型|急需|急缺|优质|合格|独立包装|若干|物资|用品(?=$)/gu
const STAGE = /([一二三四1-4])段/u
const WHO: readonly (readonly [RegExp, string])[] = [
  [/婴幼儿|婴儿|新生儿|宝宝/u, '婴儿'],
  [/儿童|小孩|少儿|幼儿/u, '儿童'],
  [/成人|成年|老年|老人/u, '成人'],
  [/女士|女性|女款|孕妇|产妇/u, '女'],
  [/男士|男性|男款/u, '男'],
]
const STAGES: Readonly<Record<string, string>> = { '1': '一', '2': '二', '3': '三', '4': '四' }
/** Between alternatives; a standard or model in brackets has been taken out by then. */
const OR = /[|｜、，,;；/／]|(?:或者|或|和|及)/u
const PUNCTUATION = /[\s\p{Cc}\p{Cf}_\-:：·.。()（）【】[\]"“”'*?？]+/gu

interface Known {
  readonly name: string
  readonly family: string
}

const KNOWN: ReadonlyMap<string, Known> = new Map(
  ITEM_FAMILIES.flatMap(({ word, words = [], kinds }) => [
    ...[word, ...words].map(spelling => [spelling, { name: word, family: word }] as const),
    ...kinds.flatMap(([name = word, ...others]) =>
      [name, ...others].map(spelling => [spelling, { name, family: word }] as const),
    ),
  ]),
)
/** Names of families as a whole: what is `like` each of its kinds. */
const GENERIC: ReadonlySet<string> = new Set(ITEM_FAMILIES.map(({ word }) => word))

/** Reads the name of an item as people write it. Empty lists for an empty text. */
export function readItemName(text: string): ItemName {
  const plain = text.normalize('NFKC').toLowerCase()
  const standards = unique([...plain.matchAll(STANDARD)].map(([, number = '']) => number))
  const bare = plain.replace(STANDARD, ' ')
  const sizes = unique([...bare.matchAll(SIZE)].map(([size]) => size.replace(/\s+/g, '')))
  const stage = STAGE.exec(bare)?.[1]
  const who = WHO.filter(([pattern]) => pattern.test(bare)).map(([, name]) => name)
  const found = bare
    .split(OR)
    .map(part => named(part))
    .filter(each => each !== undefined)
  const names = unique(found.map(({ name }) => name))
  return {
    names,
    families: names.map(name => found.find(each => each.name === name)?.family ?? name),
    who,
    stages: stage === undefined ? [] : [STAGES[stage] ?? stage],
    standards,
    sizes,
  }
}

/** How two items stand to each other. Symmetric; an empty name is different from everything. */
export function itemRelation(a: ItemName, b: ItemName): ItemRelation {
  if (a.names.length === 0 || b.names.length === 0) return 'different'
  if (differ(a.who, b.who) || differ(a.stages, b.stages) || differ(a.standards, b.standards)) return relatives(a, b)
  const shared = a.names.filter(name => b.names.includes(name)).length
  if (shared === a.names.length && shared === b.names.length) return differ(a.sizes, b.sizes) ? 'related' : 'same'
  if (shared > 0 || isShortFor(a, b) || isShortFor(b, a)) return differ(a.sizes, b.sizes) ? 'related' : 'like'
  return relatives(a, b)
}

const relatives = (a: ItemName, b: ItemName): ItemRelation =>
  a.families.some(family => b.families.includes(family)) ? 'related' : 'different'

/** A family as a whole, or an unknown name that the other one ends in. */
const isShortFor = (short: ItemName, long: ItemName): boolean =>
  short.names.some((name, at) => {
    const family = short.families[at] ?? ''
    return long.names.some((other, there) =>
      GENERIC.has(name) ? long.families[there] === family : !KNOWN.has(other) && other.endsWith(name),
    )
  })

/** Both say something, and nothing of it is common. */
const differ = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && b.length > 0 && !a.some(each => b.includes(each))

function named(part: string): Known | undefined {
  const whole = part.replace(PUNCTUATION, '')
  if (whole === '') return undefined
  const exact = KNOWN.get(whole)
  if (exact !== undefined) return exact
  const core = WHO.reduce((rest, [pattern]) => rest.replace(pattern, ''), part.replace(SIZE, '').replace(STAGE, ''))
    .replace(IDLE, '')
    .replace(PUNCTUATION, '')
    .replace(/用?装?$/u, '')
  const name = core === '' ? whole : core
  return KNOWN.get(name) ?? endingIn(name) ?? { name, family: [...name].slice(-2).join('') }
}

/** 胜利社区用的医用外科口罩: the longest known name of three characters or more it ends in. */
function endingIn(name: string): Known | undefined {
  const letters = [...name]
  for (let from = 1; letters.length - from >= 3; from++) {
    const known = KNOWN.get(letters.slice(from).join(''))
    if (known !== undefined) return known
  }
  return undefined
}

const unique = (list: readonly string[]): string[] => [...new Set(list)]
