/**
 * The provinces, cities and districts of China with their codes of GB/T 2260, and how people look for them (docs/SPEC.md TYPE-4, TYPE-5).
 * Large: load it when somebody is about to choose a place. Pure.
 */
import { areaList } from '@vant/area-data'
import type { PlaceLevel } from '../schema/column.ts'

export const PLACE_LEVELS: readonly PlaceLevel[] = ['province', 'city', 'district']

/** A place of one level. `path` names it and what it lies in, from the province down; a level that does not exist there has no entry. */
export interface Division {
  /** Six digits; unique, though a place without a code of GB/T 2260 has one of the list's own (`official: false`). */
  readonly key: string
  readonly name: string
  readonly level: PlaceLevel
  readonly official: boolean
  readonly path: Readonly<Partial<Record<PlaceLevel, { readonly name: string; readonly code: string | null }>>>
}

/** Names the list gives to what is no place: counties that lie directly under a province or a municipality. */
const NO_CITY = /^(?:省直辖县|县|自治区直辖县级行政区划)$/
/** Cities without districts (东莞, 中山, 儋州, 嘉峪关): what lies in them are towns, which have no code here. */
const NO_DISTRICTS = new Set(['4419', '4420', '4604', '6202'])

const provinceOf = (key: string): string => `${key.slice(0, 2)}0000`
const cityOf = (key: string): string => `${key.slice(0, 4)}00`

function allDivisions(): readonly Division[] {
  const provinces = Object.entries(areaList.province_list).map(
    ([key, name]): Division => ({
      key,
      name,
      level: 'province',
      official: true,
      path: { province: { name, code: key } },
    }),
  )
  const province = new Map(provinces.map(each => [each.key, each]))
  const cities = Object.entries(areaList.city_list).flatMap(([key, name]): Division[] => {
    const above = province.get(provinceOf(key))
    if (above === undefined || NO_CITY.test(name)) return []
    return [{ key, name, level: 'city', official: true, path: { ...above.path, city: { name, code: key } } }]
  })
  const city = new Map(cities.map(each => [each.key, each]))
  const districts = Object.entries(areaList.county_list).flatMap(([key, name]): Division[] => {
    const above = city.get(cityOf(key)) ?? province.get(provinceOf(key))
    if (above === undefined) return []
    const official = !NO_DISTRICTS.has(key.slice(0, 4))
    const district = { name, code: official ? key : null }
    // The counties of 重庆 have a city code of their own and no city of their own.
    const isCounty = above.level === 'province' && key.startsWith('5002')
    const path = isCounty ? { ...above.path, city: { name: above.name, code: cityOf(key) } } : above.path
    return [{ key, name, level: 'district', official, path: { ...path, district } }]
  })
  return [...provinces, ...cities, ...districts]
}

/** Every place, provinces first, each level by code. */
export const DIVISIONS: readonly Division[] = allDivisions()

/** The places directly under this one; the provinces without one. */
export function divisionsUnder(above: Division | undefined): readonly Division[] {
  if (above === undefined) return DIVISIONS.filter(({ level }) => level === 'province')
  const [below] = PLACE_LEVELS.slice(PLACE_LEVELS.indexOf(above.level) + 1)
  const inside = DIVISIONS.filter(
    ({ key, level, path }) =>
      level !== 'province' &&
      (above.level === 'province'
        ? provinceOf(key) === above.key && (level === below || path.city === undefined || key.startsWith('5002'))
        : level === below && cityOf(key) === above.key),
  )
  return inside
}

/** The place of this name and level, in the city and province named where they are known; undefined when none or several are. */
export function divisionNamed(
  level: PlaceLevel,
  names: Readonly<Partial<Record<PlaceLevel, string>>>,
): Division | undefined {
  const found = DIVISIONS.filter(
    each =>
      each.level === level &&
      PLACE_LEVELS.every(at => names[at] === undefined || names[at] === '' || each.path[at]?.name === names[at]),
  )
  return found.length === 1 ? found[0] : undefined
}

/** Spellings of a place: `kou zhao` as `kouzhao` and `kz`; undefined until they can be made. */
export type Spell = (name: string) => readonly string[]

/**
 * The places down to `finest` whose name holds what was typed, or whose pinyin begins with it: the exact name first, then those that begin
 * with it, then the larger ones. At most `most`.
 */
export function findDivisions(typed: string, finest: PlaceLevel, spell: Spell, most: number): readonly Division[] {
  const word = typed.trim().toLowerCase()
  if (word === '') return []
  const levels = PLACE_LEVELS.slice(0, PLACE_LEVELS.indexOf(finest) + 1)
  const latin = /^[a-z]+$/.test(word)
  const rank = ({ name }: Division): number => {
    if (name === word) return 0
    if (name.startsWith(word)) return 1
    if (latin && spell(name).some(spelling => spelling.startsWith(word))) return 2
    return name.includes(word) ? 3 : -1
  }
  return DIVISIONS.flatMap((division, place) => {
    const at = levels.includes(division.level) ? rank(division) : -1
    return at < 0 ? [] : [{ division, order: at * 10_000 + place }]
  })
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ division }) => division)
}
