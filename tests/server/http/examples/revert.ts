import { CSV, type Examples, type Scene } from './example.ts'

/** Everything the operator of the machine has done. */
const OPERATOR_SINCE = { member: 'local-operator', since: '2000-01-01T00:00:00Z' }
const wish = () => ({ json: OPERATOR_SINCE })

/** Something imported and undone again as a person's doing. */
const aRevert = async ({ test, at }: Scene): Promise<string> => {
  const { json } = await test.ask('POST', `/sheets/${at.sheet}/imports`, { ...CSV, token: test.hub.controlToken })
  await test.operator('POST', `/imports/${(json as { id: string }).id}/confirm`)
  type Made = { readonly command: { readonly id: string } }
  return (await test.operator<Made>('POST', `/operations/${at.operation}/reverts`, OPERATOR_SINCE)).command.id
}

export const examples: Examples = {
  'get /operations/:id/activity': { query: '?from=2000-01-01T00:00:00Z' },
  'get /operations/:id/changes': { query: '?from=2000-01-01T00:00:00Z&member=local-operator' },
  'get /operations/:id/reverts': {},
  'post /operations/:id/reverts/preview': { send: wish },
  'post /operations/:id/reverts': { send: wish },
  'post /reverts/:id/undo': { in: 'hub', id: aRevert, send: () => ({ json: {} }) },
  'post /reverts/:id/redo': { in: 'hub', id: aRevert, send: () => ({ json: {} }) },
}
