import { describe, expect, it } from 'vitest'
import { readAmount } from '../../../shared/quantity/units.ts'

describe('quantity and unit in one go', () => {
  it.each([
    ['200 箱', { value: 200, unit: '箱' }],
    ['2万只', { value: 20_000, unit: '只' }],
    ['１，２００ 瓶', { value: 1200, unit: '瓶' }],
    ['1.5 kg', { value: 1.5, unit: 'kg' }],
    ['30人次', { value: 30, unit: '人次' }],
    ['5 立方米', { value: 5, unit: '立方米' }],
    ['12 垛', { value: 12, unit: '垛' }],
    ['2万', undefined],
    ['箱', undefined],
    ['很多箱', undefined],
    ['200 什么', undefined],
  ])('TYPE-2 %s', (text, amount) => {
    expect(readAmount(text, new Set(['垛']))).toEqual(amount)
  })
})
