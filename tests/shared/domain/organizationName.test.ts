import { describe, expect, it } from 'vitest'
import {
  organizationRelation,
  organizationTails,
  readOrganizationName,
} from '../../../shared/domain/organizationName.ts'

const PLACES = ['湖北', '武汉市', '武昌区']
const read = (name: string) => readOrganizationName(name, PLACES)

describe('names of organizations', () => {
  it('DUP-2 one organization with or without where it is, whose it is, its legal form and its other name', () => {
    for (const [a, b, expected] of [
      ['武昌医院', '武汉市武昌医院', 'same'],
      ['武汉武昌医院', '武汉市武昌医院', 'same'],
      ['四川恒明科技开发有限公司', '四川恒明科技开发', 'same'],
      ['武汉市仁和医院(三峡大学附属仁和医院', '三峡大学附属仁和医院', 'like'],
      ['国药葛洲坝中心医院', '葛洲坝中心医院', 'like'],
      ['华中科技大学同济医学院附属同济医院', '武汉同济医院', 'like'],
    ] as const) {
      expect(organizationRelation(read(a), read(b)), `${a} – ${b}`).toBe(expected)
      expect(organizationRelation(read(b), read(a)), `${b} – ${a}`).toBe(expected)
      expect(organizationTails(read(a)).some(tail => organizationTails(read(b)).includes(tail))).toBe(true)
    }
  })

  it('DUP-2 another number, another town, a team on its way there: another organization', () => {
    for (const [a, b] of [
      ['武汉市第一医院', '武汉市第二医院'],
      ['武汉市红十字会', '兴山县红十字会'],
      ['武汉市中医医院', '当阳市中医医院'],
      ['武汉同济医院', '和平医院医疗队前往武汉同济医院'],
      ['人民医院', '第二人民医院'],
      ['', ''],
    ] as const)
      expect(organizationRelation(read(a), read(b)), `${a} – ${b}`).toBe('different')
  })
})
