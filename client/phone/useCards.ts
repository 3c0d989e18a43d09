import { useEffect, useMemo, useRef, useState } from 'react'
import { Temporal } from 'temporal-polyfill'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import { Arranger } from '../../shared/views/Arranger.ts'
import { cellOrder } from '../../shared/views/cellOrder.ts'
import type { ViewContent } from '../../shared/views/content.ts'
import { joinedSheet } from '../desk/joinedSheet.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { RowTexts, wordsOf } from './RowTexts.ts'

/** Which rows are wanted and in what order. `view`: filters and sorts kept under a name, applied first. `choices`: column id → the choice its cell must hold. */
export interface Wanted {
  readonly view: ViewContent | undefined
  readonly words: string
  readonly choices: Readonly<Record<string, string>>
  /** Sorted by this column, most pressing choice first; in the order of the sheet without one. */
  readonly sortBy: string | undefined
}

export const EVERYTHING: Wanted = { view: undefined, words: '', choices: {}, sortBy: undefined }

export const isNarrowed = ({ view, words, choices }: Wanted): boolean =>
  words.trim() !== '' || Object.keys(choices).length > 0 || (view?.filters.length ?? 0) > 0

/** Milliseconds a change may wait before the cards show it: hundreds of edits a second are painted together. */
const PACE = 120

/** The ids of the rows to show, in order, following the sheet. The same array until it is another list. */
export function useCards(
  view: SheetView,
  columns: readonly Column[],
  wanted: Wanted,
  language: Language,
  zone: string,
): readonly string[] {
  const texts = useMemo(() => new RowTexts(columns, language, zone), [columns, language, zone])
  const [version, setVersion] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = view.onChange(change => {
      texts.forget(change)
      timer ??= setTimeout(() => {
        timer = undefined
        setVersion(count => count + 1)
      }, PACE)
    })
    // What changed between the painting and now.
    setVersion(count => count + 1)
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [view, texts])
  const last = useRef<readonly string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what the sheet holds
  return useMemo(() => {
    const next = rowsWanted(view, columns, wanted, texts, { language, zone })
    const same = next.length === last.current.length && next.every((row, i) => row === last.current[i])
    if (!same) last.current = next
    return last.current
  }, [view, columns, wanted, texts, language, zone, version])
}

/** The rows that have every word and every choice asked for. */
function rowsWanted(
  view: SheetView,
  columns: readonly Column[],
  { view: content, words, choices, sortBy }: Wanted,
  texts: RowTexts,
  { language, zone }: { readonly language: Language; readonly zone: string },
): readonly string[] {
  const all = wordsOf(words)
  const asked = Object.entries(choices)
  const { sheet } = view.session
  const viewed = content === undefined ? sheet.rows() : rowsOfView(view, columns, content, language, zone)
  const rows =
    all.length === 0 && asked.length === 0
      ? viewed
      : viewed.filter(
          row => asked.every(([column, choice]) => view.value(row, column) === choice) && texts.has(sheet, row, all),
        )
  const column = columns.find(({ id }) => id === sortBy)
  if (column === undefined) return rows
  const compare = cellOrder(column, language)
  return rows.toSorted((a, b) => compare(view.value(a, column.id), view.value(b, column.id)))
}

/** The rows a view shows, in its order; its groups one after the other. */
function rowsOfView(
  view: SheetView,
  columns: readonly Column[],
  content: ViewContent,
  language: Language,
  zone: string,
): readonly string[] {
  const arranger = new Arranger(joinedSheet(view.session.sheet, (row, column) => view.value(row, column)))
  arranger.configure(content, columns, { language, zone, today: Temporal.Now.plainDateISO(zone).toString() })
  return arranger.active ? [...arranger.rows()] : view.session.sheet.rows()
}
