import { describe, expect, it } from 'vitest'
import { isBlank, pasteTable, readLine } from '../../../client/forms/paperLines.ts'
import type { PublicQuestion, QuestionInput } from '../../../shared/protocol/publicForms.ts'

const ask = (id: string, input: QuestionInput, required = false): PublicQuestion => ({
  id,
  label: { zh: id, en: id },
  required,
  input,
})
const choice = (value: string, zh: string) => ({ value, label: { zh, en: value } })
const QUESTIONS = [
  ask('item', { type: 'text', most: 20 }, true),
  ask('many', { type: 'number' }),
  ask('urgent', { type: 'choice', choices: [choice('critical', '特急'), choice('low', '不急')] }),
  ask('stairs', { type: 'yesNo' }),
  ask('day', { type: 'date' }),
  ask('where', { type: 'place', level: 'district', within: null }),
]
const placeNamed = (_: PublicQuestion, name: string) => (name === '莲湖区' ? '610104' : undefined)
const line = (texts: Record<string, string>) => ({ key: 'k', texts })

describe('a list on paper', () => {
  it('FORM-20 what people write is read as the form’s own fields would have it', () => {
    const texts = { item: ' 奶粉 ', many: '1.2万', urgent: '特急', stairs: '有', day: '2022年1月5日', where: '莲湖区' }
    expect(readLine(QUESTIONS, line(texts), placeNamed)).toEqual({
      values: { item: '奶粉', many: 12_000, urgent: 'critical', stairs: true, day: '2022-01-05', where: '610104' },
      faults: {},
    })
  })

  it('FORM-20 what is not understood is named cell by cell, and nothing of it is sent', () => {
    const texts = { many: '许多', urgent: '马上', stairs: '大概', day: '昨天', where: '某区' }
    expect(readLine(QUESTIONS, line(texts), placeNamed).faults).toEqual({
      item: 'required',
      many: 'not-a-number',
      urgent: 'not-a-choice',
      stairs: 'not-yes-or-no',
      day: 'not-a-date',
      where: 'not-a-place',
    })
  })

  it('FORM-20 a pasted table fills from its cell on, adds lines, and passes over those that came in', () => {
    let keys = 0
    const lines = [line({ item: '药' }), { ...line({ item: '水' }), key: 'sent', code: 'GJ-2345-6789' }]
    const next = pasteTable(
      lines,
      QUESTIONS,
      { line: 0, question: 1 },
      [['3', '特急'], ['5'], ['7', '', '有', '', '', 'x']],
      () => `new${++keys}`,
    )
    expect(next.map(({ key, texts }) => [key, texts])).toEqual([
      ['k', { item: '药', many: '3', urgent: '特急' }],
      ['sent', { item: '水' }],
      ['new1', { many: '5' }],
      ['new2', { many: '7', urgent: '', stairs: '有', day: '', where: '' }],
    ])
    expect(isBlank(line({ item: '  ' }))).toBe(true)
  })
})
