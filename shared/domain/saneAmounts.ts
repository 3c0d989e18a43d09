/**
 * How much of a thing one submission can sanely be about (docs/SPEC.md INTAKE-4). Pure. More is no refusal: a person looks at it first.
 *
 * Where the caps come from: in what hospitals asked for in Wuhan in 2020 (server/demo/wuhan2020, 264 lines with a number) the largest line of
 * masks or caps is 1,000,000, of protective suits 100,000, of anything else 60,000; the caps are ten times that, a donor's whole warehouse.
 * There are too few lines of machines, vehicles and people to go by: those caps are what a large city has. The same year's lists have an
 * offer of 1e14 masks, which is what this is for.
 */

export interface AmountClass {
  readonly id: 'machines' | 'vehicles' | 'people' | 'suits' | 'bulk' | 'other'
  /** Words of the item, after NFKC and in lower case. */
  readonly words: RegExp | undefined
  /** Largest amount one submission is believed; inclusive. */
  readonly most: number
}

/** The first whose words fit; the last fits everything. */
export const AMOUNT_CLASSES: readonly AmountClass[] = [
  { id: 'machines', words: /呼吸机|ecmo|监护仪|制氧机|消毒机|除颤|ct机|超声|ventilator|concentrator/, most: 5_000 },
  { id: 'vehicles', words: /救护车|货车|卡车|车辆|用车|司机|大巴|帐篷|ambulance|truck|driver|tent/, most: 10_000 },
  { id: 'people', words: /志愿者|护工|医护|医生|护士|社工|翻译|人手|volunteer|nurse|doctor|translator/, most: 20_000 },
  { id: 'suits', words: /防护服|隔离衣|护目镜|面屏|面罩|体温|额温|gown|coverall|goggle|thermometer/, most: 1_000_000 },
  { id: 'bulk', words: /口罩|手套|鞋套|帽|试剂|棉签|mask|glove|swab|test kit/, most: 10_000_000 },
  { id: 'other', words: undefined, most: 1_000_000 },
]

/** Which class an item is of. */
export function amountClass(item: string): AmountClass {
  const plain = item.normalize('NFKC').toLowerCase()
  const found = AMOUNT_CLASSES.find(({ words }) => words === undefined || words.test(plain))
  if (found === undefined) throw new Error('the last class fits everything')
  return found
}

/** Whether one line can be about so much of it. Nothing said is sane. */
export const isSaneAmount = (item: string, quantity: number): boolean =>
  Number.isFinite(quantity) && quantity >= 0 && quantity <= amountClass(item).most
