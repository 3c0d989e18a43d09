import { useEffect, useState } from 'react'
import type { Column } from '../../shared/schema/column.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useStoreValue } from '../ui/valueStore.ts'

/** The columns to show: new ones once nobody types in the grid, so that no editor is closed under somebody's hands. */
export function useSettledColumns(view: SheetView, columns: readonly Column[]): readonly Column[] {
  const grid = useStoreValue(view.grid)
  const [shown, setShown] = useState(columns)
  useEffect(() => {
    if (columns === shown) return
    if (grid === undefined || grid.getEditingCells().length === 0) return setShown(columns)
    // The editor hands its text over before the columns change.
    const settle = (): void => queueMicrotask(() => setShown(columns))
    grid.addEventListener('cellEditingStopped', settle)
    return () => grid.removeEventListener('cellEditingStopped', settle)
  }, [columns, shown, grid])
  return shown
}
