import type { Examples } from './example.ts'

const nothing = { ids: ['nothing'] }

export const examples: Examples = {
  'post /submissions': { send: at => ({ json: { sheet: at.sheet, cells: { item: '口罩' }, answers: {} } }) },
  'post /operations/:id/submissions/decisions': { send: () => ({ json: { decision: 'spam', ...nothing } }) },
  'post /operations/:id/submissions/undo': { send: () => ({ json: nothing }) },
}
