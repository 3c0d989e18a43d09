// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { additions, addQuestion, moveQuestion, removeQuestion } from '../../../client/forms/contentDraft.ts'
import { FormsPage } from '../../../client/forms/FormsPage.tsx'
import { proposeForm } from '../../../shared/forms/propose.ts'
import { askedQuestions } from '../../../shared/forms/questions.ts'
import type { ListedForm } from '../../../shared/protocol/forms.ts'
import type { PublicForm } from '../../../shared/protocol/publicForms.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { ME, network, type Sent, SHEET, show, VIEWER } from '../page.tsx'

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

const COLUMNS = columnsOf('needs')
const CONTENT = proposeForm('needs', '需求', COLUMNS)
const link = (id: string, name: string, closed = false) => ({
  id,
  code: `code${id}`,
  name,
  fixed: {},
  closed,
  head: false,
})
const FORM: ListedForm = {
  id: 'f1',
  operation: 'op1',
  sheet: 's1',
  organization: 'o1',
  content: CONTENT,
  version: 4,
  opensAt: null,
  closesAt: null,
  closed: false,
  links: [link('l1', '求助登记'), link('l2', '胜利社区')],
  received: 31,
  waiting: 7,
  changedAt: '2022-01-05T07:00:00.000Z',
}
const PAGE: PublicForm = {
  code: 'codel1',
  operation: '西安疫情响应',
  organization: '西安联众力',
  title: CONTENT.title,
  lead: CONTENT.lead,
  thanks: CONTENT.thanks,
  link: '求助登记',
  fixed: [],
  questions: askedQuestions({ content: CONTENT, columns: COLUMNS, fixed: {} }),
  version: 4,
  state: 'open',
  opensAt: null,
  closesAt: null,
}

function open(at = '/', forms: readonly ListedForm[] = [FORM], me = ME) {
  const made = network(({ method, path }: Sent) => {
    if (path.includes('/public/places')) return { body: { items: [] } }
    if (path.includes('/page')) return { body: PAGE }
    if (path.endsWith('/submissions')) return { status: 201, body: { trackingCode: 'GJ-2345-6789', again: false } }
    if (path.endsWith('/head')) return { body: { secret: 'sesame' } }
    if (method === 'POST') return { body: { ...FORM, version: 5 } }
    return { body: { items: forms } }
  })
  const [operation] = ME.operations
  if (operation === undefined) throw new Error('no operation')
  show(<FormsPage me={me} operation={operation} sheets={[SHEET]} />, { wire: made.wire, at })
  return made.sent
}
const posts = (sent: readonly Sent[]) => sent.filter(({ method }) => method === 'POST')

