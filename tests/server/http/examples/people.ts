import type { Examples } from './example.ts'

export const examples: Examples = {
  'get /operations': {},
  'post /operations': { send: () => ({ json: { name: '新行动' } }) },
  'get /organizations': {},
  'post /organizations': { send: () => ({ json: { name: `机构${Math.random()}` } }) },
  'get /members': {},
  'post /members': {
    send: at => ({
      json: { name: '某人', login: `m${Math.random()}`, password: 'long enough', ...at, roles: ['viewer'] },
    }),
  },
  'get /tokens': {},
  'post /tokens': {
    send: at => ({ json: { role: 'viewer', organization: at.organization, operation: at.operation } }),
  },
  'delete /tokens/:id': {
    in: 'hub',
    id: async ({ test, at: { organization, operation } }) =>
      (await test.operator<{ id: string }>('POST', '/tokens', { role: 'viewer', organization, operation })).id,
  },
  'post /backups': { send: () => ({ json: {} }) },
  'get /damages': {},
}
