import { type Examples, ROW } from './example.ts'

const edits = [{ row: ROW, column: 'item', value: 'x' }]

export const examples: Examples = {
  'get /operations/:id/guard': {},
  'post /operations/:id/guard': { send: () => ({ json: { nod: false, hours: 24, edits: 20 } }) },
  'post /sheets/:id/bulk-edits/weight': { send: () => ({ json: { edits } }) },
  'post /sheets/:id/bulk-edits': { send: () => ({ json: { edits } }) },
  'get /sheets/:id/suggestions': {},
  'post /sheets/:id/suggestions': { send: () => ({ json: { edits } }) },
  'post /sheets/:id/suggestions/withdraw': { send: () => ({ json: { ids: ['x'] } }) },
  'post /sheets/:id/suggestions/decide': { send: () => ({ json: {} }) },
}
