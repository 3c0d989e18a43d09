import { PASSWORD } from '../../testHub.ts'
import type { Examples, Scene } from './example.ts'

/** A person of the place, new for each call. */
async function somebody({ test, at: { organization, operation } }: Scene): Promise<string> {
  const login = `p${Math.random()}`
  const wish = { name: '某人', login, password: PASSWORD, organization, operation, roles: ['viewer'] }
  return (await test.operator<{ id: string }>('POST', '/members', wish)).id
}

const invite = ({ test, at: { organization, operation } }: Scene, approve: boolean) =>
  test.operator<{ id: string; token: string }>('POST', `/operations/${operation}/invitations`, {
    organization,
    roles: ['viewer'],
    approve,
    ceiling: 1,
    days: 1,
  })

/** Somebody who waits to be let in. */
async function waiting(scene: Scene): Promise<string> {
  const { token } = await invite(scene, true)
  const name = `w${Math.random()}`
  await scene.test.ask('POST', '/joins', { json: { token, name, login: name, password: PASSWORD } })
  const { items } = await scene.test.operator<{ items: { id: string; member: { name: string } }[] }>(
    'GET',
    `/operations/${scene.at.operation}/waiting`,
  )
  return items.find(({ member }) => member.name === name)?.id ?? ''
}

export const examples: Examples = {
  'get /operations/:id/people': {},
  'get /operations/:id/invitations': {},
  'post /operations/:id/invitations': {
    send: ({ organization }) => ({ json: { organization, roles: ['viewer'], approve: false, ceiling: 5, days: 7 } }),
  },
  'delete /operations/:id/invitations/:item': { item: async scene => (await invite(scene, false)).id },
  'get /operations/:id/waiting': {},
  'post /operations/:id/waiting/:item': { send: () => ({ json: { accept: true } }), item: waiting },
  'post /operations/:id/organizations/:item': {
    send: () => ({ json: { name: `机构${Math.random()}`, about: '' } }),
    item: async ({ at }) => at.organization,
  },
  'post /operations/:id/members/:item/roles': { send: () => ({ json: { roles: ['editor'] } }), item: somebody },
  'post /operations/:id/members/:item/suspension': { send: () => ({ json: { suspended: true } }), item: somebody },
  'post /operations/:id/members/:item/sign-out': { item: somebody },
  'post /operations/:id/members/:item/leave': { send: () => ({ json: {} }), item: somebody },
  'post /operations/:id/members/:item/recovery': { item: somebody },
}
