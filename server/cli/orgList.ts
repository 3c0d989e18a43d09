import { organizationList } from '../../shared/protocol/http.ts'
import { type Command, EXIT } from './command.ts'
import { withHub } from './connect.ts'

/** Organizations of the hub: id and name a line, or `[{id, name}]`. */
export const command: Command = {
  usage: 'org list [--json]',
  options: {},
  operands: 0,
  run: async ({ config, io }) => {
    const { items } = await withHub(config, hub => hub.get('/organizations', organizationList))
    for (const { id, name } of items) io.line(`${id}\t${name}`)
    io.value(items)
    return EXIT.done
  },
}
