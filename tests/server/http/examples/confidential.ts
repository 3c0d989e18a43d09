import { type Examples, ROW } from './example.ts'

/** A row of its own for each call: it is elsewhere afterwards. */
let made = 0
const fresh = () => ({ json: { rows: [`confided${made}`] } })

export const examples: Examples = {
  'post /sheets/:id/confidential': { send: () => ({ json: {} }) },
  'post /sheets/:id/confidential-rows': {
    before: async ({ test, at }) => {
      const rows = [{ id: `confided${++made}`, cells: {} }]
      await test.hub.rooms.appendRows(at.sheet, rows, { member: 'm', session: 's' })
    },
    send: fresh,
  },
  'post /sheets/:id/open-rows': { send: () => ({ json: { rows: [ROW] } }) },
  'get /sheets/:id/confidential-counts': {},
  'get /operations/:id/confidential': {},
  'post /operations/:id/confidential': { send: () => ({ json: { shown: 'counts' } }) },
}
