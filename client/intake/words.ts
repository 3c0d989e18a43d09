/** Every text of the pages for people without an account, in both languages: too few for a library, and each byte is waited for on a slow network. */
import type { AnswerFault } from '../../shared/forms/answers.ts'
import type { SubmissionState } from '../../shared/protocol/forms.ts'

export type Language = 'zh' | 'en'

const ZH = {
  name: '共济',
  required: '必填',
  optional: '选填',
  choose: '请选择',
  yes: '是',
  no: '否',
  personal: '只给处理这件事的人看',
  privacy: '联系方式会加密保存，只给处理这件事的人看；行动结束后删除。',
  send: '提交',
  sending: '正在提交…',
  sendAgain: '再发一次',
  mend: '还有 {n} 处需要补充或修改',
  kept: '您填的内容已存在这台手机上，提交后清除。',
  keptNot: '这个浏览器不能暂存内容，请一次填完。',
  back: '已找回您上次填的内容。',
  clear: '清空重填',
  offline: '网络断了。您填的都在，连上后请点“再发一次”，不会重复提交。',
  slow: '网络较慢，正在再发一次…',
  busy: '现在提交的人太多，请过一分钟再点“再发一次”。您填的都在。',
  failed: '没有提交成功。您填的都在，请再试一次。',
  version: '表单刚刚改过，请重新打开页面。',
  checking: '正在确认不是机器…',
  received: '已收到',
  code: '查询码',
  writeDown: '请抄下来或截图保存。凭查询码可以查看进展，别人看不到您的内容。',
  copy: '复制',
  copied: '已复制',
  follow: '查看进展',
  another: '再填一份',
  notYet: '还没有开始，{when} 开放。',
  over: '已于 {when} 截止。',
  closed: '这份表单已关闭。',
  noForm: '没有找到这份表单。请检查链接，或向发给您链接的人要一个新的。',
  loading: '正在打开…',
  unreachable: '连不上服务器，请检查网络。',
  retry: '重试',
  fixed: '由链接填好',
  province: '省',
  city: '市',
  district: '区县',
  placesFailed: '地名没有载入，请点这里重试',
  addPhotos: '添加照片',
  photoLimit: '最多 {n} 张，每张最大 {mb} MB',
  photoLarge: '{name} 太大：每张最大 {mb} MB',
  photoBad: '{name} 不是可识别的照片',
  photoMany: '最多 {n} 张',
  photoFailed: '没有传上',
  photoDone: '已传上',
  remove: '移除',
  trackTitle: '查看进展',
  trackLead: '输入提交时得到的查询码。',
  trackGo: '查询',
  trackNone: '没有找到这个查询码，请核对后再试。',
  trackMany: '试得太频繁，请过一分钟再试。',
  at: '提交于 {when}',
  decidedAt: '更新于 {when}',
  headTitle: '我们社区的登记',
  headNone: '这个链接已失效，请向发给您链接的人要一个新的。',
  headLead: '只有您社区的内容，不含任何人的联系方式。',
  sent: '已提交',
  inSheet: '表格中的其他记录',
  nothing: '还没有。',
  rowNow: '现在',
  website: '请勿填写',
  language: 'English',
  by: '由 {name} 接收',
}

type Word = keyof typeof ZH

