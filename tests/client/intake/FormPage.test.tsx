// @vitest-environment happy-dom
import { createHash } from 'node:crypto'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { IntakeApp } from '../../../client/intake/IntakeApp.tsx'
import { prove } from '../../../client/intake/proof.ts'
import { CallError, onceMore, type Sent, type Wire } from '../../../client/intake/wire.ts'
import type { PublicForm, PublicQuestion } from '../../../shared/protocol/publicForms.ts'

// There is no picture to be drawn here; that photos are made small is seen in a real browser (tests/e2e/forms.test.ts).
vi.mock('../../../client/intake/shrinkPhoto.ts', () => ({ shrinkPhoto: async (file: Blob) => file }))

const words = (zh: string, en = zh) => ({ zh, en })
const question = (id: string, label: string, more: Partial<PublicQuestion>): PublicQuestion => ({
  id,
  label: words(label, `${label} (en)`),
  required: false,
  input: { type: 'text', most: 20 },
  ...more,
})

const FORM: PublicForm = {
  code: 'abcdefgh',
  operation: '西安疫情响应',
  organization: '西安联众力',
  title: words('求助登记', 'Ask for help'),
  lead: words(''),
  thanks: words('谢谢'),
  link: '胜利社区',
  fixed: [{ label: words('机构'), value: words('胜利社区') }],
  questions: [
    question('item', '您需要什么', { required: true }),
    question('sick', '有病人吗', { input: { type: 'yesNo' } }),
    question('medicine', '什么药', { showIf: { question: 'sick', anyOf: [true] }, required: true }),
    question('phone', '电话', { required: true, personal: true, input: { type: 'phone' } }),
    question('photos', '照片', { input: { type: 'photos', most: 2, bytes: 10 } }),
  ],
  version: 3,
  state: 'open',
  opensAt: null,
  closesAt: null,
}

/** A hub that answers what the test says; what was sent to it is in `sent`. */
function hub(more: Partial<Wire> = {}): { readonly wire: Wire; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const wire: Wire = {
    form: async () => FORM,
    places: async () => [],
    challenge: async () => ({ challenge: 'a.b', bits: 2 }),
    submit: async (_code, submission) => {
      sent.push(submission)
      return { trackingCode: 'GJ-2345-6789', again: false }
    },
    photo: async () => 'p1',
    track: async () => ({ state: 'accepted', at: '2022-01-05T08:00:00Z', decidedAt: '2022-01-05T09:00:00Z' }),
    community: async () => {
      throw new CallError(404)
    },
    ...more,
  }
  return { wire, sent }
}

const open = (wire: Wire, path = '/f/abcdefgh', fragment = '', form: PublicForm | undefined = FORM) =>
  render(<IntakeApp wire={wire} path={path} fragment={fragment} form={form} />)
const field = (name: string): HTMLInputElement => screen.getByLabelText<HTMLInputElement>(new RegExp(`^${name}`))
const type = (name: string, text: string): void => void fireEvent.change(field(name), { target: { value: text } })
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }))

beforeEach(() => localStorage.setItem('gongji.language', 'zh'))
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  localStorage.clear()
})

