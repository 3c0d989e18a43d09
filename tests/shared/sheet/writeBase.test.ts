import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BLOCK_ROWS } from '../../../shared/sheet/blocks.ts'
import { type CellEdit, ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../../shared/sheet/cell.ts'
import { orderBetween, placeKey } from '../../../shared/sheet/order.ts'
import { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { appendRows, blocksToFold, finishFold, foldBlocks, openGeneration } from '../../../shared/sheet/writeBase.ts'
import { addRow, catchUp, changesOf, fold, replicaOf, scalars, sheetWith, view, write } from './sheets.ts'

/** Courses each property tries; more: `RUNS=3000 npx vitest run tests/shared/sheet`. */
const RUNS = Number(process.env.RUNS ?? 60)
const BASE = ['r1', 'r2', 'r3', 'r4', 'r5']
const ADDED = ['n1', 'n2', 'n3']
const COLUMNS = ['item', 'note', 'quantity']
const KEYS = ['a5', 'e00001V', 'e00002', 'e00002V', 'ezzzzz', 'f000001', `z${'z'.repeat(26)}`]

/** Whatever members may write: values, new rows (with and without a place), deletes and returns, moves to the ends of all scales. */
const edit: fc.Arbitrary<CellEdit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ row: fc.constantFrom(...BASE), column: fc.constantFrom(...COLUMNS), value: scalars }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ row: fc.constantFrom(...ADDED), column: fc.constantFrom(...COLUMNS), value: scalars }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ row: fc.constantFrom(...ADDED), column: fc.constant(ROW_EXISTS), value: fc.constant(true) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      row: fc.constantFrom(...BASE, ...ADDED),
      column: fc.constant(ROW_GONE),
      value: fc.constantFrom(true, false, null),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      row: fc.constantFrom(...BASE, ...ADDED),
      column: fc.constant(ROW_ORDER),
      value: fc.constantFrom(...KEYS),
    }),
  },
)
const edits = fc.array(edit, { maxLength: 12 })

/** A sheet of small blocks, so that a fold has several to write. */
function sheetOfBlocks(): SheetDocument {
  const sheet = sheetWith()
  for (const id of BASE) sheet.doc.transact(() => appendRows(sheet, [{ id, cells: { item: id, quantity: 1 } }]))
  return sheet
}

/** Members' edits, as the gate lets them through: none of a row that is not there. `generation` is where the member still was. */
function take(sheet: SheetDocument, list: readonly CellEdit[], generation = sheet.newest): void {
  sheet.doc.transact(() => {
    for (const { row, column, value } of list)
      if (sheet.has(row) || column === ROW_EXISTS) generation?.set(`${row}:${column}`, value)
  })
}

/** The steps of a fold one after another, each in a transaction of its own. Iterating stops where the test stops asking. */
function* foldingSteps(sheet: SheetDocument): Generator<void> {
  sheet.doc.transact(() => openGeneration(sheet))
  yield
  for (const block of blocksToFold(sheet)) {
    sheet.doc.transact(() => foldBlocks(sheet, [block]))
    yield
  }
  while (sheet.living.length > 1) {
    sheet.doc.transact(() => finishFold(sheet))
    if (sheet.living.length > 1) yield
  }
}

/** What a fresh reader of the whole document sees. */
const reread = (sheet: SheetDocument) => view(replicaOf(sheet))

function expectFolded(sheet: SheetDocument): void {
  expect(sheet.living).toHaveLength(1)
  expect(sheet.generations.size).toBe(1)
}

