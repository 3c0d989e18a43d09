// ShareDB with its MemoryDB, presence on, one json0 document for the sheet. MemoryDB copies the whole sheet on every operation; with
// BENCH_NOCLONE it does not (a stand-in for a database that does not copy).
import { createServer } from 'node:http'
import WebSocketJSONStream from '@teamwork/websocket-json-stream'
import ShareDB from 'sharedb'
import { WebSocketServer } from 'ws'
import { announce } from './ready.mjs'

/** The two methods in which MemoryDB copies, without the copying. */
class NoCloneDB extends ShareDB.MemoryDB {
  _writeSnapshotSync(collection, id, snapshot) {
    this.docs[collection] ??= Object.create(null)
    if (snapshot.type) this.docs[collection][id] = { ...snapshot }
    else delete this.docs[collection][id]
  }

  _getSnapshotSync(collection, id, includeMetadata) {
    const kept = this.docs[collection]?.[id]
    return kept === undefined ? super._getSnapshotSync(collection, id, includeMetadata) : { ...kept, m: null }
  }
}

const db = process.env.BENCH_NOCLONE === '1' ? new NoCloneDB() : new ShareDB.MemoryDB()
const backend = new ShareDB({ presence: true, doNotForwardSendPresenceErrorsToClient: true, db })
const server = createServer((_request, response) => response.end('okay'))
new WebSocketServer({ server }).on('connection', socket => backend.listen(new WebSocketJSONStream(socket)))
server.listen(0, '127.0.0.1', () => announce({ port: server.address().port, path: '/', document: 'sheet', tokens: [] }))
