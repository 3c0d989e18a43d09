import { organization } from '../../shared/protocol/http.ts'
import { type Command, EXIT } from './command.ts'
import { withHub } from './connect.ts'

/** Adds an organization; prints its id. */
export const command: Command = {
  usage: 'org add <name> [--json]',
  options: {},
  operands: 1,
  run: async ({ config, io, operands: [name] }) => {
    const made = await withHub(config, hub => hub.post('/organizations', { name }, organization))
    io.line(made.id)
    io.value(made)
    return EXIT.done
  },
}