describe('fold', { timeout: 60_000 + RUNS * 1_000 }, () => {
  it('SHEET-7 changes nothing anybody sees and leaves one generation; all of it is in the base then', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(edits, edits), { minLength: 1, maxLength: 3 }), lists => {
        const sheet = sheetOfBlocks()
        const passive = replicaOf(sheet)
        for (const [first, second] of lists) {
          take(sheet, first)
          if (second.length > 5) sheet.doc.transact(() => openGeneration(sheet))
          take(sheet, second)
          catchUp(passive, sheet)
          const before = view(sheet)
          const changes = changesOf(passive)
          fold(sheet)
          catchUp(passive, sheet)
          expect(view(sheet)).toEqual(before)
          expect(view(passive)).toEqual(before)
          expect(reread(sheet)).toEqual(before)
          expect(changes).toEqual([])
          expectFolded(sheet)
          expect(sheet.overlaySize).toBe(0)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('SHEET-7 keeps what is edited between its steps, in the new generation and by those still in the old one', () => {
    let between = 0
    fc.assert(
      fc.property(
        edits,
        fc.array(fc.tuple(edits, edits, fc.boolean()), { minLength: 1, maxLength: 8 }),
        (before, during) => {
          const sheet = sheetOfBlocks()
          take(sheet, before)
          const passive = replicaOf(sheet)
          const waiting = [...during]
          let expected = view(sheet)
          for (const _ of foldingSteps(sheet)) {
            const [late, current, opens] = waiting.shift() ?? [[], [], false]
            take(sheet, late, sheet.living.at(-1)?.cells)
            take(sheet, current)
            // The newest may be full in the middle of a fold.
            if (opens) sheet.doc.transact(() => openGeneration(sheet))
            between += late.length
            const now = view(sheet)
            catchUp(passive, sheet)
            expect(view(passive)).toEqual(now)
            expect(reread(sheet)).toEqual(now)
            expected = now
          }
          expect(view(sheet)).toEqual(expected)
          catchUp(passive, sheet)
          expect(view(passive)).toEqual(expected)
          expectFolded(sheet)
        },
      ),
      { numRuns: RUNS },
    )
    expect(between).toBeGreaterThan(RUNS)
  })

  it('SHEET-7 cut short after any step, on a document loaded anew, is begun again and loses nothing', () => {
    fc.assert(
      fc.property(edits, edits, fc.nat(6), fc.nat(6), (first, second, stop, again) => {
        let sheet = sheetOfBlocks()
        take(sheet, first)
        for (const stopAfter of [stop, again]) {
          let step = 0
          for (const _ of foldingSteps(sheet)) if (step++ === stopAfter) break
          // The process ends here; the next one has only what is in the document.
          sheet = replicaOf(sheet)
          take(sheet, second)
        }
        const before = view(sheet)
        for (const _ of foldingSteps(sheet)) expect(view(sheet)).toEqual(before)
        expect(view(sheet)).toEqual(before)
        if (sheet.living.length > 1) fold(sheet)
        expect(reread(sheet)).toEqual(before)
        expectFolded(sheet)
      }),
      { numRuns: RUNS },
    )
  })

  it('SHEET-7 rewrites only blocks whose rows were changed, and leaves the new generation an overlay', () => {
    const sheet = sheetOfBlocks()
    write(sheet, 'r2', 'note', 'old')
    write(sheet, 'r3', 'item', 'r3')
    write(sheet, 'r4', ROW_GONE, null)
    sheet.doc.transact(() => openGeneration(sheet))
    write(sheet, 'r2', 'note', 'new')
    write(sheet, 'r5', 'note', 'new')
    expect(blocksToFold(sheet)).toEqual([sheet.blockOf('r2')])
    sheet.doc.transact(() => finishFold(sheet))
    expect([sheet.baseValue('r2', 'note'), sheet.value('r2', 'note')]).toEqual(['old', 'new'])
    expect([sheet.baseValue('r5', 'note'), sheet.overlaySize]).toEqual([null, 2])
  })

  it('SHEET-7 without a newer generation open there is no fold', () => {
    const sheet = sheetOfBlocks()
    expect(() => blocksToFold(sheet)).toThrow('newer generation')
    expect(() => finishFold(sheet)).toThrow('newer generation')
  })

  it('SHEET-7 takes any number of generations in, the newest of them counting, one deleted at a time', () => {
    const sheet = sheetOfBlocks()
    write(sheet, 'r1', 'note', 'first')
    write(sheet, 'r2', 'note', 'first')
    sheet.doc.transact(() => openGeneration(sheet))
    write(sheet, 'r1', 'note', 'second')
    addRow(sheet, 'n1', { item: 'x' }, 'r2')
    sheet.doc.transact(() => openGeneration(sheet))
    write(sheet, 'n1', 'note', 'third')
    const before = view(sheet)
    sheet.doc.transact(() => openGeneration(sheet))
    for (const living of [3, 2, 1]) {
      sheet.doc.transact(() => finishFold(sheet))
      expect(sheet.living).toHaveLength(living)
      expect(view(sheet)).toEqual(before)
      expect(reread(sheet)).toEqual(before)
    }
    expect([sheet.baseValue('r1', 'note'), sheet.overlaySize]).toEqual(['second', 0])
  })

  it('SHEET-7 SHEET-8 deleted rows are kept in the base and come back whole', () => {
    const sheet = sheetOfBlocks()
    addRow(sheet, 'n1', { item: 'x' }, 'r2')
    for (const row of ['r1', 'n1']) write(sheet, row, ROW_GONE, true)
    fold(sheet)
    fold(sheet)
    expect(reread(sheet).rows).toEqual(['r2', 'r3', 'r4', 'r5'])
    for (const row of ['r1', 'n1']) write(sheet, row, ROW_GONE, null)
    expect(reread(sheet).rows).toEqual(['r1', 'r2', 'n1', 'r3', 'r4', 'r5'])
    expect(sheet.cells('n1')).toEqual({ item: 'x' })
  })

  it('SHEET-7 however many edits come and go, the document stays about as large as what it shows', () => {
    const sheet = sheetWith(Array.from({ length: 500 }, (_, i) => `r${i}`))
    const size = (): number => Y.encodeStateAsUpdate(sheet.doc).length
    const sizes: number[] = []
    for (let round = 0; round < 50; round++) {
      for (let i = 0; i < 200; i++) write(sheet, `r${(i * 7 + round) % 500}`, 'note', `round ${round}, edit ${i}`)
      addRow(sheet, `n${round}`, { item: 'added' }, 'r250')
      fold(sheet)
      sizes.push(size())
    }
    const fresh = new SheetDocument(new Y.Doc())
    fresh.doc.transact(() =>
      appendRows(
        fresh,
        sheet.rows().map(id => ({ id, cells: sheet.cells(id) })),
      ),
    )
    expect(sizes.at(-1)).toBeLessThan(2 * Y.encodeStateAsUpdate(fresh.doc).length)
    expect((sizes.at(-1) ?? 0) - (sizes.at(24) ?? 0)).toBeLessThan(25 * 500)
    expect(sheet.rowCount).toBe(550)
  })
})

describe('appending rows', () => {
  const ids = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
  const append = (sheet: SheetDocument, rows: readonly string[]): void =>
    sheet.doc.transact(() =>
      appendRows(
        sheet,
        rows.map(id => ({ id, cells: { item: id } })),
      ),
    )

  it('SHEET-6 appended rows come behind all others, in their order, without a key of their own', () => {
    const sheet = sheetWith(ids(3, 'a'))
    addRow(sheet, 'n', { item: 'n' })
    append(sheet, ids(200, 'b'))
    addRow(sheet, 'm', { item: 'm' })
    fold(sheet)
    append(sheet, ids(2, 'c'))
    expect(reread(sheet).rows).toEqual([...ids(3, 'a'), 'n', ...ids(200, 'b'), 'm', ...ids(2, 'c')])
    expect(sheet.value('b7', ROW_ORDER)).toBeNull()
    expect([...sheet.blockRows(sheet.blockOf('b0') ?? '')]).toHaveLength(BLOCK_ROWS)
  })

  it('SHEET-6 a row can be put between any two of an import', () => {
    const sheet = sheetWith(ids(130, 'a'))
    addRow(sheet, 'n1', {}, 'a63')
    addRow(sheet, 'n2', {}, 'a0')
    addRow(sheet, 'n3', {}, 'a129')
    const expected = ids(130, 'a').flatMap(id => [id, ...({ a63: ['n1'], a0: ['n2'], a129: ['n3'] }[id] ?? [])])
    expect(sheet.rows()).toEqual(expected)
    fold(sheet)
    expect(reread(sheet).rows).toEqual(expected)
  })

  it.each(KEYS)('SHEET-6 behind a row of key %s rows are appended too, and no block is ever written over', key => {
    const sheet = sheetWith(ids(70, 'a'))
    sheet.edit([
      { row: 'odd', column: ROW_EXISTS, value: true },
      { row: 'odd', column: ROW_ORDER, value: key },
    ])
    const others = [...ids(70, 'a')]
    for (let round = 0; round < 4; round++) {
      append(sheet, ids(130, `b${round}x`))
      others.push(...ids(130, `b${round}x`))
      addRow(sheet, `n${round}`, { item: 'n' })
      others.push(`n${round}`)
      fold(sheet)
      const seen = reread(sheet)
      expect(seen.rows.filter(row => row !== 'odd')).toEqual(others)
      expect(seen.cells.a0).toEqual({ item: 'item of a0' })
    }
  })

  it('SHEET-6 rows of plain clients, which know no keys, are kept fold after fold', () => {
    const sheet = sheetWith(ids(70, 'a'))
    for (let round = 0; round < 5; round++) {
      sheet.edit(ids(2, `n${round}x`).map(row => ({ row, column: ROW_EXISTS, value: true })))
      fold(sheet)
    }
    const added = Array.from({ length: 5 }, (_, round) => ids(2, `n${round}x`)).flat()
    expect(reread(sheet).rows).toEqual([...ids(70, 'a'), ...added])
    expect(sheet.cells('a0')).toEqual({ item: 'item of a0' })
  })

  it('SHEET-6 a row that stood at the end of the scale does not push the others out of it', () => {
    const sheet = sheetWith(ids(3, 'a'))
    write(sheet, 'a0', ROW_ORDER, placeKey(62 ** 5 - 1))
    append(sheet, ids(3, 'b'))
    write(sheet, 'a0', ROW_ORDER, orderBetween(null, sheet.order('a1')))
    append(sheet, ids(3, 'c'))
    expect(reread(sheet).rows).toEqual([...ids(3, 'a'), ...ids(3, 'b'), ...ids(3, 'c')])
  })
})
