import { writeFile } from 'node:fs/promises'
import { type Command, CommandError, EXIT, needed, text } from './command.ts'
import { withHub } from './connect.ts'
import { sheetNamed } from './sheetNamed.ts'

const FORMATS = ['csv', 'xlsx', 'hxl']

/** Writes a sheet as a file, on stdout without --out. With --json: where to, and how many bytes. */
export const command: Command = {
  usage: 'export --sheet S --format csv|xlsx|hxl [--out FILE] [--json]',
  options: { sheet: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } },
  operands: 0,
  run: async call => {
    const { config, io } = call
    const [name, format, out] = [needed(call, 'sheet'), needed(call, 'format'), text(call, 'out')]
    if (!FORMATS.includes(format))
      throw new CommandError(`--format ${format}: one of ${FORMATS.join(', ')}.`, EXIT.usage)
    if (out === undefined && io.format === 'json')
      throw new CommandError('--json needs --out: stdout holds one JSON value.', EXIT.usage)
    const bytes = await withHub(config, async hub => {
      const { id } = await sheetNamed(hub, name)
      const response = await hub.call('GET', `/sheets/${id}/export?format=${format}`)
      return new Uint8Array(await response.arrayBuffer())
    })
    if (out === undefined) await io.raw(bytes)
    else await writeFile(out, bytes)
    io.value({ file: out, bytes: bytes.length })
    return EXIT.done
  },
}
