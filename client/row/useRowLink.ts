import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { OpenSheet } from '../app/openSheet.ts'
import { PANEL_OF, tabNamed } from './rowPanels.ts'

/** Opens the row an address names with `row=` and `panel=` (a tab of the drawer), as soon as the sheet knows it (NOTE-23). */
export function useRowLink({ view, columns, show }: OpenSheet): void {
  const [params] = useSearchParams()
  const row = params.get('row')
  const panel = params.get('panel')
  const column = params.get('cell') ?? columns[0]?.id
  useEffect(() => {
    if (row === null || panel === null || column === undefined) return
    const go = (): boolean => {
      if (!view.session.sheet.has(row)) return false
      if (!view.reveal({ row, column })) view.enter({ row, column })
      show(PANEL_OF[tabNamed(panel)])
      return true
    }
    if (go()) return
    const stop = view.onChange(() => {
      if (go()) stop()
    })
    return () => stop()
  }, [view, row, panel, column, show])
}
