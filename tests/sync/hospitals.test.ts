/**
 * 2,035 operations that volunteers really made on the hospital sheets of February 2020, made again by two people whose connection comes and goes.
 * A row is a hospital; `district` and `address` are the columns district and place, the 24 kinds of goods are columns of their own.
 */
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type CellEdit, RESERVED_COLUMNS, ROW_EXISTS, ROW_GONE, type Scalar } from '../../shared/sheet/cell.ts'
import { pick, random } from './harness/random.ts'
import { carry, fakeTimers, finished, settle, type TestClient, TestHub } from './harness/TestHub.ts'

/** More of it: `FUZZ_SEEDS=20 npx vitest run tests/sync/hospitals.test.ts`. */
const SEEDS = Number(process.env.FUZZ_SEEDS ?? 1)

const cell = z.union([z.string(), z.number(), z.null()])
const operation = z.discriminatedUnion('op', [
  z.object({ op: z.literal('add_row'), t: z.string(), row: z.string(), cells: z.record(z.string(), cell) }),
  z.object({ op: z.enum(['set_cell', 'clear_cell']), t: z.string(), row: z.string(), col: z.string(), new: cell }),
  z.object({ op: z.literal('delete_row'), t: z.string(), row: z.string() }),
])
type Operation = z.infer<typeof operation>

const FILE = new URL('../regressions/data/hospital_edit_history.jsonl', import.meta.url)
const OPERATIONS: readonly Operation[] = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => operation.parse(JSON.parse(line)))

/** A short name for each of these texts, in the order they come. */
const namesOf = (texts: readonly string[], prefix: string): ReadonlyMap<string, string> =>
  new Map([...new Set(texts)].map((text, i) => [text, `${prefix}${i}`]))

const ROWS = namesOf(
  OPERATIONS.map(({ row }) => row),
  'h',
)
const GOODS = namesOf(
  OPERATIONS.flatMap(entry => ('cells' in entry ? Object.keys(entry.cells) : 'col' in entry ? [entry.col] : [])).filter(
    column => column.startsWith('item:'),
  ),
  'goods',
)
const COLUMNS: ReadonlySet<string> = new Set(['district', 'place', 'organization', ...GOODS.values()])

const rowOf = (name: string): string => ROWS.get(name) ?? name
const columnOf = (name: string): string => GOODS.get(name) ?? (name === 'address' ? 'place' : name)

/** What an operation asks for, seen from a sheet where the row may be there already, or deleted. */
function wishes(entry: Operation): readonly CellEdit[] {
  const row = rowOf(entry.row)
  if (entry.op === 'delete_row') return [{ row, column: ROW_GONE, value: true }]
  if (entry.op !== 'add_row') return [{ row, column: columnOf(entry.col), value: entry.new }]
  const said = new Map<string, Scalar>(Object.entries(entry.cells).map(([name, value]) => [columnOf(name), value]))
  return [
    { row, column: ROW_EXISTS, value: true },
    { row, column: ROW_GONE, value: null },
    { row, column: 'organization', value: entry.row },
    ...[...COLUMNS].filter(c => c !== 'organization').map(column => ({ row, column, value: said.get(column) ?? null })),
  ]
}

/** The sheet as a plain map, and what of each writer has to be in the history. */
class Model {
  readonly cells = new Map<string, Scalar>()
  readonly written: string[] = []
  conflicts = 0
  /** Cell → writer → what that writer said last while the two were apart. */
  #apart = new Map<string, Map<string, Scalar>>()

  wrote(member: string, edit: CellEdit, how: 'together' | 'apart'): void {
    const key = `${edit.row}:${edit.column}`
    if (how === 'together') {
      this.cells.set(key, edit.value)
      this.written.push(line(member, edit))
      return
    }
    const said = this.#apart.get(key) ?? new Map<string, Scalar>()
    this.#apart.set(key, said.set(member, edit.value))
  }

  /** They are together again; `now` tells what a cell holds. Where both wrote, one of the two stands. */
  reunite(now: (row: string, column: string) => Scalar): void {
    for (const [key, said] of this.#apart) {
      const [row = '', column = ''] = key.split(':')
      const value = now(row, column)
      expect([...said.values()], key).toContainEqual(value)
      if (said.size > 1) this.conflicts++
      this.cells.set(key, value)
      for (const [member, wanted] of said) this.written.push(line(member, { row, column, value: wanted }))
    }
    this.#apart = new Map()
  }
}