describe('the page of a form', () => {
  it('FORM-16 what does not fit is said at its field, which has the focus; mended, it is sent as typed and read', async () => {
    const { wire, sent } = hub()
    open(wire)
    type('电话', '没有')
    press('提交')
    expect(await screen.findByText(/还有 2 处/)).toBeTruthy()
    expect(document.activeElement).toBe(field('您需要什么'))
    expect(field('电话').getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(field('电话').getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      '请写电话号码',
    )
    expect(sent).toEqual([])
    type('您需要什么', ' 奶粉 ')
    type('电话', '029-8765432')
    press('提交')
    expect(await screen.findByText('GJ-2345-6789')).toBeTruthy()
    expect(sent[0]).toMatchObject({ version: 3, website: '', answers: { item: '奶粉', phone: '029-8765432' } })
    expect(sent[0]?.key).toMatch(/^[a-z0-9]{24}$/)
  })

  it('FORM-16 the fields the server names are said in words too', async () => {
    const { wire } = hub({
      submit: async () => {
        throw new CallError(400, { code: 'bad-request', fields: [{ field: 'phone', reason: 'not-a-phone' }] })
      },
    })
    open(wire)
    type('您需要什么', '奶粉')
    type('电话', '029-8765432')
    press('提交')
    expect(await screen.findByText(/请写电话号码/)).toBeTruthy()
    expect(field('您需要什么').value).toBe('奶粉')
  })

  it('FORM-16 a question comes and goes with the answer before it', () => {
    open(hub().wire)
    expect(screen.queryByLabelText(/^什么药/)).toBeNull()
    fireEvent.click(screen.getByRole('radio', { name: '是' }))
    expect(field('什么药')).toBeTruthy()
    fireEvent.click(screen.getByRole('radio', { name: '否' }))
    expect(screen.queryByLabelText(/^什么药/)).toBeNull()
  })

  it('FORM-14 what was typed is there after the page was closed, and gone once it was sent', async () => {
    const { wire, sent } = hub()
    const first = open(wire)
    type('您需要什么', '奶粉')
    first.unmount()
    open(wire)
    expect(screen.getByText(/已找回/)).toBeTruthy()
    expect(field('您需要什么').value).toBe('奶粉')
    expect(screen.getByText(/已存在这台手机上/)).toBeTruthy()
    type('电话', '029-8765432')
    press('提交')
    await screen.findByText('GJ-2345-6789')
    expect(localStorage.getItem('gongji.form.abcdefgh')).toBeNull()
    press('再填一份')
    expect(field('您需要什么').value).toBe('')
    type('您需要什么', '大米')
    type('电话', '029-8765432')
    press('提交')
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent[1]?.key).not.toBe(sent[0]?.key)
  })

  it('FORM-14 a browser that keeps nothing is told about', () => {
    const forbidden = (): never => {
      throw new Error('storage is forbidden')
    }
    vi.stubGlobal('localStorage', { getItem: () => 'zh', setItem: forbidden, removeItem: forbidden })
    open(hub().wire)
    type('您需要什么', '奶粉')
    expect(screen.getByText(/不能暂存/)).toBeTruthy()
  })

  it('FORM-16 without a network nothing is lost, and a tap sends the same again', async () => {
    let up = false
    const keys: string[] = []
    const { wire } = hub({
      submit: async (_code, { key }) => {
        keys.push(key)
        if (!up) throw new CallError(0)
        return { trackingCode: 'GJ-2345-6789', again: true }
      },
    })
    open(wire)
    type('您需要什么', '奶粉')
    type('电话', '029-8765432')
    press('提交')
    expect(await screen.findByText(/网络断了/)).toBeTruthy()
    up = true
    press('再发一次')
    await screen.findByText('GJ-2345-6789')
    expect(new Set(keys).size).toBe(1)
  })

  it('FORM-16 a broken connection is tried once more by itself; an answer that says no is not', async () => {
    let calls = 0
    let told = 0
    const breaks = (status: number) => async () => {
      calls += 1
      throw new CallError(status)
    }
    await expect(onceMore(breaks(0), () => told++, 0)).rejects.toThrow()
    expect([calls, told]).toEqual([2, 1])
    await expect(onceMore(breaks(400), () => told++, 0)).rejects.toThrow()
    expect([calls, told]).toEqual([3, 1])
  })

  it('FORM-15 a photo that did not get through is sent again by a tap, one too large says the limit', async () => {
    let up = false
    const { wire, sent } = hub({
      photo: async () => {
        if (!up) throw new CallError(0)
        return 'photo1'
      },
    })
    open(wire)
    const input = document.querySelector('input[type=file]') as HTMLInputElement
    const choose = (...files: File[]) => fireEvent.change(input, { target: { files } })
    choose(new File(['0123456789abc'], '大图.jpg', { type: 'image/jpeg' }))
    expect(await screen.findByText(/大图.jpg 太大/)).toBeTruthy()
    choose(new File(['0123'], '药盒.jpg', { type: 'image/jpeg' }))
    const again = await screen.findByRole('button', { name: /没有传上/ })
    up = true
    fireEvent.click(again)
    expect(await screen.findByText(/已传上/)).toBeTruthy()
    type('您需要什么', '药')
    type('电话', '029-8765432')
    press('提交')
    await waitFor(() => expect(sent[0]?.photos).toEqual(['photo1']))
  })

  it('FORM-6 a form that is not open says when it is, and has no fields', () => {
    open(hub().wire, undefined, undefined, { ...FORM, state: 'notYet', opensAt: '2022-01-05T08:00:00Z' })
    expect(screen.getByRole('alert').textContent).toContain('还没有开始')
    expect(screen.queryByRole('textbox')).toBeNull()
  })

  it('FORM-3 a code there is not is told in words, in the language chosen', async () => {
    const { wire } = hub({
      form: async () => {
        throw new CallError(404)
      },
    })
    render(<IntakeApp wire={wire} path="/f/nothing" fragment="" form={undefined} />)
    expect((await screen.findByRole('alert')).textContent).toContain('没有找到这份表单')
    press('English')
    expect(screen.getByRole('alert').textContent).toContain('There is no such form')
  })

  it('FORM-10 the tracking page says the state; a code nobody has is told so', async () => {
    const { wire } = hub()
    const first = open(wire, '/t', 'GJ-2345-6789')
    press('查询')
    expect(await screen.findByText('已采纳')).toBeTruthy()
    first.unmount()
    open({ ...wire, track: async () => Promise.reject(new CallError(404)) }, '/t', 'GJ-2222-2222')
    press('查询')
    expect((await screen.findByRole('alert')).textContent).toContain('没有找到这个查询码')
  })

  it('FORM-11 the link of a community head that has ended says so', async () => {
    open(hub().wire, '/c', 'secret')
    expect((await screen.findByRole('alert')).textContent).toContain('这个链接已失效')
  })

  it.each([1, 40, 63, 130])('FORM-16 the sum of the page is solved (challenge of %i letters)', async length => {
    const challenge = 'x'.repeat(length)
    const { nonce } = await prove({ challenge, bits: 9 })
    const hash = createHash('sha256').update(`${challenge}:${nonce}`).digest()
    expect(hash.readUInt16BE() >>> 7).toBe(0)
  })
})
