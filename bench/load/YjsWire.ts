/** Clients of a Yjs server, plain or in Hocuspocus' envelope. Clients and their ids: client i of the generator is FIRST_CLIENT + i. */
import * as Y from 'yjs'
import { cellKey, type Scalar } from '../../shared/sheet/cell.ts'
import { nestedRows, shortKey } from '../content/nested.ts'
import type { Address } from '../process/server.ts'
import type { Target } from '../targets.ts'
import type { Message, Wire } from './Wire.ts'
import { YjsProbe } from './YjsProbe.ts'
import {
  awarenessMessage,
  cellUpdate,
  emptyStep2,
  hocuspocusToken,
  message,
  syncStep1,
  updateMessage,
} from './yjsMessages.ts'

/** Above any id a probe or the server could plausibly draw twice in a run; five bytes as varint, like most real ones. */
const FIRST_CLIENT = 3_000_000_000

interface ClientState {
  clock: number
  cursor: number
}

export class YjsWire implements Wire {
  readonly probes: readonly YjsProbe[]
  readonly #target: Target
  readonly #envelope: string | undefined
  readonly #clients = new Map<number, ClientState>()
  /** Cell → the map it was last written into. */
  readonly #writtenInto = new Map<string, Y.Map<Scalar>>()
  #stateVector: Uint8Array | undefined

  constructor(target: Target, address: Address, probes: number) {
    this.#target = target
    this.#envelope = target.wire === 'hocuspocus' ? address.document : undefined
    const { tokens } = address
    this.probes = Array.from({ length: probes }, (_, i) => {
      const token = tokens[tokens.length - 1 - i]
      return new YjsProbe({ address, layout: target.layout, envelope: this.#envelope, token })
    })
  }

  greetings(index: number): readonly Message[] {
    // As a client that has the sheet from its last visit: the fan-out of edits is measured here, joining is measured apart.
    this.#stateVector ??= Y.encodeStateVector(this.#doc())
    const step1 = message(this.#envelope, syncStep1(this.#stateVector))
    const hello = [step1, message(this.#envelope, emptyStep2), this.cursor(index, '', '')]
    return this.#envelope === undefined ? hello : [message(this.#envelope, hocuspocusToken), ...hello]
  }

  edit(index: number, row: string, column: string, value: Scalar): Message {
    const { map, key } = this.#place(row, column)
    this.#writtenInto.set(cellKey(row, column), map)
    const clock = this.#client(index).clock++
    return message(this.#envelope, updateMessage(cellUpdate({ client: FIRST_CLIENT + index, clock, map, key, value })))
  }

  cursor(index: number, row: string, column: string): Message {
    const state = { user: { name: `member ${index}`, color: '#336699' }, cell: { row, column } }
    return message(this.#envelope, awarenessMessage(FIRST_CLIENT + index, ++this.#client(index).cursor, state))
  }

  lost(row: string, column: string): boolean {
    return this.#writtenInto.get(cellKey(row, column))?._item?.deleted === true
  }

  #client(index: number): ClientState {
    const known = this.#clients.get(index)
    if (known !== undefined) return known
    const state = { clock: 0, cursor: 0 }
    this.#clients.set(index, state)
    return state
  }

  #doc(): Y.Doc {
    const [probe] = this.probes
    if (probe === undefined) throw new Error('clients without a document borrow it from a probe')
    return probe.doc
  }

  /** The map a member writes this cell into now, and under which key. */
  #place(row: string, column: string): { map: Y.Map<Scalar>; key: string } {
    if (this.#target.layout === 'nested') {
      const map = nestedRows(this.#doc()).get(row)
      if (map === undefined) throw new Error(`row ${row} is not in the sheet`)
      return { map, key: shortKey(column) }
    }
    return { map: newestGeneration(this.#doc()), key: cellKey(row, column) }
  }
}

function newestGeneration(doc: Y.Doc): Y.Map<Scalar> {
  const generations = doc.getMap<Y.Map<Scalar>>('gens')
  const newest = generations.get(String(Math.max(...[...generations.keys()].map(Number))))
  if (newest === undefined) throw new Error('the sheet has no generation to write into')
  return newest
}
