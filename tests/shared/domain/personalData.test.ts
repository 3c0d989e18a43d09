import { describe, expect, it } from 'vitest'
import {
  findPersonal,
  hidePersonal,
  isIdNumber,
  maskName,
  maskPhone,
  plainIdNumber,
  plainPhone,
  withoutPersonal,
} from '../../../shared/domain/personalData.ts'

/** A number that belongs to nobody: its check sign is computed. */
const ID = '610102199001010019'.slice(0, 17) + checkSign('61010219900101001')
function checkSign(first: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(first[i]), 0) % 11] ?? ''
}
const plains = (text: string) => findPersonal(text).map(({ plain }) => plain)

describe('personal data in texts', () => {
  it('VAULT-1 a phone has one plain form, however it is written, and a mask that tells little', () => {
    for (const text of [
      '13800138000',
      '138 0013 8000',
      '138-0013-8000',
      '+86 13800138000',
      '0086-138-0013-8000',
      '１３８００１３８０００',
    ])
      expect(plainPhone(text)).toBe('13800138000')
    expect(maskPhone('+86 138 0013 8000')).toBe('138****8000')
    expect(maskPhone('029-87654321')).toBe('029****4321')
    expect(maskPhone('8765432')).toBe('****32')
    expect(maskPhone('110')).toBe('****')
    expect(maskName('张三')).toBe('张*')
    expect(maskName(' 𠮷田')).toBe('𠮷*')
    expect(plainIdNumber('610102 19900101 001x')).toBe('61010219900101001X')
  })

  it('VAULT-2 mobiles with spaces, dashes, +86 and full-width digits are found where they stand', () => {
    for (const [text, found] of [
      ['请打13800138000找张三', '13800138000'],
      ['tel:138 0013 8000', '138 0013 8000'],
      ['(+86)139-1234-5678', '139-1234-5678'],
      ['微信同号 +8613912345678。', '+8613912345678'],
      ['电话１３８００１３８０００', '１３８００１３８０００'],
    ] as const) {
      const [find, ...more] = findPersonal(text)
      expect(more).toEqual([])
      expect(text.slice(find?.start, find?.end), text).toBe(found)
    }
    expect(plains('问过了，13800138000，口罩20，13912345678')).toEqual(['13800138000', '13912345678'])
    expect(plains('电话,13800138000')).toEqual(['13800138000'])
    expect(plains('13800138000/13912345678')).toEqual(['13800138000', '13912345678'])
  })

  it('VAULT-2 an identity number is found by its day and its check sign, and is no phone', () => {
    expect(isIdNumber(ID)).toBe(true)
    expect(findPersonal(`身份证${ID}`).map(({ kind }) => kind)).toEqual(['idNumber'])
    const wrong = ID.slice(0, 17) + (ID[17] === '1' ? '2' : '1')
    expect(findPersonal(`身份证${wrong}`)).toEqual([])
    expect(isIdNumber(`610102${'19900231'}0010`)).toBe(false)
  })

  it('VAULT-2 quantities, money, dates, codes, landlines and moments are left alone', () => {
    for (const text of [
      '13800138000元',
      '13800138000 只',
      '13,800,138,000',
      '13800138000.50',
      '113800138000',
      '138001380001',
      'SF13800138000',
      '2022-01-05 13:40',
      '029-87654321',
      'N95口罩3万个',
      '1e14',
      '20220105138001380001',
    ])
      expect(findPersonal(text), text).toEqual([])
  })

  it('VAULT-3 what is moved away leaves the rest of the text readable', () => {
    expect(withoutPersonal('联系电话：13800138000')).toBe('')
    expect(withoutPersonal('门口保安 电话13800138000，晚上在')).toBe('门口保安，晚上在')
    expect(withoutPersonal('张三 138 0013 8000')).toBe('张三')
    expect(hidePersonal('核对 13800138000 一下')).toBe('核对 *** 一下')
  })
})
