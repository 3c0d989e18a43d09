/** The form a sheet begins with: what residents, donors and volunteers are usually asked (docs/SPEC.md FORM-12). Pure. */
import type { FormContent, Question } from '../protocol/forms.ts'
import type { Bilingual, Column, SheetKind } from '../schema/column.ts'

interface Proposal {
  readonly title: Bilingual
  readonly lead: Bilingual
  readonly thanks: Bilingual
  /** Columns asked if the sheet has them, in order. */
  readonly columns: readonly string[]
  /** Among these, those that must be answered beside the sheet's own required ones. */
  readonly required: readonly string[]
  readonly details: readonly Detail[]
  readonly photos: boolean
}
type Detail = Extract<Question['asks'], { kind: 'detail' }>['detail']

const THANKS: Bilingual = {
  zh: '谢谢，我们已经收到。请记下查询码，凭它可以随时查看进展。',
  en: 'Thank you, we have received it. Write down the tracking code: it tells you how things stand at any time.',
}

const NEED: Proposal = {
  title: { zh: '求助登记', en: 'Ask for help' },
  lead: {
    zh: '请写下您需要什么。联系方式会加密保存，只给处理这件事的人看。',
    en: 'Tell us what you need. Your contact details are encrypted and seen only by those who handle it.',
  },
  thanks: THANKS,
  columns: ['item', 'quantity', 'unit', 'peopleAffected', 'urgency', 'district', 'note'],
  required: ['item', 'district'],
  details: ['name', 'phone', 'address'],
  photos: true,
}

const SUPPLY: Proposal = {
  title: { zh: '捐赠登记', en: 'Offer supplies' },
  lead: {
    zh: '请写下您能提供什么。对接人员会与您联系。',
    en: 'Tell us what you can give. Somebody will get in touch with you.',
  },
  thanks: THANKS,
  columns: [
    'item',
    'specification',
    'quantity',
    'unit',
    'organization',
    'district',
    'availableFrom',
    'delivery',
    'note',
  ],
  required: ['item', 'quantity'],
  details: ['name', 'phone'],
  photos: true,
}

const VOLUNTEER: Proposal = {
  title: { zh: '志愿者报名', en: 'Volunteer' },
  lead: {
    zh: '谢谢您愿意帮忙。请写下您能做什么、什么时候有空。',
    en: 'Thank you for helping. Tell us what you can do and when you are free.',
  },
  thanks: THANKS,
  columns: ['code', 'mode', 'skills', 'district', 'vehicle', 'pass', 'availability', 'note'],
  required: ['mode'],
  details: ['name', 'phone'],
  photos: false,
}

const PROPOSALS: Readonly<Partial<Record<SheetKind, Proposal>>> = {
  needs: NEED,
  supplies: SUPPLY,
  volunteers: VOLUNTEER,
}

const DETAIL_LABELS: Readonly<Record<Detail, Bilingual>> = {
  name: { zh: '怎么称呼您', en: 'Your name' },
  phone: { zh: '电话', en: 'Phone' },
  wechat: { zh: '微信号', en: 'WeChat' },
  address: { zh: '详细地址', en: 'Address' },
  idNumber: { zh: '证件号码', en: 'ID number' },
  health: { zh: '健康状况', en: 'Health' },
}

/** Labels as a stranger reads them, where the sheet's own are shorthand for colleagues. */
const PLAIN_LABELS: Readonly<Record<string, Bilingual>> = {
  'needs item': { zh: '您需要什么', en: 'What do you need' },
  'needs quantity': { zh: '需要多少', en: 'How many' },
  'needs peopleAffected': { zh: '多少人需要', en: 'For how many people' },
  'needs urgency': { zh: '有多急', en: 'How urgent is it' },
  'needs district': { zh: '您在哪里', en: 'Where are you' },
  'needs note': { zh: '还有什么要告诉我们', en: 'Anything else' },
  'supplies item': { zh: '您能提供什么', en: 'What can you give' },
  'supplies quantity': { zh: '有多少', en: 'How many' },
  'supplies district': { zh: '东西在哪里', en: 'Where is it' },
  'supplies note': { zh: '还有什么要告诉我们', en: 'Anything else' },
  'volunteers code': { zh: '起一个代号或昵称', en: 'Choose a nickname' },
  'volunteers skills': { zh: '您擅长什么', en: 'What are you good at' },
  'volunteers district': { zh: '您在哪里', en: 'Where are you' },
  'volunteers availability': { zh: '什么时候有空', en: 'When are you free' },
  'volunteers note': { zh: '还有什么要告诉我们', en: 'Anything else' },
}

/** A question about a column, worded for the people outside. `kind`: the sheet's template. */
export function columnQuestion(column: Column, kind: string, id: string, required: boolean): Question {
  const { zh, en } = PLAIN_LABELS[`${kind} ${column.id}`] ?? column.label
  return { id, asks: { kind: 'column', column: column.id }, label: { zh, en }, required }
}

/** A question about a personal detail. */
export const detailQuestion = (detail: Detail, id: string, required: boolean): Question => ({
  id,
  asks: { kind: 'detail', detail },
  label: DETAIL_LABELS[detail],
  required,
})

export const photosQuestion = (id: string): Question => ({
  id,
  asks: { kind: 'photos' },
  label: { zh: '照片', en: 'Pictures' },
  help: { zh: '可以不传。最多 6 张。', en: 'Optional, at most 6.' },
  required: false,
})

/** A sensible form for this sheet: the usual questions of its template, or of its first columns where it has none. */
export function proposeForm(kind: string, title: string, columns: readonly Column[]): FormContent {
  const proposal = PROPOSALS[kind as SheetKind]
  const ids = new Set(columns.flatMap(({ kind: of }) => (of.type === 'place' && of.codeColumn ? [of.codeColumn] : [])))
  const usual =
    proposal?.columns ??
    columns
      .filter(({ id }) => !ids.has(id))
      .map(({ id }) => id)
      .slice(0, 8)
  const asked = usual.flatMap(id => columns.filter(column => column.id === id))
  const isRequired = (column: Column): boolean =>
    column.required === true || proposal?.required.includes(column.id) === true
  const details: readonly Detail[] = proposal?.details ?? ['name', 'phone']
  return {
    title: proposal?.title ?? { zh: title, en: title },
    lead: proposal?.lead ?? { zh: '', en: '' },
    thanks: proposal?.thanks ?? THANKS,
    questions: [
      ...asked.map((column, at) => columnQuestion(column, kind, `q${at + 1}`, isRequired(column))),
      ...details.map((detail, at) => detailQuestion(detail, `q${asked.length + at + 1}`, detail === 'phone')),
      ...(proposal?.photos === true ? [photosQuestion(`q${asked.length + details.length + 1}`)] : []),
    ],
    acceptByRule: false,
    confidential: false,
  }
}
