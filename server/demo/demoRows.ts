/**
 * The rows of the demo operation, from the real lists in wuhan2020/ (docs/SPEC.md FILE-22): the same rows with the same ids at every call.
 * No contacts: the lists had them removed.
 */
import { readFileSync } from 'node:fs'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { readCsv } from '../../shared/tabular/csv.ts'
import type { NewRow } from '../sync/SheetRooms.ts'

type Source = 'hospital_needs' | 'hospital_need_items' | 'factory_supply' | 'logistics_channels'
type Line = Readonly<Record<string, string>>

/** The lines of a list as header → text. */
function linesOf(source: Source): Line[] {
  const file = `${source}.csv`
  const [header = [], ...rows] = readCsv(readFileSync(new URL(`./wuhan2020/${file}`, import.meta.url), 'utf8'), file)
  return rows.map(row => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])))
}

/** Cells without the empty ones. */
const filled = (cells: Readonly<Record<string, Scalar | undefined>>): Record<string, Scalar> =>
  Object.fromEntries(
    Object.entries(cells).filter(
      (cell): cell is [string, Scalar] => cell[1] !== undefined && cell[1] !== null && cell[1] !== '',
    ),
  )

const source = (url: string | undefined): string => ((url ?? '').trim() === '' ? '' : `来源: ${(url ?? '').trim()}`)
const number = (text: string | undefined): number | null => ((text ?? '') === '' ? null : Number(text))
const id = (prefix: string, at: number): string => `${prefix}-${String(at + 1).padStart(4, '0')}`

/**
 * 2,095 needs of 227 hospitals. A line without a quantity is open-ended: six of seven are.
 * The list says nothing of urgency and carries no dates, so these cells are empty.
 */
export function demoNeeds(): NewRow[] {
  const hospitals = new Map(linesOf('hospital_needs').map(line => [line.need_id, line]))
  return linesOf('hospital_need_items').map((line, at) => {
    const hospital = hospitals.get(line.need_id)
    const quantity = number(line.quantity)
    return {
      id: id('need', at),
      cells: filled({
        cluster: 'HEA',
        item: line.item,
        kind: 'goods',
        specification: line.spec,
        quantity,
        openEnded: quantity === null ? true : null,
        province: hospital?.province,
        city: line.city,
        district: line.district,
        place: hospital?.address,
        organization: line.org,
        status: 'open',
        note: source(hospital?.source_url),
      }),
    }
  })
}

/** 24 offers of producers and the services of 22 carriers. */
export const demoSupplies = (): NewRow[] => [...producers(), ...carriers()]

const producers = (): NewRow[] =>
  linesOf('factory_supply').map((line, at) => ({
    id: id('factory', at),
    cells: filled({
      kind: 'goods',
      item: line.item,
      organization: line.org,
      province: line.province,
      city: line.city,
      place: line.address,
      availableFrom: line.date,
      capacityPerDay: number(line.daily_capacity),
      note: [`类别: ${line.item_class}`, line.qualification === 'yes' ? '有资质' : '', source(line.source_url)]
        .filter(text => text !== '')
        .join('\n'),
    }),
  }))

const carriers = (): NewRow[] =>
  linesOf('logistics_channels').map((line, at) => ({
    id: id('carrier', at),
    cells: filled({
      kind: 'transport',
      item: `运输：${line.from_area}至${line.dest}`,
      specification: line.green_path === 'True' ? '绿色通道' : '',
      organization: line.org,
      city: `${line.dest}市`,
      availableFrom: line.date,
      delivery: 'delivers',
      note: [
        line.accepts_individuals === 'True' ? '接受个人与机构委托' : '仅接受机构委托',
        source(line.source_url),
      ].join('\n'),
    }),
  }))
