import type { Examples } from './example.ts'

export const examples: Examples = {
  'get /sheets/:id/conflicts': {},
  'post /sheets/:id/conflicts/settle': { send: () => ({ json: { row: 'r1', column: 'note', upTo: 0 } }) },
  'get /sheets/:id/past': { query: '?at=2020-02-01T00:00:00Z' },
  'get /sheets/:id/timeline': {},
  'get /sheets/:id/history/authors': {},
  'get /sheets/:id/deleted': {},
  'get /sheets/:id/restore': { query: '?at=2020-02-01T00:00:00Z' },
  'post /sheets/:id/restore': { send: () => ({ json: { at: '2020-02-01T00:00:00Z', seen: 0 } }) },
}
