// @y/websocket-server, wired as its own bin/server.js is. With BENCH_PERSIST its y-leveldb persistence is on.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'
import { announce, dataFolder } from './ready.mjs'

// Read once, when the package is imported.
if (process.env.BENCH_PERSIST === '1') process.env.YPERSISTENCE = join(dataFolder(), 'leveldb')
const { setupWSConnection } = await import('@y/websocket-server/utils')

const sockets = new WebSocketServer({ noServer: true })
sockets.on('connection', setupWSConnection)
const server = createServer((_request, response) => response.end('okay'))
server.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, client => sockets.emit('connection', client, request)),
)
server.listen(0, '127.0.0.1', () =>
  announce({ port: server.address().port, path: '/sheet', document: 'sheet', tokens: [] }),
)
