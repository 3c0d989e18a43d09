import { createdToken } from '../../shared/protocol/http.ts'
import { type Command, EXIT, needed, text, texts } from './command.ts'
import { withHub } from './connect.ts'

/** Makes an API token and shows it this once. Without --operation it works in every operation there is now. */
export const command: Command = {
  usage:
    'token create --role R --org <id or name> [--operation id] [--name N] [--scope sheet.read …] [--expires 2030-01-31T00:00:00Z] [--json]',
  options: {
    role: { type: 'string' },
    org: { type: 'string' },
    operation: { type: 'string' },
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    expires: { type: 'string' },
  },
  operands: 0,
  run: async call => {
    const scopes = texts(call, 'scope')
    const wish = {
      role: needed(call, 'role'),
      organization: needed(call, 'org'),
      operation: text(call, 'operation'),
      name: text(call, 'name'),
      scopes: scopes.length === 0 ? undefined : scopes,
      expiresAt: text(call, 'expires'),
    }
    const made = await withHub(call.config, hub => hub.post('/tokens', wish, createdToken))
    call.io.line(made.token)
    call.io.value(made)
    return EXIT.done
  },
}
