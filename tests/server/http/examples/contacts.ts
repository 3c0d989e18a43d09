import { type Examples, ROW, type Scene } from './example.ts'

/** Details that belong to the organization of the place; the row waits to be checked. */
async function contact({ test, at }: Scene): Promise<string> {
  const { vault } = test.hub.services
  const { operation, organization } = at
  const id = `c${Math.random()}`.replace('.', '')
  const kept = { operation, organization, member: undefined }
  await vault.keep({ phone: '13800000000' }, kept, { newId: () => id, now: Date.now() })
  await vault.tie(id, at.sheet, ROW)
  return id
}

/** The row has no details. */
async function without({ test, at }: Scene): Promise<void> {
  const { vault } = test.hub.services
  const found = await vault.ofRow({ sheet: at.sheet, row: ROW })
  if (found !== undefined) await vault.erase(found.id)
}

const REVEAL = { relation: 'own', others: 'checking' } as const

export const examples: Examples = {
  'get /sheets/:id/rows/:row/contact': {},
  'post /sheets/:id/rows/:row/contact': { before: without, send: () => ({ json: { phone: '13800000000' } }) },
  'post /contacts/:id/reveals': {
    ...REVEAL,
    id: contact,
    send: () => ({ json: { field: 'phone', purpose: 'verify' } }),
  },
  'get /contacts/:id/reveals': { ...REVEAL, id: contact },
  'post /contacts/:id/erase': { id: contact },
  'post /sheets/:id/contact-exports': { send: () => ({ json: { format: 'csv', reason: '交给社区' } }) },
  'get /operations/:id/reveals': {},
}