describe('forms of an operation', () => {
  it('FORM-17 the list says what came in by each; an empty one offers the first, proposed from its sheet', async () => {
    open()
    expect((await screen.findAllByRole('row'))[1]?.textContent).toContain('求助登记需求开放中317')
    cleanup()
    const sent = open('/', [])
    fireEvent.click(await screen.findByRole('button', { name: '新建表单' }))
    await waitFor(() =>
      expect(posts(sent)[0]?.body).toMatchObject({ sheet: 's1', content: { title: { zh: '求助登记' } } }),
    )
  })

  it('FORM-17 who may only file sees no way to change a form', async () => {
    open('/?form=f1&view=build', [FORM], {
      ...VIEWER,
      member: { ...VIEWER.member, memberships: [{ operation: 'op1', roles: ['editor'] }] },
    })
    expect(await screen.findByRole('button', { name: '登记' })).toBeTruthy()
    expect(screen.queryByText('保存并发布')).toBeNull()
  })

  it('FORM-17 questions are written, moved by keys and shown on the phone beside at once; faults keep it from being published', async () => {
    const sent = open('/?form=f1&view=build')
    const labels = () => screen.getAllByLabelText<HTMLInputElement>('题目（中文）').map(({ value }) => value)
    await screen.findByText('手机上的样子', { exact: false }).catch(() => undefined)
    await waitFor(() => expect(labels()[0]).toBe('您需要什么'))
    fireEvent.keyDown(screen.getAllByLabelText('题目（中文）')[1] as HTMLElement, { key: 'ArrowUp', altKey: true })
    expect(labels().slice(0, 2)).toEqual(['需要多少', '您需要什么'])
    fireEvent.change(screen.getAllByLabelText('题目（中文）')[0] as HTMLElement, { target: { value: '要几个' } })
    expect(screen.getByLabelText(/^要几个/)).toBeTruthy()
    fireEvent.change(screen.getAllByLabelText('题目（中文）')[1] as HTMLElement, { target: { value: ' ' } })
    expect(screen.getByText('⚠ 请写题目。')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '保存并发布' }).disabled).toBe(true)
    fireEvent.change(screen.getAllByLabelText('题目（中文）')[1] as HTMLElement, { target: { value: '要什么' } })
    fireEvent.click(screen.getByRole('button', { name: '保存并发布' }))
    await waitFor(() => expect(posts(sent)).toHaveLength(1))
    const [{ body } = { body: undefined }] = posts(sent)
    const { version, content } = body as { version: number; content: typeof CONTENT }
    expect(version).toBe(4)
    expect(content.questions.slice(0, 2).map(({ id, label }) => `${id} ${label.zh}`)).toEqual([
      'q2 要几个',
      'q1 要什么',
    ])
    expect(await screen.findByText('已保存')).toBeTruthy()
  })

  it('FORM-17 a question that is moved or taken out leaves no condition behind that nobody can meet', () => {
    const own = addQuestion(CONTENT, 'own', COLUMNS, 'needs')
    expect(own.questions.at(-1)?.id).toBe('q12')
    const [first, second] = CONTENT.questions
    if (first === undefined || second === undefined) throw new Error('no questions')
    const two = { ...CONTENT, questions: [first, { ...second, showIf: { question: first.id, anyOf: ['x'] } }] }
    expect(moveQuestion(two, second.id, -1).questions.map(({ showIf }) => showIf)).toEqual([undefined, undefined])
    expect(removeQuestion(two, first.id).questions).toEqual([second])
    expect(moveQuestion(two, first.id, -1)).toBe(two)
    const left = additions(CONTENT, COLUMNS)
    expect(left).toContain('detail wechat')
    expect(left).not.toContain('detail phone')
    expect(left).not.toContain('column districtCode')
  })

  it('FORM-18 links stand with their addresses; a community head’s secret is shown once, many links are added by their names', async () => {
    const sent = open('/?form=f1&view=links')
    expect((await screen.findByText('/f/codel2')).getAttribute('href')).toMatch(/\/f\/codel2$/)
    fireEvent.click(screen.getAllByRole('button', { name: '生成链接' })[1] as HTMLElement)
    await screen.findAllByDisplayValue(/\/c#sesame$/)
    expect(posts(sent)[0]?.body).toEqual({ link: 'l2' })
    fireEvent.change(screen.getByLabelText('每行一个，例如社区名称'), {
      target: { value: '红旗社区\n\n东关社区\n红旗社区' },
    })
    fireEvent.click(screen.getByText('加 2 个链接'))
    await waitFor(() =>
      expect(
        posts(sent)
          .slice(1)
          .map(({ body }) => (body as { name: string }).name),
      ).toEqual(['红旗社区', '东关社区']),
    )
  })

  it('FORM-19 filing for somebody is the same form; it says the code to pass on and begins anew', async () => {
    const sent = open('/?form=f1&view=file')
    fireEvent.change(await screen.findByLabelText(/^您需要什么/), { target: { value: '奶粉' } })
    fireEvent.click(screen.getByRole('button', { name: '登记' }))
    expect(await screen.findByText(/2 处要改/)).toBeTruthy()
    expect(posts(sent)).toEqual([])
    fireEvent.change(screen.getByLabelText(/^电话/), { target: { value: '029-8765432' } })
    fireEvent.click(screen.getByRole('button', { name: '登记' }))
    expect(posts(sent)).toEqual([])
    expect(screen.getByText(/1 处要改/)).toBeTruthy()
  })

  it('FORM-20 each line of a list is filed once; one that does not fit stays with its reason, the others are in', async () => {
    const sent = open('/?form=f1&view=paper')
    const cell = (name: string) => screen.getByLabelText<HTMLInputElement>(name)
    await screen.findByLabelText('1 您需要什么')
    fireEvent.change(cell('1 您需要什么'), { target: { value: '奶粉' } })
    fireEvent.change(cell('1 电话'), { target: { value: '029-8765432' } })
    fireEvent.change(cell('1 您在哪里'), { target: { value: '莲湖区' } })
    fireEvent.change(cell('2 您需要什么'), { target: { value: '药' } })
    fireEvent.click(screen.getByRole('button', { name: '登记 2 行' }))
    expect(await screen.findByText('✓ GJ-2345-6789')).toBeTruthy()
    expect(screen.getByText(/第 2 行 · 电话：请填写这一项/)).toBeTruthy()
    expect(posts(sent)).toHaveLength(1)
    expect(posts(sent)[0]?.body).toMatchObject({ source: 'paper', answers: { q1: '奶粉', q6: '610104' } })
    expect(cell('2 您需要什么').value).toBe('药')
    expect(cell('1 您需要什么').readOnly).toBe(true)
    cleanup()
    open('/?form=f1&view=paper')
    expect((await screen.findByLabelText<HTMLInputElement>('1 您需要什么')).value).toBe('药')
  })
})
