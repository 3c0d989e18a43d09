import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { type Command, CommandError, EXIT } from './command.ts'
import { withHub } from './connect.ts'

/** Writes a consistent copy of the database, readable by its owner only, also while people are editing. A file half written never has the name asked for. */
export const command: Command = {
  usage: 'backup <file> [--json]',
  options: {},
  operands: 1,
  run: async ({ config, io, operands: [file = ''] }) => {
    const part = `${file}.part`
    await withHub(config, async hub => {
      const { body } = await hub.call('POST', '/backups', { json: {} })
      if (body === null) throw new CommandError('The hub sent no copy.')
      try {
        await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(part, { mode: 0o600, flush: true }))
        await rename(part, file)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    })
    io.line(file)
    io.value({ file })
    return EXIT.done
  },
}