const EN: Record<Word, string> = {
  name: 'Gongji',
  required: 'required',
  optional: 'optional',
  choose: 'Choose',
  yes: 'Yes',
  no: 'No',
  personal: 'Seen only by those who handle it',
  privacy: 'Contact details are encrypted, seen only by those who handle this, and deleted when the response ends.',
  send: 'Send',
  sending: 'Sending…',
  sendAgain: 'Send again',
  mend: '{n} places need something',
  kept: 'What you type is kept on this phone until it is sent.',
  keptNot: 'This browser cannot keep what you type: please finish in one go.',
  back: 'What you had typed is back.',
  clear: 'Start over',
  offline: 'No network. Nothing is lost: tap “Send again” when you are back; it is never sent twice.',
  slow: 'The network is slow; sending once more…',
  busy: 'Too many people are sending now. Wait a minute and tap “Send again”; nothing is lost.',
  failed: 'It was not sent. Nothing is lost: please try again.',
  version: 'The form has just been changed: please open the page again.',
  checking: 'Making sure you are no machine…',
  received: 'Received',
  code: 'Tracking code',
  writeDown: 'Write it down or take a screenshot. It tells you how things stand; nobody sees what you wrote.',
  copy: 'Copy',
  copied: 'Copied',
  follow: 'See how it stands',
  another: 'Send another',
  notYet: 'Not open yet. It opens {when}.',
  over: 'It closed {when}.',
  closed: 'This form is closed.',
  noForm: 'There is no such form. Check the link, or ask whoever gave it to you for a new one.',
  loading: 'Opening…',
  unreachable: 'The server cannot be reached. Check your network.',
  retry: 'Try again',
  fixed: 'Filled in by the link',
  province: 'Province',
  city: 'City',
  district: 'District',
  placesFailed: 'The places did not load: tap to try again',
  addPhotos: 'Add pictures',
  photoLimit: 'At most {n}, {mb} MB each',
  photoLarge: '{name} is too large: at most {mb} MB each',
  photoBad: '{name} is no picture that can be read',
  photoMany: 'At most {n}',
  photoFailed: 'Not sent',
  photoDone: 'Sent',
  remove: 'Remove',
  trackTitle: 'See how it stands',
  trackLead: 'Type the tracking code you got when you sent it.',
  trackGo: 'Look',
  trackNone: 'There is no such tracking code. Check it and try again.',
  trackMany: 'Too many tries: wait a minute.',
  at: 'Sent {when}',
  decidedAt: 'Updated {when}',
  headTitle: 'What our community sent',
  headNone: 'This link has ended. Ask whoever gave it to you for a new one.',
  headLead: 'Your community only, and nobody’s contact details.',
  sent: 'Sent',
  inSheet: 'Other rows of the sheet',
  nothing: 'Nothing yet.',
  rowNow: 'Now',
  website: 'Leave this empty',
  language: '中文',
  by: 'Received by {name}',
}

export const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { zh: ZH, en: EN }

/** Why an answer does not fit, in words. */
export const FAULT_WORDS: Readonly<Record<Language, Readonly<Record<AnswerFault, string>>>> = {
  zh: {
    required: '请填写这一项',
    'not-a-number': '请写数字，例如 200',
    'not-whole': '请写整数',
    'too-small': '数字太小了',
    'too-large': '数字太大了',
    'not-a-choice': '请从选项里选',
    'not-a-date': '请写日期，例如 2022-01-05',
    'not-yes-or-no': '请选“是”或“否”',
    'not-a-link': '请写以 http 开头的网址',
    'too-long': '太长了，请写短一些',
    'not-a-phone': '请写电话号码，只用数字',
    'not-a-place': '请重新选择地点',
    'too-many': '太多了',
    gone: '照片没有保住，请重新添加',
  },
  en: {
    required: 'Please answer this',
    'not-a-number': 'Please write a number, such as 200',
    'not-whole': 'Please write a whole number',
    'too-small': 'The number is too small',
    'too-large': 'The number is too large',
    'not-a-choice': 'Please choose one of these',
    'not-a-date': 'Please write a date, such as 2022-01-05',
    'not-yes-or-no': 'Please choose yes or no',
    'not-a-link': 'Please write an address that begins with http',
    'too-long': 'Too long: please shorten it',
    'not-a-phone': 'Please write a phone number, digits only',
    'not-a-place': 'Please choose the place again',
    'too-many': 'Too many',
    gone: 'The pictures are gone: please add them again',
  },
}

/** How a submission stands, for who sent it. A held one waits like any other: why is nobody's business but the helpers'. */
export const STATE_WORDS: Readonly<Record<Language, Readonly<Record<SubmissionState, string>>>> = {
  zh: {
    received: '待处理',
    held: '待处理',
    accepted: '已采纳',
    attached: '已并入相同的一条',
    rejected: '已退回',
    spam: '已退回',
  },
  en: {
    received: 'Waiting',
    held: 'Waiting',
    accepted: 'Accepted',
    attached: 'Attached to the same request',
    rejected: 'Returned',
    spam: 'Returned',
  },
}

/** A text with its holes filled: `{n}`. */
export function say(language: Language, word: Word, holes: Readonly<Record<string, string | number>> = {}): string {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (_, hole: string) => String(holes[hole] ?? ''))
}

/** `1月5日 14:05` by the clock of this device. */
export function when(language: Language, instant: string): string {
  const at = new Date(instant)
  const clock = `${at.getHours()}:${`0${at.getMinutes()}`.slice(-2)}`
  return language === 'zh'
    ? `${at.getMonth() + 1}月${at.getDate()}日 ${clock}`
    : `${at.getDate()} ${MONTHS[at.getMonth()]} ${clock}`
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A label in the language on screen, the other one where it is missing. */
export const inWords = (words: Readonly<Record<Language, string>>, language: Language): string =>
  words[language] === '' ? words[language === 'zh' ? 'en' : 'zh'] : words[language]
