/** `200箱`, `2万只`, `1,000 pcs`: a quantity that people wrote with its unit into one cell (docs/SPEC.md IMP-3). Pure. */
import { readNumber } from '../schema/number.ts'

/** Units that count or measure goods, hands and vehicles. Anything else behind a number (`200左右`, `3天`) is no unit and is not cut off. */
const UNITS: ReadonlySet<string> = new Set(
  (
    '个 只 箱 盒 包 袋 瓶 桶 套 件 副 付 双 台 部 辆 人 名 位 吨 公斤 千克 斤 克 升 毫升 米 平方米 卷 张 支 枝 根 片 条 把 顶 床 罐 份 对 块 板 提 车 车次 次 听 打 筐 ' +
    '捆 粒 颗 本 具 架 艘 顿 组 听 扎 匹 kg g t l ml m pc pcs piece pieces box boxes set sets pack packs bottle bottles pair pairs unit units roll rolls bag bags ' +
    'ton tons person persons people vehicle vehicles carton cartons'
  ).split(' '),
)
const SPLIT = /^([+-]?[\d.,]+\s*[亿万千百]*)\s*([\p{Script=Han}a-z]{1,10})$/iu

export interface QuantityWithUnit {
  readonly quantity: number
  readonly unit: string
}

/** The two halves of such a text; `undefined` when it is anything else. */
export function splitQuantity(text: string): QuantityWithUnit | undefined {
  const normal = text.normalize('NFKC').trim()
  const match = SPLIT.exec(normal)
  if (match === null) return undefined
  const unit = (match[2] ?? '').trim()
  const quantity = readNumber(match[1] ?? '')
  return quantity !== undefined && UNITS.has(unit.toLowerCase()) ? { quantity, unit } : undefined
}
