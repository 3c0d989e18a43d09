import { sheetList } from '../../shared/protocol/http.ts'
import { type Command, EXIT } from './command.ts'
import { withHub } from './connect.ts'

/** Sheets of all operations: id, kind, rows, title. */
export const command: Command = {
  usage: 'sheet list [--json]',
  options: {},
  operands: 0,
  run: async ({ config, io }) => {
    const { items } = await withHub(config, hub => hub.get('/sheets', sheetList))
    for (const { id, kind, rowCount, title } of items) io.line([id, kind, rowCount, title].join('\t'))
    io.value(items)
    return EXIT.done
  },
}
