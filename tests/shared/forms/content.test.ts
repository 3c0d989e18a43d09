import { describe, expect, it } from 'vitest'
import { contentFaults } from '../../../shared/forms/contentFaults.ts'
import { proposeForm } from '../../../shared/forms/propose.ts'
import { askedQuestions } from '../../../shared/forms/questions.ts'
import type { FormContent, Question } from '../../../shared/protocol/forms.ts'
import { SHEET_KINDS } from '../../../shared/schema/column.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'

const NEEDS = columnsOf('needs')
const content = (...questions: Question[]): FormContent => ({ ...proposeForm('needs', '需求', NEEDS), questions })
const own = (id: string, zh: string, more: Partial<Question> = {}): Question => ({
  id,
  asks: { kind: 'own', answer: 'text' },
  label: { zh, en: '' },
  required: false,
  ...more,
})
const column = (id: string, of: string): Question => ({ ...own(id, id), asks: { kind: 'column', column: of } })

describe('what a form asks', () => {
  it('FORM-2 every fault of a question is named', () => {
    const faults = contentFaults(
      content(
        column('a', 'item'),
        column('b', 'item'),
        column('c', 'gone'),
        own('d', '联系电话'),
        own('e', ' '),
        { ...own('f', '用什么'), asks: { kind: 'own', answer: 'choice', choices: [{ zh: '水', en: '' }] } },
        own('g', '几楼', { showIf: { question: 'h', anyOf: [true] } }),
        own('h', '有电梯吗'),
        own('h', '有车吗'),
      ),
      NEEDS,
    )
    expect(faults.map(({ question, fault }) => `${question} ${fault}`)).toEqual([
      'b twice',
      'c unknown-column',
      'd personal',
      'e no-label',
      'f no-choices',
      'g condition',
      'h same-id',
    ])
  })

  it.each(SHEET_KINDS)('FORM-12 a sheet of %s proposes a form that can be published at once', kind => {
    const proposed = proposeForm(kind, '表', columnsOf(kind))
    expect(contentFaults(proposed, columnsOf(kind))).toEqual([])
    const asked = new Set(proposed.questions.map(({ asks }) => (asks.kind === 'column' ? asks.column : asks.kind)))
    for (const { id, required } of columnsOf(kind)) if (required === true) expect(asked).toContain(id)
    expect(asked).toContain('detail')
  })

  it('FORM-3 what a link has fixed is not asked, a place is asked within it, and what depended on it is shown', () => {
    const asked = askedQuestions({
      content: content(
        column('what', 'item'),
        { ...column('how', 'urgency'), showIf: { question: 'what', anyOf: ['口罩'] } },
        column('where', 'district'),
        column('gone', 'noColumn'),
      ),
      columns: NEEDS,
      fixed: { item: '口罩', city: '西安市' },
      within: { key: '610100', level: 'city' },
    })
    expect(asked.map(({ id }) => id)).toEqual(['how', 'where'])
    expect(asked[0]?.showIf).toBeUndefined()
    expect(asked[1]?.input).toEqual({ type: 'place', level: 'district', within: '610100' })
  })
})
