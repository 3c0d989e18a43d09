import { type Examples, ROW } from './example.ts'

export const examples: Examples = {
  'post /sheets/:id/verifications': {
    send: () => ({ json: { rows: [{ row: ROW, digest: '' }], method: 'phone' } }),
  },
  'post /sheets/:id/verifications/withdraw': { send: () => ({ json: { rows: [ROW] } }) },
  'get /sheets/:id/rows/:row/verifications': {},
  'get /operations/:id/verifications': {},
}
