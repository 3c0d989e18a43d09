import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALIKE, blockKeys, type Cells, factsOf, likeness, likenessOf } from '../../../shared/domain/sameRow.ts'

const ROW: Cells = {
  item: '医用外科口罩',
  organization: '西安市胸科医院',
  city: '西安市',
  district: '长安区',
  quantity: 2000,
  reportedAt: '2022-01-05T08:00:00Z',
}
const like = (more: Cells) => likeness(ROW, { ...ROW, ...more })

const word = fc.constantFrom('', '口罩', '医用口罩', '胸科医院', '长安区', '雁塔区', '西安', 'N95', '一段')
const cells: fc.Arbitrary<Cells> = fc.record({
  item: word,
  organization: word,
  place: word,
  district: word,
  specification: word,
  quantity: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 })),
  reportedAt: fc.constantFrom(null, '2022-01-05T08:00:00Z', '2022-01-06T20:00:00Z', '2022-03-01T00:00:00Z'),
})

describe('rows that tell of the same', () => {
  it('IMP-5 what, whose, where and when make two rows alike, and each is told', () => {
    expect(like({ quantity: 3000, reportedAt: '2022-01-06T20:00:00Z' }).score).toBeGreaterThan(0.9)
    expect(like({}).reasons).toEqual(['sameItem', 'sameOrganization', 'sameDistrict', 'sameDay', 'sameQuantity'])
    expect(like({ item: '口罩' }).reasons).toContain('likeItem')
    expect(like({ item: '一次性外科口罩' }).reasons).toContain('sameItem')
    expect(like({ organization: '西安市胸科医院有限公司' }).reasons).toContain('sameOrganization')
  })

  it('IMP-5 another thing, another hospital, another district, another model or another month is another row', () => {
    for (const other of [
      { item: '防护服' },
      { organization: '西安市第八医院' },
      { district: '雁塔区' },
      { reportedAt: '2022-03-01T00:00:00Z' },
    ])
      expect(like(other).score, JSON.stringify(other)).toBeLessThan(ALIKE)
    expect(likeness({ ...ROW, specification: 'N95' }, { ...ROW, specification: '一次性' }).score).toBe(0)
    expect(likeness({ item: '口罩' }, { item: '口罩' }).score).toBe(0)
  })

  it('IMP-5 the score is between 0 and 1, the same both ways, whole for a row and itself, and never found without a common key (property)', () => {
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        const there = likeness(a, b)
        expect(there.score).toBeGreaterThanOrEqual(0)
        expect(there.score).toBeLessThanOrEqual(1)
        expect(likeness(b, a).score).toBeCloseTo(there.score, 10)
        if (blockKeys(a).length > 0) expect(likeness(a, a).score).toBe(1)
        const keys = new Set(blockKeys(a))
        if (!blockKeys(b).some(key => keys.has(key))) expect(there.score).toBe(0)
      }),
    )
  })

  it('DUP-3 a resident without an organization is known by contact, place, point or words, never by the district alone', () => {
    const resident: Cells = {
      item: '婴儿奶粉二段',
      city: '西安市',
      district: '莲湖区',
      reportedAt: '2022-01-05T08:00:00Z',
    }
    expect(likeness(resident, resident).score).toBe(0)
    expect(likenessOf(factsOf(resident, 'c1'), factsOf(resident, 'c1')).reasons).toContain('sameContact')
    expect(likenessOf(factsOf(resident, 'c1'), factsOf(resident, 'c2')).score).toBe(0)
    const at = (more: Cells, other: Cells = more) => likeness({ ...resident, ...more }, { ...resident, ...other })
    expect(at({ place: '胜利小区' }).score).toBeGreaterThan(ALIKE)
    expect(at({ latitude: 34.2651, longitude: 108.9421 }, { latitude: 34.2663, longitude: 108.943 }).reasons).toContain(
      'nearPlace',
    )
    expect(
      at(
        { place: '胜利小区', latitude: 34.2, longitude: 108.9 },
        { place: '和平小区', latitude: 34.3, longitude: 108.9 },
      ).score,
    ).toBe(0)
    const words = '家里有六个月大的宝宝，奶粉今晚就要断了，请尽快联系'
    expect(at({ requirements: words }, { requirements: `${words}，谢谢` }).reasons).toContain('sameText')
    expect(at({ place: '胜利小区' }, { place: '胜利小区', item: '婴儿奶粉三段' }).score).toBe(0)
  })

  it('DUP-3 points of one compound are found wherever the nets of squares cut it (property)', () => {
    const degree = fc.double({ min: -0.0025, max: 0.0025, noNaN: true })
    fc.assert(
      fc.property(
        fc.double({ min: -55, max: 55, noNaN: true }),
        fc.double({ min: -179, max: 179, noNaN: true }),
        degree,
        degree,
        (latitude, longitude, north, east) => {
          const here = { item: '大米', latitude, longitude }
          const there = { item: '大米', latitude: latitude + north, longitude: longitude + east }
          const found = likeness(here, there)
          const keys = new Set(blockKeys(here))
          if (found.score > 0) expect(blockKeys(there).some(key => keys.has(key))).toBe(true)
        },
      ),
    )
  })

  it('DUP-3 what a person decides about rests on the compared columns: an amount is corrected without the question coming again', () => {
    const facts = factsOf(ROW)
    expect(factsOf({ ...ROW, quantity: 3, status: 'open', note: 'x' }).compared).toBe(facts.compared)
    expect(factsOf({ ...ROW, place: '东门' }).compared).not.toBe(facts.compared)
    expect(factsOf(ROW, 'c1').compared).not.toBe(facts.compared)
  })
})