const line = (member: string, { row, column, value }: CellEdit): string =>
  `${member} ${row}:${column} = ${JSON.stringify(value)}`

/** One person makes an operation; what it changed of what they saw is noted. */
function make(entry: Operation, writer: TestClient, model: Model, how: 'together' | 'apart'): void {
  const { session, member } = writer
  const news = wishes(entry).filter(({ row, column, value }) => session.sheet.value(row, column) !== value)
  if (!session.sheet.has(rowOf(entry.row)) && entry.op !== 'add_row')
    news.unshift({ row: rowOf(entry.row), column: ROW_EXISTS, value: true })
  session.edit(news)
  for (const edit of news) if (edit.column !== ROW_EXISTS) model.wrote(member, edit, how)
}

describe('the hospital sheets of February 2020', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  for (let seed = 1; seed <= SEEDS; seed++)
    it(`SYNC-28 SYNC-10 SHEET-8 two people make the 2,035 real operations again, cut off now and then, seed ${seed}`, {
      timeout: 60_000,
    }, async () => {
      const next = random(seed)
      const hub = await TestHub.start([], undefined, new Set([...COLUMNS, ...RESERVED_COLUMNS]))
      fakeTimers()
      const ann = hub.client('ann', 'editor', next)
      const ben = hub.client('ben', 'editor', next)
      const both = [ann, ben]
      await settle(both)
      const model = new Model()
      const now = (row: string, column: string): Scalar => ben.session.sheet.value(row, column)
      const work = { apart: 0, folds: 0 }
      let left = 0
      for (const [i, entry] of OPERATIONS.entries()) {
        const writer = i % 2 === 0 ? ann : ben
        // Faster than people type, slow enough for the brake on emptying: a publication took away the rows of a whole city.
        await vi.advanceTimersByTimeAsync(2000)
        if (left === 0 && next() < 0.02) {
          left = 1 + Math.floor(next() * 250)
          work.apart++
          pick(both, next).cut()
        }
        make(entry, writer, model, left > 0 ? 'apart' : 'together')
        await carry(both)
        if (left === 0 || --left > 0) continue
        for (const client of both) client.online = true
        await settle(both)
        model.reunite(now)
        if (next() < 0.4) {
          await finished(hub.upkeep().fold())
          work.folds++
          await carry(both)
        }
      }
      for (const client of both) client.online = true
      await settle(both)
      model.reunite(now)

      expect(hub.log).toEqual([])
      expect(hub.metrics).toMatchObject({ refused: 0, failures: 0 })
      const truth = await hub.room.read(sheet => [...model.cells.keys()].map(key => [key, sheet.value(...split(key))]))
      expect(truth).toEqual([...model.cells])
      for (const { session, member } of both) {
        expect(session.saveState().kind, member).toBe('saved')
        expect(
          [...model.cells.keys()].map(key => [key, session.sheet.value(...split(key))]),
          member,
        ).toEqual(truth)
        expect(session.sheet.rows()).toEqual(await hub.room.read(sheet => sheet.rows()))
      }
      expect(ann.session.sheet.rowCount).toBeGreaterThan(150)
      const inHistory = new Map<string, number>()
      for (const change of await hub.history()) {
        const said = line(change.member, { row: change.row, column: change.column, value: change.new })
        inHistory.set(said, (inHistory.get(said) ?? 0) + 1)
      }
      const missing = model.written.filter(said => {
        const count = inHistory.get(said) ?? 0
        inHistory.set(said, count - 1)
        return count <= 0
      })
      expect(missing, 'said, and not in the history').toEqual([])
      expect(model.written.length).toBeGreaterThan(OPERATIONS.length)
      expect(Math.min(work.apart, work.folds, model.conflicts)).toBeGreaterThan(0)
      for (const client of both) client.session.destroy()
      await hub.stop()
    })
})

const split = (key: string): [string, string] => {
  const at = key.indexOf(':')
  return [key.slice(0, at), key.slice(at + 1)]
}
