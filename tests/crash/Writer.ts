/** Somebody who types on and on, each edit into a cell of its own, as fast as earlier ones come back. */
import * as Y from 'yjs'
import { ROW_EXISTS } from '../../shared/sheet/cell.ts'
import type { Place } from './hubProcess.ts'
import type { Edit, Ledger } from './Ledger.ts'
import { PlainClient } from './PlainClient.ts'

/** Edits under way at once. */
const UNDER_WAY = 3

/** Called for each edit: once it has been handed to the socket, and once it has come back. */
export interface Heard {
  readonly written?: () => void
  readonly acknowledged?: () => void
}

export class Writer {
  readonly client: PlainClient
  readonly #name: string
  readonly #ledger: Ledger
  readonly #text: (n: number) => string
  #underWay: { readonly clock: number; readonly edits: readonly Edit[] }[] = []
  #count = 0
  /** Edits still to be written before it pauses. */
  #left = 0
  #heard: Heard = {}

  /** `name` begins its rows' ids; `text` is what the n-th edit says. */
  constructor(
    place: Place,
    { token, name, ledger, text }: { token: string; name: string; ledger: Ledger; text?: (n: number) => string },
  ) {
    this.#name = name
    this.#ledger = ledger
    this.#text = text ?? (n => `${name} 第${n}次`)
    this.client = new PlainClient(place, token)
    this.client.onAcknowledged(clock => this.#acknowledged(clock))
    // What was under way when a connection ended has no echo any more: whether it is kept is looked up in the end.
    this.client.onSynced(() => {
      this.#underWay = []
      this.#goOn()
    })
  }

  /** Writes this many more edits. */
  write(count: number, heard: Heard = {}): void {
    this.#left = count
    this.#heard = heard
    this.#goOn()
  }

  stop(): void {
    this.#left = 0
  }

  #goOn(): void {
    while (this.#left > 0 && this.client.synced && this.#underWay.length < UNDER_WAY) {
      this.#left--
      this.#writeOne()
      this.#heard.written?.()
    }
  }

  /** By turns a new row and a note in that row. */
  #writeOne(): void {
    const n = this.#count++
    const row = `${this.#name}-${n - (n % 2)}`
    const edits: Edit[] =
      n % 2 === 0
        ? [
            { row, column: ROW_EXISTS, value: true },
            { row, column: 'item', value: this.#text(n) },
          ]
        : [{ row, column: 'note', value: this.#text(n) }]
    this.#ledger.write(edits)
    const { doc, sheet } = this.client
    this.#underWay.push({ clock: Y.getState(doc.store, doc.clientID) + edits.length - 1, edits })
    sheet.edit(edits)
  }

  #acknowledged(clock: number): void {
    const back = this.#underWay.filter(edit => edit.clock <= clock)
    this.#underWay = this.#underWay.filter(edit => edit.clock > clock)
    for (const { edits } of back) this.#ledger.acknowledge(edits)
    for (const _ of back) this.#heard.acknowledged?.()
    this.#goOn()
  }
}
