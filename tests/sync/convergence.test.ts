import { afterEach, describe, expect, it, vi } from 'vitest'
import { ROW_EXISTS, ROW_GONE } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { random } from './harness/random.ts'
import { fakeTimers, SHEET, settle, type TestClient, TestHub } from './harness/TestHub.ts'

/** Seeds and steps of an ordinary run; a longer one: `FUZZ_SEEDS=200 FUZZ_STEPS=400 npx vitest run tests/sync/convergence.test.ts`. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 12)
const STEPS = Number(process.env.FUZZ_STEPS ?? 150)
const FIRST_SEED = Number(process.env.FUZZ_FIRST ?? 1)
const EDITORS = 4
const ROWS = Array.from({ length: 12 }, (_, i) => `r${i}`)
const SHARED = ['item', 'status', 'unit'] as const

const view = (sheet: SheetDocument): Record<string, unknown> =>
  Object.fromEntries([...sheet.allRows()].sort().map(row => [row, { ...sheet.cells(row), gone: sheet.isDeleted(row) }]))

/** Each editor alone writes these cells: columns note and specification of its own rows. */
const ownCells = (editor: number): { row: string; column: string }[] =>
  ROWS.filter((_, i) => i % EDITORS === editor).flatMap(row =>
    ['note', 'specification'].map(column => ({ row, column })),
  )

class Course {
  readonly work = { edits: 0, cuts: 0, folds: 0, restarts: 0, reopened: 0, undone: 0, rows: 0, compactions: 0 }
  readonly said = new Set<string>()
  readonly hub: TestHub
  readonly editors: TestClient[]
  readonly reader: TestClient
  readonly #random: () => number
  /** What each editor last saw in its own cells. */
  readonly model = new Map<string, unknown>()
  #count = 0

  constructor(hub: TestHub, seed: number) {
    this.hub = hub
    this.#random = random(seed)
    this.editors = Array.from({ length: EDITORS }, (_, i) => hub.client(`m${i}`, 'editor', this.#random))
    this.reader = hub.client('reader', 'viewer', this.#random)
  }

  get clients(): readonly TestClient[] {
    return [...this.editors, this.reader]
  }

  async step(): Promise<void> {
    const dice = this.#random()
    const editor = this.#pick(this.editors)
    if (dice < 0.5) this.#edit(editor)
    else if (dice < 0.56) this.#rows(editor)
    else if (dice < 0.6) this.#undo(editor)
    else if (dice < 0.66) this.#cut(this.#pick([...this.clients]))
    else if (dice < 0.76) this.#pick([...this.clients]).online = true
    else if (dice < 0.78) this.#reopen(editor)
    else if (dice < 0.8) await this.#server(() => this.#fold())
    else if (dice < 0.81) await this.#server(() => this.#restart(), 'still')
    else if (dice < 0.82) await this.#server(() => this.#compact())
    await this.#carry()
  }

  /** A few messages of some clients move; others stall. */
  async #carry(): Promise<void> {
    for (const client of this.clients) {
      client.connect()
      if (this.#random() < 0.6) client.wire?.deliver('up', 1 + Math.floor(this.#random() * 4))
    }
    await vi.advanceTimersByTimeAsync(Math.floor(this.#random() * 60))
    for (const client of this.clients)
      if (this.#random() < 0.6) client.wire?.deliver('down', 1 + Math.floor(this.#random() * 6))
  }

  #edit(editor: TestClient): void {
    if (editor.session.sheet.generation === 0) return
    const own = this.#random() < 0.6
    const { row, column } = own
      ? this.#pick(ownCells(this.editors.indexOf(editor)))
      : { row: this.#pick(ROWS), column: this.#pick(SHARED) }
    const value = this.#random() < 0.08 ? null : `${editor.member} ${this.#count++}`
    editor.session.edit([{ row, column, value }])
    this.work.edits++
    if (own) this.model.set(`${row}:${column}`, editor.session.sheet.value(row, column))
  }

  #rows(editor: TestClient): void {
    const { session } = editor
    if (session.sheet.generation === 0) return
    const rows = session.sheet.rows()
    const dice = this.#random()
    const row = this.#pick(rows.length > 0 ? rows : ROWS)
    if (dice < 0.5) session.addRow({ item: `added ${this.#count++}` }, row)
    else if (dice < 0.7 && rows.length > 4) session.deleteRows([row])
    else
      session.edit(
        [...session.sheet.allRows()]
          .filter(id => session.sheet.isDeleted(id))
          .map(id => ({ row: id, column: ROW_GONE, value: null })),
      )
    this.work.rows++
  }

  #undo(editor: TestClient): void {
    const result = this.#random() < 0.7 ? editor.session.undo() : editor.session.redo()
    if (result === undefined) return
    this.work.undone++
    for (const { row, column } of result.step.cells)
      if (
        this.model.has(`${row}:${column}`) &&
        ownCells(this.editors.indexOf(editor)).some(c => c.row === row && c.column === column)
      )
        this.model.set(`${row}:${column}`, editor.session.sheet.value(row, column))
  }

  #cut(client: TestClient): void {
    client.cut()
    this.work.cuts++
  }

  #reopen(editor: TestClient): void {
    editor.reopen()
    this.work.reopened++
  }

  /** The server works on while the network goes on or, where the number of turns is not ours to say (files are opened), is still. */
  async #server(work: () => Promise<void>, network: 'moving' | 'still' = 'moving'): Promise<void> {
    const done = work()
    let ended = false
    void done.finally(() => {
      ended = true
    })
    while (!ended) {
      await vi.advanceTimersByTimeAsync(5)
      if (network === 'moving' && this.#random() < 0.3) for (const client of this.editors) client.wire?.deliver('up', 1)
    }
    await done
  }

  async #fold(): Promise<void> {
    await this.hub.upkeep().fold()
    this.work.folds++
  }

  async #restart(): Promise<void> {
    await this.hub.restart()
    this.work.restarts++
  }

