import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SheetView } from '../grid/SheetView.ts'
import { followSaved } from './followSaved.ts'

/**
 * Asks for the history of a row anew after it changed. The history is what is on the server's disk, and a change of one's own is on screen
 * before that, so the question is asked again when the badge says saved.
 */
export function useFreshHistory(view: SheetView, sheetId: string, row: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const ask = (): void => void client.invalidateQueries({ queryKey: ['history', sheetId, row] })
    return followSaved(view, row, ask)
  }, [client, view, sheetId, row])
}
