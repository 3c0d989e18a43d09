import { describe, expect, it } from 'vitest'
import { type Answers, checkAnswers, readAnswer, shownQuestions } from '../../../shared/forms/answers.ts'
import type { PublicQuestion, QuestionInput } from '../../../shared/protocol/publicForms.ts'

const ask = (id: string, input: QuestionInput, more: Partial<PublicQuestion> = {}): PublicQuestion => ({
  id,
  label: { zh: id, en: id },
  required: false,
  input,
  ...more,
})
const choices = ['水', '药'].map(value => ({ value, label: { zh: value, en: value } }))

describe('answers of a form', () => {
  it.each([
    [{ type: 'number' }, '３万', 30_000],
    [{ type: 'number', max: 100 }, '200', 'too-large'],
    [{ type: 'number', min: 1 }, '0', 'too-small'],
    [{ type: 'number', integer: true }, '1.5', 'not-whole'],
    [{ type: 'number' }, '两百', 'not-a-number'],
    [{ type: 'text', most: 3 }, ' 口罩 ', '口罩'],
    [{ type: 'text', most: 3 }, '医用口罩', 'too-long'],
    [{ type: 'phone' }, '029-8765 4321', '029-8765 4321'],
    [{ type: 'phone' }, '没有电话', 'not-a-phone'],
    [{ type: 'phone' }, '12', 'not-a-phone'],
    [{ type: 'date' }, '2022-02-30', 'not-a-date'],
    [{ type: 'date' }, '2022-02-28', '2022-02-28'],
    [{ type: 'dateTime' }, '2022-02-28T25:00', 'not-a-date'],
    [{ type: 'dateTime' }, '2022-02-28T08:30:12', '2022-02-28T08:30'],
    [{ type: 'link' }, 'javascript:alert(1)', 'not-a-link'],
    [{ type: 'yesNo' }, 'yes', 'not-yes-or-no'],
    [{ type: 'choice', choices }, '水', '水'],
    [{ type: 'choice', choices }, '火', 'not-a-choice'],
    [{ type: 'choices', choices }, ['水', '火'], 'not-a-choice'],
    [{ type: 'choices', choices }, ['水'], ['水']],
    [{ type: 'photos', most: 1, bytes: 9 }, ['a', 'b'], 'too-many'],
    [{ type: 'place', level: 'district', within: null }, '610104', '610104'],
    [{ type: 'place', level: 'district', within: null }, '莲湖区', 'not-a-place'],
  ] as const)('FORM-4 %j reads %j as %j', (input, given, expected) => {
    const read = readAnswer(ask('q', input as QuestionInput), given)
    expect(read.ok ? read.value : read.reason).toEqual(expected)
  })

  it('FORM-4 what is required is missed, an empty answer of another question is none', () => {
    expect(readAnswer(ask('q', { type: 'text', most: 9 }, { required: true }), '  ')).toEqual({
      ok: false,
      reason: 'required',
    })
    expect(readAnswer(ask('q', { type: 'choices', choices }), [])).toEqual({ ok: true, value: null })
  })

  it('FORM-4 a question shows by the answers before it, and one that is hidden counts for nothing', () => {
    const questions = [
      ask('sick', { type: 'yesNo' }),
      ask('what', { type: 'choices', choices }, { showIf: { question: 'sick', anyOf: [true] }, required: true }),
      ask('dose', { type: 'text', most: 9 }, { showIf: { question: 'what', anyOf: ['药'] }, required: true }),
    ]
    const shown = (answers: Answers) => shownQuestions(questions, answers).map(({ id }) => id)
    expect(shown({})).toEqual(['sick'])
    expect(shown({ sick: true, what: ['水', '药'] })).toEqual(['sick', 'what', 'dose'])
    // Typed before the mind was changed: hidden again, it is neither sent nor missed.
    expect(checkAnswers(questions, { sick: false, what: ['药'], dose: '一片' })).toEqual({
      values: { sick: false },
      faults: [],
    })
    expect(checkAnswers(questions, { sick: true, what: ['药'] }).faults).toEqual([
      { question: 'dose', reason: 'required' },
    ])
  })
})
