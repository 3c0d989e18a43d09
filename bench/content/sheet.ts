/**
 * The sheet every server is given: made from a seed, so that all of them and all runs hold the same rows, about 480 bytes each as JSON
 * objects. Institutions and places only, no person.
 */
import type { Scalar } from '../../shared/sheet/cell.ts'

/** One row as plain values, by column. */
export interface PlainRow {
  readonly id: string
  readonly cells: Readonly<Record<string, Scalar>>
}

/** A generator of numbers in [0, 1) that gives the same row of them for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const CLUSTERS = ['健康', '后勤', '食品', '水与卫生', '住所', '保护', '教育', '通信', '营养', '早期恢复', '心理']
const KINDS = [
  '医疗用品',
  '饮用水',
  '干粮',
  '婴儿用品',
  '清洁用品',
  '帐篷',
  '毛毯',
  '发电机',
  '照明设备',
  '人力',
  '运输',
]
const UNITS = ['箱', '个', '包', '顶', '台', '人', '公斤', '份', '套', '条']
const DISTRICTS = ['雁塔区', '碑林区', '莲湖区', '新城区', '未央区', '灞桥区', '长安区', '高陵区', '鄠邑区', '临潼区']
const ORGANIZATIONS = [
  '西安市胸科医院',
  '西安联众力',
  '妇源汇',
  '妈妈环保',
  '壹基金',
  '爱德基金会',
  '社区服务中心',
  '区民政局',
]
const STATUSES = ['待核实', '征集中', '已匹配', '运送中', '已送达', '已结案']
const URGENCIES = ['紧急', '高', '中', '低']
const TEXT =
  '防疫物资需求帐篷毛毯矿泉罐头奶粉尿布药品口罩手套雨鞋发电机照明睡袋衣服便当热食面包清洁消毒抽水志愿者医生护理社工住宿安置学校活动中心社区前方道路封闭请由现场每日早上八点开始集合注意安全老人行动不便优先处理已联系尚缺数量不足冷藏保存有效期限'

/** `length` characters of field-like Chinese text. */
export function chineseText(random: () => number, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += TEXT.charAt(Math.floor(random() * TEXT.length))
  return text
}

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const day = (random: () => number): string =>
  new Date(1_641_340_800_000 + Math.floor(random() * 60) * 86_400_000).toISOString().slice(0, 10)
const between = (random: () => number, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))

/** Columns of the needs sheet: our gate lets no others in. */
const CELLS: Readonly<Record<string, (random: () => number) => Scalar>> = {
  cluster: random => pick(random, CLUSTERS),
  kind: random => pick(random, KINDS),
  item: random => chineseText(random, between(random, 4, 20)),
  specification: random => `GB ${between(random, 10_000, 99_999)}-${between(random, 2006, 2021)}`,
  quantity: random => 1 + Math.floor(random() * random() * 5000),
  unit: random => pick(random, UNITS),
  urgency: random => pick(random, URGENCIES),
  province: () => '陕西省',
  district: random => `西安市${pick(random, DISTRICTS)}`,
  place: random => `${chineseText(random, between(random, 7, 24))}${between(random, 1, 300)}号`,
  organization: random => pick(random, ORGANIZATIONS),
  requirements: random => chineseText(random, between(random, 2, 8)),
  neededBy: day,
  status: random => pick(random, STATUSES),
  note: random => (random() < 0.4 ? '' : chineseText(random, between(random, 0, 60))),
  reportedAt: random => new Date(1_641_340_800_000 + Math.floor(random() * 30 * 86_400_000)).toISOString(),
}

/** The sixteen column ids, in order. */
export const COLUMNS: readonly string[] = Object.keys(CELLS)
/** The columns that the load generator edits. All hold text, so that any of them takes any text. */
export const EDITED: readonly string[] = ['item', 'place', 'requirements', 'note', 'specification']

/** A text as somebody would type it into a cell, 6 to 14 characters. */
export const typedText = (random: () => number): string => chineseText(random, between(random, 6, 14))

/** The first `count` rows of the sheet, with ids of eight characters that say nothing about their place. */
export function sheetRows(count: number, seed = 42): PlainRow[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const id = rowId(random)
    return { id, cells: Object.fromEntries(COLUMNS.map(column => [column, CELLS[column]?.(random) ?? null])) }
  })
}

const ID_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const rowId = (random: () => number): string =>
  Array.from({ length: 8 }, () => ID_LETTERS.charAt(Math.floor(random() * ID_LETTERS.length))).join('')
