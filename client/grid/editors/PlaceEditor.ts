import type { Division } from '../../../shared/places/divisions.ts'
import { choosePlace, placeColumns } from '../../../shared/places/placeColumns.ts'
import type { PlaceLevel } from '../../../shared/schema/column.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { Places } from './EditorAids.ts'
import { type Asked, ListEditor, type Offer, type Option } from './ListEditor.ts'

/** Places listed for what is typed. */
const MOST = 30
const FROM_LARGE: readonly PlaceLevel[] = ['province', 'city', 'district']

interface PlaceOption extends Option {
  readonly place?: Division
}

/**
 * A province, city or district: found by name or pinyin, or gone down to from the province; choosing one writes the names and codes of all
 * its levels into the row at once (TYPE-4). Any other text may be typed and stands without a code (TYPE-5).
 */
export class PlaceEditor extends ListEditor {
  #level: PlaceLevel = 'district'
  /** What is looked into; undefined for the whole country. */
  #within: Division | undefined

  protected begin(): void {
    const { schema, aids, data } = this.params
    if (schema.kind.type === 'place') this.#level = schema.kind.level
    aids.setBeside(data.id, schema.id, [])
    this.#within = this.#known()
    void aids.loadPlaces().then(() => {
      if (!this.field.isConnected) return
      this.#within ??= this.#known()
      this.relist()
    })
    void aids.pinyin.load().then(() => this.field.isConnected && this.field.value !== '' && this.relist())
  }

  protected override kept(): string {
    return String(this.params.value ?? '')
  }

  protected offer(typed: string, why: Asked): Offer {
    const text = typed.trim()
    const { places, pinyin } = this.params.aids
    if (places === undefined) return this.#withText([], text)
    if (text === '') return this.#inside(places, why)
    const found = places.findDivisions(text, this.#level, name => pinyin.spell(name), MOST)
    const near = this.#within?.path
    const isNear = ({ path }: Division): boolean =>
      FROM_LARGE.every(level => near?.[level] === undefined || near[level]?.name === path[level]?.name)
    return this.#withText([...found.filter(isNear), ...found.filter(each => !isNear(each))], text)
  }

  protected override taken(option: PlaceOption | undefined): void {
    const { aids, data, schema, columns, value } = this.params
    const path = option?.place?.path
    const among = placeColumns(columns, schema)
    const cell = (column: string): Scalar => this.params.cell(data.id, column)
    const edits = path === undefined ? [] : choosePlace(data.id, among, path, cell)
    aids.setBeside(
      data.id,
      schema.id,
      edits.filter(edit => edit.column !== schema.id || edit.value !== value),
    )
  }

  /** What is found, with the typed text itself as a line: meant unless pinyin was typed or one place is meant beyond doubt. */
  #withText(found: readonly Division[], text: string): Offer {
    if (text === '') return { lines: [], at: -1 }
    const lines: PlaceOption[] = found.map(place => this.#option(place))
    const exact = found.filter(({ name, level }) => name === text && level === this.#level)
    const [first] = found
    // Those near the row stand first: one of that name there is meant, however many there are elsewhere.
    const isSure = first !== undefined && first === exact[0] && (exact.length === 1 || this.#within !== undefined)
    const isMeant = isSure || (/^[a-z]+$/i.test(text) && lines.length > 0)
    lines.push({ value: text, label: this.params.words.useText.replace('{{text}}', text) })
    return { lines, at: isMeant ? 0 : lines.length - 1 }
  }

  /** The lines one goes down by: up again, what lies inside, and nothing. */
  #inside({ divisionsUnder }: Places, why: Asked): Offer {
    const within = this.#within
    const up: PlaceOption[] =
      within === undefined
        ? []
        : [{ value: null, label: `‹ ${within.name}`, open: () => this.#goTo(this.#above(within)) }]
    const inside = divisionsUnder(within).map(place => this.#option(place))
    const { schema, words } = this.params
    const blank: PlaceOption[] = schema.required === true ? [] : [{ value: null, label: words.blank }]
    const lines = [...up, ...inside, ...blank]
    return { lines, at: why === 'moved' ? up.length : why === 'emptied' ? lines.length - 1 : -1 }
  }

  #option(place: Division): PlaceOption {
    const above = FROM_LARGE.slice(0, FROM_LARGE.indexOf(place.level)).flatMap(level => place.path[level]?.name ?? [])
    const detail = this.isBrowsing ? undefined : [...new Set(above)].reverse().join(' · ')
    const line = {
      value: place.name,
      label: place.name,
      place,
      ...(detail === undefined || detail === '' ? {} : { detail }),
    }
    return place.level === this.#level ? line : { ...line, value: null, open: () => this.#goTo(place) }
  }

  #goTo(place: Division | undefined): void {
    this.#within = place
    this.startOver()
  }

  #above({ level, path }: Division): Division | undefined {
    const province = path.province?.name ?? ''
    return level === 'city' ? this.params.aids.places?.divisionNamed('province', { province }) : undefined
  }

  /** The smallest place above this column's level that the row names already. */
  #known(): Division | undefined {
    const { places } = this.params.aids
    const { columns, schema, data } = this.params
    const among = placeColumns(columns, schema)
    const names = Object.fromEntries(
      FROM_LARGE.slice(0, FROM_LARGE.indexOf(this.#level)).map(level => {
        const column = among[level]
        return [level, column === undefined ? '' : String(this.params.cell(data.id, column.id) ?? '')]
      }),
    )
    if (places === undefined) return undefined
    for (const level of ['city', 'province'] as const)
      if (names[level]) {
        const found = places.divisionNamed(level, names)
        if (found !== undefined) return found
      }
    return undefined
  }
}
