/** The sentence a person reads for each reason a cell was refused; page, command line and the refusals file use this one. */
import type { Bilingual, RefusalReason } from './column.ts'

export const REFUSAL_TEXT: Readonly<Record<RefusalReason, Bilingual>> = {
  'not-a-number': { zh: '不是数字', en: 'Not a number' },
  'not-whole': { zh: '需要整数', en: 'Must be a whole number' },
  'too-small': { zh: '小于允许的最小值', en: 'Below the smallest value allowed' },
  'too-large': { zh: '超过允许的最大值', en: 'Above the largest value allowed' },
  'not-a-choice': { zh: '不在选项之内', en: 'Not one of the choices' },
  'not-a-date': { zh: '不是可识别的日期', en: 'Not a date that can be read' },
  'not-yes-or-no': { zh: '不是“是”或“否”', en: 'Neither yes nor no' },
  'not-a-link': {
    zh: '不是网址（以 http:// 或 https:// 开头）',
    en: 'Not an address starting with http:// or https://',
  },
  'too-long': { zh: '文字超过 10,000 字', en: 'Longer than 10,000 characters' },
  required: { zh: '缺少必填内容', en: 'A required value is missing' },
  contact: { zh: '联系方式不进入共享表格', en: 'Contact details stay out of the shared sheet' },
  'before-header': { zh: '位于表头之上，不是数据行', en: 'Above the header line, not a row' },
}
