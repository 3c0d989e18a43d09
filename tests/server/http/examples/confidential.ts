import type { Example, Examples } from './example.ts'

/** A row of its own for each call: it is elsewhere afterwards. */
let made = 0
const withFreshRow: Example = {
  before: async ({ test, at }) => {
    const rows = [{ id: `fresh${++made}`, cells: {} }]
    await test.hub.rooms.appendRows(at.sheet, rows, { member: 'm', session: 's' })
  },
  send: () => ({ json: { rows: [`fresh${made}`] } }),
}

export const examples: Examples = {
  'post /sheets/:id/confidential': { send: () => ({ json: {} }) },
  'post /sheets/:id/confidential-rows': withFreshRow,
  'post /sheets/:id/open-rows': withFreshRow,
  'get /sheets/:id/confidential-counts': {},
  'get /operations/:id/confidential': {},
  'post /operations/:id/confidential': { send: () => ({ json: { shown: 'counts' } }) },
}
