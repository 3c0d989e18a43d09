import { describe, expect, it } from 'vitest'
import { signsOf } from '../../../shared/domain/intakeSigns.ts'
import { amountClass, isSaneAmount } from '../../../shared/domain/saneAmounts.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'

describe('sane amounts', () => {
  it('INTAKE-4 each class of things has its cap', () => {
    expect(amountClass('医用外科口罩').id).toBe('bulk')
    expect(amountClass('有创呼吸机').id).toBe('machines')
    expect(isSaneAmount('口罩', 1_000_000)).toBe(true)
    expect(isSaneAmount('口罩', 1e14)).toBe(false)
    expect(isSaneAmount('呼吸机', 6_000)).toBe(false)
    expect(isSaneAmount('Ｎ９５口罩', -1)).toBe(false)
  })

  it('INTAKE-5 what people write every day is no sign', () => {
    const columns = columnsOf('needs')
    const cells = {
      item: '84消毒液',
      quantity: 200,
      note: '每天约用 12 瓶，最迟 2022-01-05 送到；不要加急',
      address: '胜利路 12 号',
    }
    expect(signsOf({ cells, answers: { when: '上午', yes: '是' } }, columns)).toEqual([])
    expect(signsOf({ cells: { item: '口罩', note: '哈哈哈哈' }, answers: {} }, columns)).toEqual([])
  })
})