  async #compact(): Promise<void> {
    await this.hub.room.compact()
    this.work.compactions++
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.#random() * from.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }
}

describe('the sheet over a wire that is cut', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  const total = { edits: 0, cuts: 0, folds: 0, restarts: 0, reopened: 0, undone: 0, rows: 0, compactions: 0 }

  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++)
    it(`SYNC-28 SYNC-21 SYNC-22 UNDO-3 everybody ends up with the same sheet, seed ${seed}`, {
      timeout: 60_000,
    }, async () => {
      const hub = await TestHub.start(ROWS)
      fakeTimers()
      const course = new Course(hub, seed)
      await settle(course.clients)
      for (let i = 0; i < STEPS; i++) await course.step()
      for (const client of course.clients) client.online = true
      await settle(course.clients)

      expect(hub.log).toEqual([])
      const truth = await hub.room.read(view)
      for (const client of course.clients) {
        expect(client.session.saveState(), client.member).toMatchObject({ kind: 'saved' })
        expect(view(client.session.sheet), client.member).toEqual(truth)
        expect(client.session.sheet.rows()).toEqual(await hub.room.read(sheet => sheet.rows()))
        expect(client.session.sheet.doc.store.pendingStructs).toBeNull()
        expect(client.session.held()).toEqual([])
      }
      const ended = await hub.room.read(sheet =>
        [...course.model.keys()].map(key => [
          key,
          sheet.value(key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)),
        ]),
      )
      expect(Object.fromEntries(ended)).toEqual(Object.fromEntries(course.model))
      expect(hub.metrics.refused).toBe(0)
      expect(hub.metrics.failures).toBe(0)
      // Everything anybody sees has its author in the history.
      const history = await hub.store.history({ sheet: SHEET, limit: 1000 })
      const newest = new Map<string, unknown>()
      for (const change of history)
        if (change.won && !newest.has(`${change.row}:${change.column}`))
          newest.set(`${change.row}:${change.column}`, change.new)
      if (history.length < 1000)
        for (const [row, cells] of Object.entries(truth))
          for (const [column, value] of Object.entries(cells as object))
            if (column !== 'gone' && column !== ROW_EXISTS && newest.has(`${row}:${column}`))
              expect(newest.get(`${row}:${column}`), `${row}:${column}`).toEqual(value)
      for (const [kind, count] of Object.entries(course.work)) total[kind as keyof typeof total] += count
      for (const client of course.clients) client.session.destroy()
      await hub.stop()
    })

  it('SYNC-28 the courses did all kinds of work', () => {
    for (const [kind, count] of Object.entries(total)) expect(count, kind).toBeGreaterThan(0)
  })
})
