import { describe, expect, it } from 'vitest'
import { proposeForm } from '../../../shared/forms/propose.ts'
import type { Form, FormContent, ListedForm } from '../../../shared/protocol/forms.ts'
import type { CommunityPage, PublicForm, Submitted } from '../../../shared/protocol/publicForms.ts'
import { columnsOf } from '../../../shared/schema/schemas.ts'
import { type Operation, operationIn, type TestHub, testHub, tokenIn } from '../testHub.ts'

const CONTENT = proposeForm('needs', '需求', columnsOf('needs'))
const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const ANSWERS = { q1: '医用外科口罩', q2: '2000', q6: '610104', q9: '029-8765432' }
const NOW = Date.parse('2022-01-05T08:00:00Z')

let keys = 0
const newKey = (): string => `key-of-this-page-${++keys}`

interface Here {
  readonly test: TestHub
  readonly at: Operation
  readonly form: Form
  readonly code: string
  readonly clock: { now: number }
}

async function formIn(content: FormContent = CONTENT): Promise<Here> {
  const clock = { now: NOW }
  const test = await testHub({ now: () => clock.now })
  const at = await operationIn(test, '甲')
  const wish = { sheet: at.sheet, organization: at.organization, content }
  const form = await test.operator<Form>('POST', `/operations/${at.operation}/forms`, wish)
  return { test, at, form, code: form.links[0]?.code ?? '', clock }
}

const send = ({ test, code }: Here, json: object) => test.ask('POST', `/public/forms/${code}/submissions`, { json })
const filled = (more: object = {}) => ({ key: newKey(), version: 1, answers: ANSWERS, ...more })
const submissions = async ({ test, at }: Here) => {
  const { db } = test.hub.store
  const rows = await db.selectFrom('submission').selectAll().where('operation_id', '=', at.operation).execute()
  return rows.map(row => ({
    ...row,
    cells: JSON.parse(row.cells) as object,
    answers: JSON.parse(row.answers) as object,
  }))
}

const named = (links: Form['links'], name: string) => links.find(link => link.name === name)

describe('a form of an operation that has ended', { timeout: 60_000 }, () => {
  it('VAULT-16 says it is closed and takes nothing, and is open again with its operation', async () => {
    const here = await formIn()
    const set = (closed: boolean) => here.test.operator('POST', `/operations/${here.at.operation}/closing`, { closed })
    const state = async () => ((await here.test.ask('GET', `/public/forms/${here.code}`)).json as PublicForm).state
    await set(true)
    expect(await state()).toBe('closed')
    expect((await send(here, filled())).json).toMatchObject({ code: 'conflict', detail: 'closed' })
    expect(await submissions(here)).toEqual([])
    await set(false)
    expect(await state()).toBe('open')
    expect((await send(here, filled())).status).toBe(201)
  })
})

