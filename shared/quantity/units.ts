/** Quantity and unit typed in one go: `200 箱`, `2万只`, `1.5 t` (docs/SPEC.md TYPE-2). Pure. */
import { readNumber } from '../schema/number.ts'

/** What goods, hands and rides are counted in, as people write it. */
const UNITS =
  '个 只 件 箱 盒 包 袋 瓶 桶 罐 套 双 副 支 条 张 台 辆 顶 床 份 片 卷 把 块 本 部 间 顿 批 组 对 根 棵 斤 公斤 千克 克 两 吨 升 毫升 米 平方米 立方米 人 人次 名 位 户 家 天 小时 车 车次 趟 次 pcs box boxes bottle bottles bag bags kg g t l ml m set sets pair pairs pack packs carton cartons person people hour hours day days'.split(
    ' ',
  )

export interface Amount {
  readonly value: number
  readonly unit: string
}

/**
 * The number and the unit of a text that is both; undefined when its end is no known unit or its beginning no number. `known` are units
 * besides the common ones, such as those the sheet has already.
 */
export function readAmount(text: string, known: ReadonlySet<string>): Amount | undefined {
  const normal = text.normalize('NFKC').trim()
  for (let end = normal.length - 1; end > 0; end--) {
    const unit = normal.slice(end).trim()
    if (!UNITS.includes(unit) && !UNITS.includes(unit.toLowerCase()) && !known.has(unit)) continue
    const value = readNumber(normal.slice(0, end).trim())
    if (value !== undefined) return { value, unit }
  }
  return undefined
}
