// Hocuspocus as its guide shows it: the SQLite extension, all other settings as shipped. Without better-sqlite3, a file per document.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Server } from '@hocuspocus/server'
import { announce, dataFolder } from './ready.mjs'

async function storage() {
  try {
    const { SQLite } = await import('@hocuspocus/extension-sqlite')
    return { extension: new SQLite({ database: join(dataFolder(), 'hocuspocus.db') }) }
  } catch {
    const { Database } = await import('@hocuspocus/extension-database')
    const file = document => join(dataFolder(), encodeURIComponent(document))
    const extension = new Database({
      fetch: ({ documentName }) => readFile(file(documentName)).catch(() => null),
      store: ({ documentName, state }) => writeFile(file(documentName), state),
    })
    return { extension, note: 'better-sqlite3 could not be installed: extension-database over plain files' }
  }
}

const { extension, note } = await storage()
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, extensions: [extension] })
await server.listen()
announce({ port: server.address.port, path: '/', document: 'sheet', tokens: [], ...(note && { note }) })
