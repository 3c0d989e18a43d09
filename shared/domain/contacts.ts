/** Whether a header names persons or how to reach them; such things do not belong in a shared sheet (docs/SPEC.md COL-2, FILE-12). Pure. */
import { normalizeWord } from '../schema/parse.ts'

const CONTACT =
  /联系人|联系方式|联络|电话|手机|座机|微信|邮箱|邮件|姓名|收件人|收货人|收货方|经办人|负责人|填报人|填写人|提交人|对接人|身份证|证件号|银行|账号|账户|contact|phone|mobile|telephone|^tel$|email|wechat|^qq|idcard|idnumber|fullname|firstname|lastname/

export const namesContacts = (header: string): boolean => CONTACT.test(normalizeWord(header))

/** Whether a text holds a phone number or an identity number, which no text everybody reads may. */
export const holdsContactNumber = (text: string): boolean =>
  /(?<!\d)(?:(?:\+?86)?1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/.test(text.normalize('NFKC').replace(/(?<=\d)[ -](?=\d)/g, ''))
