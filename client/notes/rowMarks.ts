/**
 * Beside the numbers of rows people talk about (docs/SPEC.md NOTE-24): how many threads are not settled, or that there is a note. One small style
 * sheet by the ids the grid puts on its rows, as presence and conflicts are drawn: a mark costs the grid nothing.
 */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { rowMarks } from '../../shared/protocol/notes.ts'
import { useServices } from '../app/services.ts'
import { cssString } from '../ui/cssString.ts'

type RowMark = z.infer<typeof rowMarks>['items'][number]

/** Colleagues comment while one looks on: asked again so often, ms. */
const FRESH = 20_000

/** What a mark says: to the eye, and to who listens. */
interface Saying {
  readonly sign: string
  readonly words: string
}

/** One rule for all rows that are marked alike. */
export function rowMarkRules(marks: readonly RowMark[], say: (mark: RowMark) => Saying): string {
  const alike = new Map<string, { readonly saying: Saying; readonly rows: string[] }>()
  for (const mark of marks) {
    const saying = say(mark)
    const group = alike.get(saying.words) ?? { saying, rows: [] }
    group.rows.push(mark.row)
    alike.set(saying.words, group)
  }
  return [...alike.values()]
    .map(({ saying: { sign, words }, rows }) => {
      const cells = rows.map(row => `.ag-row[row-id=${cssString(row)}] .row-number::after`)
      return `${cells.join(',\n')} { content: ${cssString(sign)} / ${cssString(words)}; }`
    })
    .join('\n')
}

/** Draws the marks of the sheet on screen. */
export function useRowMarks(sheet: string): void {
  const { api } = useServices()
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['rowMarks', sheet],
    staleTime: 0,
    refetchInterval: FRESH,
    queryFn: async ({ signal }) =>
      (await api.get(`sheets/${encodeURIComponent(sheet)}/row-marks`, rowMarks, signal)).items,
  })
  useEffect(() => {
    if (data === undefined) return undefined
    const style = new CSSStyleSheet()
    style.replaceSync(
      rowMarkRules(data, ({ open }) =>
        open > 0
          ? { sign: open > 9 ? '9+' : String(open), words: t('notes.markThreads', { count: open }) }
          : { sign: '✎', words: t('notes.markNote') },
      ),
    )
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter(other => other !== style)
    }
  }, [data, t])
}
