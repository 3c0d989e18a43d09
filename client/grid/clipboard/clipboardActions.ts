/**
 * Copy, cut, paste and empty what is selected (docs/SPEC.md CELL-6 … CELL-12). Knows no clipboard events; clipboardEvents.ts has those.
 */
import { withPlaceCodes } from '../../../shared/places/placeEdits.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { deskColumn } from '../../../shared/schema/deskColumns.ts'
import { plainCell } from '../../../shared/schema/format.ts'
import { validate } from '../../../shared/schema/parse.ts'
import { encodeHtmlTable } from '../../../shared/selection/htmlTable.ts'
import {
  filledSize,
  MAX_CELLS,
  MAX_CHARACTERS,
  type PastePlan,
  planPaste,
  sizeOf,
  tiled,
} from '../../../shared/selection/paste.ts'
import type { SelectedCells } from '../../../shared/selection/range.ts'
import { decodeTsv, encodeTsv } from '../../../shared/selection/tsv.ts'
import { type CellEdit, cellKey, type Scalar } from '../../../shared/sheet/cell.ts'
import { guard, unguard } from '../../../shared/tabular/formulaGuard.ts'
import type { ActionSetting } from '../actionSetting.ts'
import { isWritten } from '../isWritten.ts'
import { readHtmlTable } from './readHtmlTable.ts'

/** What goes onto the clipboard. */
export interface Copied {
  readonly text: string
  readonly html: string
}

export interface ClipboardActions {
  /** The selection as a table; undefined, after saying why, when there is nothing or too much. */
  copy(): Copied | undefined
  /** Copies; the cells are emptied when they are pasted elsewhere in the sheet. */
  cut(): Copied | undefined
  /** Puts what is on the clipboard into the selection. */
  paste(copied: Copied): void
  /** Empties the selected cells, required ones excepted. */
  clear(): void
  /** A cut not pasted yet is given up. True when there was one. */
  forgetCut(): boolean
}

/** Most cells one copy takes; more is for the export. */
const MAX_COPIED = 200_000

/** Cells cut and not pasted yet, with the text they were put onto the clipboard as. */
interface Cut {
  readonly cells: SelectedCells
  readonly text: string
  /** What each cell said then. */
  readonly texts: readonly (readonly string[])[]
}