describe('forms and who makes them', { timeout: 60_000 }, () => {
  it('FORM-1 every change is a version; one over somebody else’s is a conflict naming them; a copy begins closed', async () => {
    const { test, at, form } = await formIn()
    const content = { ...CONTENT, title: { zh: '社区求助', en: 'Help' } }
    const changed = await test.operator<Form>('POST', `/forms/${form.id}`, { version: 1, content })
    expect([changed.version, changed.content.title.zh]).toEqual([2, '社区求助'])
    const late = await test.ask('POST', `/forms/${form.id}`, {
      token: test.hub.controlToken,
      json: { version: 1, closed: true },
    })
    expect(late.json).toMatchObject({ code: 'conflict', detail: expect.stringContaining('2022-01-05') })
    const copy = await test.operator<Form>('POST', `/forms/${form.id}/copies`)
    expect(copy).toMatchObject({ closed: true, content: { title: { zh: '社区求助（副本）' } } })
    expect(copy.links[0]?.code).not.toBe(changed.links[0]?.code)
    const { items } = await test.operator<{ items: ListedForm[] }>('GET', `/operations/${at.operation}/forms`)
    expect(items.map(({ id }) => id).sort()).toEqual([form.id, copy.id].sort())
  })

  it('FORM-2 questions that do not fit refuse the form and are named', async () => {
    const { test, at, form } = await formIn()
    const content = { ...CONTENT, questions: [...CONTENT.questions, { ...CONTENT.questions[0], id: 'again' }] }
    for (const [path, json] of [
      [`/operations/${at.operation}/forms`, { sheet: at.sheet, content }],
      [`/forms/${form.id}`, { version: 1, content }],
    ] as const)
      expect((await test.ask('POST', path, { token: test.hub.controlToken, json })).json).toMatchObject({
        code: 'bad-request',
        fields: [{ field: 'again', reason: 'twice' }],
      })
  })

  it('FORM-7 a link has a code and values of its own; what does not fit its column is refused, a closed link is not there', async () => {
    const { test, form, code } = await formIn()
    const wrong = { name: '胜利社区', fixed: { quantity: '许多' } }
    expect(
      (await test.ask('POST', `/forms/${form.id}/links`, { token: test.hub.controlToken, json: wrong })).json,
    ).toMatchObject({
      fields: [{ field: 'quantity', reason: 'not-a-number' }],
    })
    const fixed = { province: '陕西省', city: '西安市', district: '莲湖区', organization: '胜利社区' }
    const { links } = await test.operator<Form>('POST', `/forms/${form.id}/links`, { name: '胜利社区', fixed })
    const link = named(links, '胜利社区')
    expect(link?.code).toMatch(/^[2-9a-z]{8}$/)
    expect(link?.code).not.toBe(code)
    const page = (await test.ask('GET', `/public/forms/${link?.code.toUpperCase()}`)).json as PublicForm
    expect(page.questions.map(({ id }) => id)).not.toContain('q6')
    expect(page.fixed.map(({ value }) => value.zh)).toEqual(['陕西省', '西安市', '莲湖区', '胜利社区'])
    await test.operator('POST', `/forms/${form.id}/links/change`, { link: link?.id, closed: true })
    const closed = await test.ask('GET', `/public/forms/${link?.code}`)
    const unknown = await test.ask('GET', '/public/forms/nothing9')
    expect([closed.status, closed.text]).toEqual([404, unknown.text])
  })

  it('FORM-8 a member files for somebody, also when the form is closed to the public; it says who and how', async () => {
    const here = await formIn()
    const { test, at, form } = here
    await test.operator('POST', `/forms/${form.id}`, { version: 1, closed: true })
    const token = await tokenIn(test, 'editor', at)
    for (const source of ['proxy', 'paper']) {
      const json = { ...filled({ version: 2 }), source }
      expect((await test.ask('POST', `/forms/${form.id}/submissions`, { token, json })).status).toBe(201)
    }
    const kept = await submissions(here)
    expect(kept.map(({ source }) => source).sort()).toEqual(['paper', 'proxy'])
    expect(kept.every(({ member_id }) => member_id !== null)).toBe(true)
  })
})

