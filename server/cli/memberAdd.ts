import { text as readText } from 'node:stream/consumers'
import { member, operationList, organizationList } from '../../shared/protocol/http.ts'
import { newSecret } from '../auth/secrets.ts'
import { type Command, CommandError, EXIT, needed, text, texts } from './command.ts'
import { type HubClient, withHub } from './connect.ts'

/** Makes an account. The password comes from stdin, or is made here and shown once; never from an argument, which other users of the machine can read. */
export const command: Command = {
  usage: 'member add --name N --login L --org <id or name> --role R … [--operation id] [--password-stdin] [--json]',
  options: {
    name: { type: 'string' },
    login: { type: 'string' },
    org: { type: 'string' },
    role: { type: 'string', multiple: true },
    operation: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  operands: 0,
  run: async call => {
    const { config, io, values } = call
    const given = values['password-stdin'] === true ? (await readText(process.stdin)).replace(/\r?\n$/, '') : undefined
    const password = given ?? newSecret().slice(0, 16)
    const [name, login, org, roles] = [
      needed(call, 'name'),
      needed(call, 'login'),
      needed(call, 'org'),
      texts(call, 'role'),
    ]
    if (roles.length === 0) throw new CommandError('--role is missing.', EXIT.usage)
    const made = await withHub(config, async hub => {
      const operation = text(call, 'operation') ?? (await onlyOperation(hub))
      const organization = await organizationId(hub, org)
      return hub.post('/members', { name, login, password, organization, operation, roles }, member)
    })
    io.line(given === undefined ? `${made.id}\t${password}` : made.id)
    io.value(given === undefined ? { ...made, password } : made)
    return EXIT.done
  },
}

async function onlyOperation(hub: HubClient): Promise<string> {
  const { items } = await hub.get('/operations', operationList)
  const [first, ...more] = items
  if (first === undefined) throw new CommandError('There is no operation yet: use the setup link first.')
  if (more.length > 0)
    throw new CommandError(
      `--operation is missing: one of ${items.map(it => `${it.id} (${it.name})`).join(', ')}.`,
      EXIT.usage,
    )
  return first.id
}

async function organizationId(hub: HubClient, idOrName: string): Promise<string> {
  const { items } = await hub.get('/organizations', organizationList)
  const found = items.find(it => it.id === idOrName) ?? items.find(it => it.name === idOrName)
  if (found === undefined) throw new CommandError(`No organization has the id or name ${idOrName}.`)
  return found.id
}
