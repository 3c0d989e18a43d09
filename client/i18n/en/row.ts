import type { Texts } from '../zhCN.ts'

/** The fields of a row as a form. */
export const row: Texts['row'] = {
  blank: '(empty)',
  yes: 'Yes',
  no: 'No',
  required: 'required',
  refused: 'Not written',
  waiting: 'Waits for the network',
  saving: 'Saving',
  notSaved: 'Not saved',
  saved: 'Saved',
  notWritten: 'Your text is kept here; it goes into the sheet once it fits.',
  here: '{{names}} here now',
  theirs: 'A colleague just wrote: {{text}}',
  takeTheirs: 'Take theirs',
}
