import type { confidential as zh } from '../zh/confidential.ts'

export const confidential: typeof zh = {
  tab: 'Confidential',
  tabOf: 'Confidential rows of “{{title}}”',
  open: 'Open confidential rows',
  confide: 'Make confidential…',
  disclose: 'Make open again…',
  confideAsk: 'Make confidential: {{count}} row(s)?',
  confideHint:
    'It moves to the confidential rows with its note, pictures, comments, history and contact. Only verifiers, coordinators, auditors and admins see it there; for everybody else it is gone from the sheet and from its history. What has been exported or copied before cannot be called back.',
  confideOk: 'Make confidential',
  discloseAsk: 'Make open again: {{count}} row(s)?',
  discloseHint:
    'Back in “{{title}}”, everybody who reads that sheet sees the row, its note, comments and whole history.',
  discloseOk: 'Make open',
  confided: 'Made confidential: {{count}} row(s)',
  disclosed: 'Back in the open sheet: {{count}} row(s)',
  here: 'Confidential rows: only verifiers, coordinators, auditors and admins see them. Exported files say so in their name.',
  back: 'Back to “{{title}}”',
  others: 'Others see',
  shown: { nothing: 'nothing', counts: 'how many by district and cluster' },
  some: 'Besides these, confidential: {{places}}',
  place: '{{where}}: {{count}}',
  nowhere: 'no district',
  noCluster: 'no cluster',
  more: '…',
}