export function createClipboardActions(setting: ActionSetting): ClipboardActions {
  const { view, columns, language, zone, t, say, hush } = setting
  const { session } = view
  const columnOf = (id: string): Column | undefined => columns.find(column => column.id === id)
  let cut: Cut | undefined

  const setCut = (next: Cut | undefined): void => {
    cut = next
    view.cut.set(next?.cells)
  }
  const textAt = (row: string, column: string): string => {
    const schema = columnOf(column)
    const value = view.value(row, column)
    return schema === undefined ? String(value ?? '') : plainCell(schema, value, language, zone)
  }
  const textsOf = ({ rows, columns: ids }: SelectedCells): string[][] => rows.map(row => ids.map(id => textAt(row, id)))

  const copy = (): Copied | undefined => {
    const cells = ofCells(view.selection.get())
    if (cells === undefined) return undefined
    const count = cells.rows.length * cells.columns.length
    if (count > MAX_COPIED) {
      say(t('cells.tooManyToCopy', { count, limit: MAX_COPIED }), 'warning')
      return undefined
    }
    const texts = textsOf(cells)
    const typed = cells.rows.map((row, i) =>
      cells.columns.map((column, j) => {
        const value = view.value(row, column)
        return typeof value === 'number' ? value : (texts[i]?.[j] ?? '')
      }),
    )
    setCut(undefined)
    view.announce(t('cells.copied', { rows: cells.rows.length, columns: cells.columns.length }))
    const text = encodeTsv(
      typed.map(line => line.map(value => (typeof value === 'number' ? `${value}` : guard(value)))),
    )
    return { text, html: encodeHtmlTable(typed) }
  }

  const paste = (copied: Copied): void => {
    if (session.readOnly) return
    const { rectangle } = view.range
    const selected = ofCells(view.selection.get())
    if (rectangle === undefined || selected === undefined) return say(t('cells.nowhere'), 'warning')
    if (session.saveState().kind === 'opening') return say(t('grid.notLoaded'), 'warning')
    const table = tableOf(copied)
    if (table === undefined) return say(t('cells.nothingToPaste'), 'warning')
    const size = filledSize(sizeOf(table), { rows: selected.rows.length, columns: selected.columns.length })
    const count = size.rows * size.columns
    if (count > MAX_CELLS) return say(t('cells.tooMany', { count, limit: MAX_CELLS }), 'warning')
    const texts = tiled(table, size)
    const length = texts.reduce((sum, line) => line.reduce((part, text) => part + text.length, sum), 0)
    if (length > MAX_CHARACTERS) return say(t('cells.tooLong', { limit: MAX_CHARACTERS }), 'warning')

    const shown = view.range.displayed()
    const rows: string[] = []
    for (let index = rectangle.top; index < shown.rowCount && rows.length < size.rows; index++) {
      const row = shown.rowAt(index)
      if (row !== undefined) rows.push(row)
    }
    // What the server says of a row stands between the cells and takes no part: a table goes in as if it were not there.
    const ids = shown.columns
      .slice(rectangle.left)
      .filter(id => deskColumn(id) === undefined)
      .slice(0, size.columns)
    const plan = planPaste(texts, {
      rows,
      columns: ids.flatMap(id => columnOf(id) ?? []),
      readOnly: id => view.grid.get()?.getColumn(id)?.getColDef().editable === false,
      value: (row, column) => session.sheet.value(row, column),
      context: { zone, year: new Date().getFullYear() },
    })
    const moved = cut !== undefined && sameText(cut.text, copied.text) ? emptiedBy(cut, plan, rows, ids) : []
    write(plan, moved, { rows, ids, size })
  }

  /** The cells a cut leaves empty: those that were pasted and still hold what was cut, and are not pasted onto. */
  const emptiedBy = (
    { cells, texts }: Cut,
    plan: PastePlan,
    rows: readonly string[],
    ids: readonly string[],
  ): CellEdit[] => {
    const onto = new Set(rows.flatMap(row => ids.map(id => cellKey(row, id))))
    const kept = new Set(plan.refused.map(({ text }) => text))
    return cells.rows.flatMap((row, i) =>
      cells.columns.flatMap((column, j): CellEdit[] => {
        const schema = columnOf(column)
        const text = textAt(row, column)
        if (schema === undefined || text === '' || onto.has(cellKey(row, column))) return []
        if (validate(schema, null) !== undefined || kept.has(text) || text !== texts[i]?.[j]) return []
        return [{ row, column, value: null }]
      }),
    )
  }

  const write = (
    plan: PastePlan,
    moved: readonly CellEdit[],
    { rows, ids, size }: { rows: readonly string[]; ids: readonly string[]; size: { rows: number; columns: number } },
  ): void => {
    hush()
    setCut(undefined)
    const value = (row: string, column: string): Scalar => session.sheet.value(row, column)
    const edits = withPlaceCodes(columns, [...plan.edits, ...moved], value)
    const added =
      edits.length === 0 && plan.added.length === 0
        ? []
        : session.change(
            edits,
            plan.added.length === 0 ? undefined : { rows: plan.added },
            moved.length > 0 ? 'cut' : 'paste',
          )
    view.feed.flush()
    const all = [...rows, ...added]
    const refused = plan.refused.map(cell => ({
      ...cell,
      row: typeof cell.row === 'string' ? cell.row : (added[cell.row] ?? ''),
    }))
    view.notPasted.add(refused)
    const isThere = added[0] === undefined || session.sheet.has(added[0])
    if (!isWritten(session, edits) || !isThere) return
    const [first, last] = [all[0], all.at(-1)]
    const [left, right] = [ids[0], ids.at(-1)]
    if (first !== undefined && last !== undefined && left !== undefined && right !== undefined)
      view.range.set({ kind: 'cells', anchor: { row: first, column: left }, head: { row: last, column: right } })
    const done = t('cells.pasted', { rows: size.rows, columns: size.columns })
    const more = plan.added.length === 0 ? '' : t('cells.pastedRows', { count: plan.added.length })
    if (refused.length === 0) say(done + more, 'done', 'undo')
    else say(done + more + t('cells.pastedRefused', { count: refused.length }), 'warning', 'undo')
  }

  return {
    copy,
    cut() {
      const copied = copy()
      const cells = ofCells(view.selection.get())
      if (copied !== undefined && cells !== undefined && !session.readOnly)
        setCut({ cells, text: copied.text, texts: textsOf(cells) })
      return copied
    },
    paste,
    clear() {
      const cells = view.selection.get()
      if (cells === undefined || session.readOnly) return
      const filled = filledCells(setting, cells)
      if (filled.length > MAX_CELLS)
        return say(t('cells.tooMany', { count: filled.length, limit: MAX_CELLS }), 'warning')
      const edits = filled.filter(({ column }) => {
        const schema = columnOf(column)
        return schema === undefined || validate(schema, null) === undefined
      })
      const kept = filled.length - edits.length
      if (filled.length === 0) return
      hush()
      const value = (row: string, column: string): Scalar => session.sheet.value(row, column)
      if (edits.length > 0) session.edit(withPlaceCodes(columns, edits, value), 'clear')
      view.feed.flush()
      if (!isWritten(session, edits)) return
      const left = kept === 0 ? '' : t('cells.keptRequired', { count: kept })
      if (filled.length > 1 || kept > 0)
        say(t('cells.cleared', { count: edits.length }) + left, kept === 0 ? 'done' : 'warning', 'undo')
    },
    forgetCut() {
      const had = cut !== undefined
      setCut(undefined)
      return had
    },
  }
}

/** A selection without the columns of the desk, unless they are all there is. */
function ofCells(selected: SelectedCells | undefined): SelectedCells | undefined {
  if (selected === undefined) return undefined
  const columns = selected.columns.filter(id => deskColumn(id) === undefined)
  return columns.length === 0 ? selected : { ...selected, columns }
}

/** The cells of a selection that hold something, to be emptied. */
function filledCells({ view }: ActionSetting, { rows, columns }: SelectedCells): CellEdit[] {
  const { sheet } = view.session
  return rows.flatMap(row =>
    columns.flatMap((column): CellEdit[] => {
      const value = sheet.value(row, column)
      return value === null || value === '' ? [] : [{ row, column, value: null }]
    }),
  )
}

/** Whether two texts are the same but for how their lines end, which some systems change on the way. */
const sameText = (a: string, b: string): boolean => a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n')

/** The table on the clipboard: its HTML when there is one, which keeps line breaks apart, otherwise its text. */
function tableOf({ text, html }: Copied): string[][] | undefined {
  const table = html === '' ? undefined : readHtmlTable(html)
  if (table !== undefined) return table
  return text === '' ? undefined : decodeTsv(text).map(line => line.map(unguard))
}
