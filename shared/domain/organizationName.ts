/** Whether two names mean one organization (docs/SPEC.md DUP-2): 武昌医院 and 武汉市武昌医院 do, 第一医院 and 第二医院 do not. Pure. */
import { normalizeWord } from '../schema/parse.ts'

/** Legal forms that one table writes and the next leaves out. */
const FORM = /(?:股份有限公司|有限责任公司|有限公司|公司)$/u
/** A team somebody has sent to a place is not that place. */
const SENT = /前往|支援|援助|医疗队|派往/u
/** What is in brackets says which campus, or another name; a bracket may be left open. */
const BRACKETED = /[(（【[]([^)）】\]]*)[)）】\]]?/gu
/** Shorter names are too common to be found at the end of another: 医院, 居委会. */
const TELLING = 4
/** What may stand before a name and mean the same: whose it is; and where it is, unless the other one says where itself. */
const WHOSE = /(?:附属|集团|国药|大学|学院)$/u
const WHERE = /(?:省|市|州|区|县|旗|镇|乡|街道)$/u

export interface OrganizationName {
  /** Without brackets and legal form; empty when nobody is named. */
  readonly name: string
  /** The same without the places it begins with, as far as a telling name is left. */
  readonly core: string
  /** The names in brackets that are long enough to be one. */
  readonly others: readonly string[]
}

/** Reads a name as people write it; `places` are the names of where the row is. */
export function readOrganizationName(text: string, places: readonly string[] = []): OrganizationName {
  const plain = text.normalize('NFKC')
  const name = bare(plain.replace(BRACKETED, ''))
  const others = [...plain.matchAll(BRACKETED)].map(([, inside = '']) => bare(inside))
  return { name, core: withoutPlaces(name, places), others: others.filter(each => each.length >= TELLING) }
}

const bare = (text: string): string => normalizeWord(text).replace(FORM, '')

function withoutPlaces(name: string, places: readonly string[]): string {
  const spellings = places
    .flatMap(place => [place, place.replace(/[省市区县]$/u, '')])
    .filter(place => place.length > 1)
    .sort((a, b) => b.length - a.length)
  let rest = name
  for (let found: string | undefined = ''; found !== undefined; rest = rest.slice(found.length)) {
    found = spellings.find(place => rest.startsWith(place) && rest.length - place.length >= TELLING)
    if (found === undefined) break
  }
  return rest
}

/** `same`: one name · `like`: one is the other with whose it is before it, or in brackets · `different`, also for an empty one. Symmetric. */
export function organizationRelation(a: OrganizationName, b: OrganizationName): 'same' | 'like' | 'different' {
  if (a.name === '' || b.name === '') return 'different'
  if (a.name === b.name) return 'same'
  if (SENT.test(a.name) !== SENT.test(b.name)) return 'different'
  if (a.core === b.core) return 'same'
  return isPartOf(a, b) || isPartOf(b, a) ? 'like' : 'different'
}

/** What every name that may mean this organization ends in, for looking up. */
export const organizationTails = ({ core, others }: OrganizationName): readonly string[] =>
  core === '' ? [] : [...new Set([core, ...others].map(each => each.slice(-TELLING)))]

/** Whether one of the short one's names is a name of the long one, or all of it but for what may stand before. */
function isPartOf(short: OrganizationName, long: OrganizationName): boolean {
  const saysWhere = short.core !== short.name
  return [short.core, ...short.others].some(name =>
    [long.core, ...long.others].some(other => {
      if (other === name) return true
      if (name.length < TELLING || !other.endsWith(name)) return false
      const before = other.slice(0, -name.length)
      return WHOSE.test(before) || (!saysWhere && WHERE.test(before))
    }),
  )
}
