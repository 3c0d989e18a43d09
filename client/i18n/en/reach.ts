import type { Texts } from '../zhCN.ts'

/** What is read out, for people who do not see the screen. */
export const reach: Texts['reach'] = {
  remote: 'Colleagues’ edits',
  somebody: 'A colleague',
  and: ' and ',
  andOthers: '{{names}} and others',
  rows: 'added rows: {{count}}',
  cells: 'changed cells: {{count}}',
  sentence: '{{who}} {{what}}',
  tell: 'Read out colleagues’ edits',
  tellOn: 'Read out',
  tellOff: 'Keep quiet',
}