describe('forms and who fills them in', { timeout: 60_000 }, () => {
  it('FORM-3 the page tells what it shows and nothing more: no ids, no members, no other link', async () => {
    const { test, at, form, code } = await formIn()
    const { text, json } = await test.ask('GET', `/public/forms/${code}`)
    for (const secret of [at.operation, at.organization, at.sheet, form.id, form.links[0]?.id])
      expect(text).not.toContain(secret)
    const page = json as PublicForm
    expect(page).toMatchObject({ state: 'open', operation: '甲', organization: '甲机构', version: 1 })
    expect(page.questions.find(({ id }) => id === 'q9')).toMatchObject({
      personal: true,
      input: { type: 'phone' },
      autocomplete: 'tel',
    })
  })

  it('FORM-5 answers become cells with their codes, details go to the vault, the rest stays beside; once for a key', async () => {
    const stairs = {
      id: 'stairs',
      asks: { kind: 'own' as const, answer: 'yesNo' as const },
      label: { zh: '有电梯吗', en: '' },
      required: false,
    }
    const here = await formIn({ ...CONTENT, questions: [...CONTENT.questions, stairs] })
    const wish = filled({ answers: { ...ANSWERS, stairs: true, notAsked: 'x' } })
    const [one, two] = [await send(here, wish), await send(here, wish)]
    expect([one.status, two.status]).toEqual([201, 201])
    const [first, second] = [one.json as Submitted, two.json as Submitted]
    expect([first.again, second.again, second.trackingCode]).toEqual([false, true, first.trackingCode])
    const kept = await submissions(here)
    expect(kept).toHaveLength(1)
    expect(kept[0]).toMatchObject({
      source: 'form',
      answers: { stairs: true },
      cells: { item: '医用外科口罩', quantity: 2000, city: '西安市', district: '莲湖区', districtCode: '610104' },
    })
    expect(kept[0]?.contact_id).not.toBeNull()
    expect(JSON.stringify(kept)).not.toContain('8765432')
  })

  it('FORM-5 what does not fit is answered with its fields and keeps nothing; an earlier version of the form is answered by what it asked', async () => {
    const here = await formIn()
    const answer = await send(here, filled({ answers: { ...ANSWERS, q1: ' ', q2: '许多', q6: '999999' } }))
    expect([answer.status, answer.json]).toMatchObject([
      400,
      {
        code: 'bad-request',
        fields: [
          { field: 'q1', reason: 'required' },
          { field: 'q2', reason: 'not-a-number' },
          { field: 'q6', reason: 'not-a-place' },
        ],
      },
    ])
    const place = await send(here, filled({ answers: { ...ANSWERS, q6: '999999' } }))
    expect(place.json).toMatchObject({ fields: [{ field: 'q6', reason: 'not-a-place' }] })
    expect(await submissions(here)).toEqual([])
    const content = { ...CONTENT, questions: CONTENT.questions.slice(0, 1) }
    await here.test.operator('POST', `/forms/${here.form.id}`, { version: 1, content })
    expect((await send(here, filled())).status).toBe(201)
    expect((await submissions(here))[0]?.cells).toMatchObject({ quantity: 2000 })
    expect((await send(here, filled({ version: 7 }))).json).toMatchObject({ code: 'bad-request' })
  })

  it('FORM-6 a form opens and closes by the clock and by hand, and says so; nothing is taken in then', async () => {
    const here = await formIn()
    const { test, form, code, clock } = here
    const state = async () => ((await test.ask('GET', `/public/forms/${code}`)).json as PublicForm).state
    await test.operator('POST', `/forms/${form.id}`, {
      version: 1,
      opensAt: new Date(NOW + 1000).toISOString(),
      closesAt: new Date(NOW + 2000).toISOString(),
    })
    expect(await state()).toBe('notYet')
    expect((await send(here, filled())).json).toMatchObject({ code: 'conflict', detail: 'notYet' })
    clock.now = NOW + 1000
    expect([await state(), (await send(here, filled())).status]).toEqual(['open', 201])
    clock.now = NOW + 2000
    expect([await state(), (await send(here, filled())).status]).toEqual(['over', 409])
    await test.operator('POST', `/forms/${form.id}`, { version: 2, closesAt: null, closed: true })
    expect(await state()).toBe('closed')
    const backwards = { version: 3, opensAt: new Date(NOW + 5).toISOString(), closesAt: new Date(NOW).toISOString() }
    expect(
      (await test.ask('POST', `/forms/${form.id}`, { token: test.hub.controlToken, json: backwards })).status,
    ).toBe(400)
  })

  it('FORM-9 a picture is known by its first bytes and told its limit; only the page that sent it files it', async () => {
    const here = await formIn()
    const { test, at, code } = here
    const key = newKey()
    const upload = (raw: Uint8Array) => test.ask('POST', `/public/forms/${code}/photos?key=${key}`, { raw })
    expect((await upload(new TextEncoder().encode('<svg/>'))).json).toMatchObject({ code: 'bad-file' })
    expect((await upload(new Uint8Array(8 * 1024 * 1024 + 1))).json).toMatchObject({
      code: 'too-large',
      detail: '≤ 8 MB',
    })
    const { id } = (await upload(PICTURE)).json as { id: string }
    const theirs = await send(here, filled({ photos: [id] }))
    expect(theirs.json).toMatchObject({ code: 'bad-request', fields: [{ field: 'q11', reason: 'gone' }] })
    expect((await send(here, filled({ key, photos: [id] }))).status).toBe(201)
    const token = await tokenIn(test, 'verifier', at)
    expect((await test.ask('GET', `/form-photos/${id}`, { token })).headers.get('content-type')).toBe('image/png')
    expect((await test.ask('GET', `/form-photos/${id}`)).status).toBe(401)
  })

  it('FORM-9 a picture no submission came for is gone after a day; one that was filed stays', async () => {
    const here = await formIn()
    const { test, code, clock } = here
    const upload = async (key: string) =>
      ((await test.ask('POST', `/public/forms/${code}/photos?key=${key}`, { raw: PICTURE })).json as { id: string }).id
    const [key, lost] = [newKey(), newKey()]
    const kept = await upload(key)
    await upload(lost)
    await send(here, filled({ key, photos: [kept] }))
    clock.now += 25 * 3600_000
    const fresh = await upload(newKey())
    const ids = await test.hub.store.db.selectFrom('form_photo').select('id').execute()
    expect(ids.map(({ id }) => id).sort()).toEqual([kept, fresh].sort())
  })

  it('FORM-10 a tracking code tells the state and nothing else; one nobody has and one that is none answer alike', async () => {
    const here = await formIn()
    const { test } = here
    const { trackingCode } = (await send(here, filled())).json as Submitted
    const track = (code: string) => test.ask('POST', '/public/tracking', { json: { code } })
    expect((await track(trackingCode.toLowerCase().replace(/-/g, ' '))).json).toEqual({
      state: expect.stringMatching(/received|held/),
      at: '2022-01-05T08:00:00.000Z',
      decidedAt: null,
    })
    const [none, nobody] = [await track('x'), await track('GJ-2222-2222')]
    expect([none.status, nobody.status, none.text]).toEqual([404, 404, nobody.text])
  })

  it('FORM-11 a community head sees what came by their link and the rows that name their community; the link ends', async () => {
    const here = await formIn()
    const { test, at, form } = here
    const fixed = { province: '陕西省', city: '西安市', district: '莲湖区', organization: '胜利社区' }
    const { links } = await test.operator<Form>('POST', `/forms/${form.id}/links`, { name: '胜利社区', fixed })
    const [other, theirs] = [named(links, '求助登记'), named(links, '胜利社区')]
    const rows = [
      { id: 'r1', cells: { ...fixed, item: '奶粉', status: 'open' } },
      { id: 'r2', cells: { ...fixed, organization: '红旗社区', item: '酒精' } },
    ]
    await test.hub.rooms.appendRows(at.sheet, rows, { member: 'm', session: 's' })
    await send({ ...here, code: theirs?.code ?? '' }, filled())
    await send({ ...here, code: other?.code ?? '' }, filled({ answers: { ...ANSWERS, q1: '别处的东西' } }))
    const { secret } = await test.operator<{ secret: string }>('POST', `/forms/${form.id}/head`, { link: theirs?.id })
    const ask = (own: string) => test.ask('POST', '/public/community', { json: { secret: own } })
    const { json, text } = await ask(secret)
    const page = json as CommunityPage
    expect(page).toMatchObject({
      name: '胜利社区',
      code: theirs?.code,
      submissions: [{ about: [{ value: { zh: '医用外科口罩' } }, { value: { zh: '2000' } }] }],
    })
    expect(page.rows.map(({ about }) => about.map(({ value }) => value.zh))).toEqual([['奶粉', '待满足']])
    for (const word of ['8765432', '酒精', '别处的东西']) expect(text).not.toContain(word)
    await test.operator('POST', `/forms/${form.id}/links/change`, { link: theirs?.id, endHead: true })
    const [ended, never] = [await ask(secret), await ask('nothing')]
    expect([ended.status, ended.text]).toEqual([404, never.text])
  })

  it('FORM-11 a link that fixes a district only is nobody’s own: its head sees no other rows', async () => {
    const here = await formIn()
    const { test, at, form } = here
    const fixed = { province: '陕西省', provinceCode: '610000', district: '莲湖区' }
    const { links } = await test.operator<Form>('POST', `/forms/${form.id}/links`, { name: '莲湖区', fixed })
    await test.hub.rooms.appendRows(at.sheet, [{ id: 'r1', cells: { ...fixed, item: '奶粉' } }], {
      member: 'm',
      session: 's',
    })
    const { secret } = await test.operator<{ secret: string }>('POST', `/forms/${form.id}/head`, {
      link: named(links, '莲湖区')?.id,
    })
    expect((await test.ask('POST', '/public/community', { json: { secret } })).json).toMatchObject({ rows: [] })
  })
})
