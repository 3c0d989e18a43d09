import type { Examples } from './example.ts'

export const examples: Examples = {
  'get /operations/:id/closing': {},
  // The walk goes on in the same operation.
  'post /operations/:id/closing': { send: () => ({ json: { closed: false } }) },
}
