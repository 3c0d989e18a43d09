import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ItemRelation, itemRelation, readItemName } from '../../../shared/domain/itemName.ts'
import { ITEM_FAMILIES } from '../../../shared/domain/itemTable.ts'

const relation = (a: string, b: string): ItemRelation => itemRelation(readItemName(a), readItemName(b))

describe('names of items', () => {
  it('DUP-1 standards, sizes, for whom and idle words are split off the name', () => {
    expect(readItemName('一次性医用外科口罩（YY 0469-2010）')).toEqual({
      names: ['医用外科口罩'],
      families: ['口罩'],
      who: [],
      stages: [],
      standards: ['0469'],
      sizes: [],
    })
    expect(readItemName('婴儿奶粉１段 800g')).toMatchObject({
      names: ['奶粉'],
      who: ['婴儿'],
      stages: ['一'],
      sizes: ['800g'],
    })
    expect(readItemName('医用防护口罩 | N95口罩').names).toEqual(['医用防护口罩'])
    expect(readItemName('75%酒精')).toMatchObject({ names: ['酒精'], sizes: ['75%'] })
    expect(readItemName('胜利社区需要的医用外科口罩').names).toEqual(['医用外科口罩'])
    expect(readItemName('  ').names).toEqual([])
  })

  it('DUP-1 one thing however it is written, another of its family, something else', () => {
    const told: readonly (readonly [string, string, ItemRelation])[] = [
      ['医用外科口罩', '外科口罩', 'same'],
      ['护目镜', '防冲击眼罩/护目镜/防护眼镜', 'same'],
      ['N95', '医用防护口罩', 'same'],
      ['口罩', '医用外科口罩', 'like'],
      ['N95', '医用外科口罩', 'related'],
      ['N95', 'KN95口罩', 'related'],
      ['防污染鞋套', '防污染靴套', 'related'],
      ['隔离衣', '防护服', 'related'],
      ['奶粉一段', '奶粉二段', 'related'],
      ['成人纸尿裤', '婴儿纸尿裤', 'related'],
      ['75%酒精', '95%酒精', 'related'],
      ['医用面罩式雾化器', '防护面罩', 'different'],
      ['口罩', '防护服', 'different'],
      ['发电机', '柴油发电机', 'like'],
      ['发电机', '充电宝', 'different'],
      ['', '', 'different'],
    ]
    for (const [a, b, expected] of told) expect(relation(a, b), `${a} – ${b}`).toBe(expected)
  })

  it('DUP-1 no spelling stands for two things', () => {
    const spellings = ITEM_FAMILIES.flatMap(({ word, words = [], kinds }) => [...words, word, ...kinds.flat()])
    const kindsOwn = new Set(
      ITEM_FAMILIES.flatMap(({ word, kinds }) => (kinds.some(([name]) => name === word) ? [word] : [])),
    )
    const twice = spellings.filter((word, at) => spellings.indexOf(word) !== at && !kindsOwn.has(word))
    expect(twice).toEqual([])
  })

  it('DUP-1 the relation is the same both ways (property)', () => {
    const word = fc.constantFrom(
      '口罩',
      '外科口罩',
      'N95',
      '奶粉1段',
      '二段奶粉',
      '发电机',
      '柴油发电机',
      '酒精75%',
      '鞋套/靴套',
      '',
      '大米',
    )
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(relation(a, b)).toBe(relation(b, a))
      }),
    )
  })
})
