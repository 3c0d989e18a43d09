import { useCallback, useRef, useSyncExternalStore } from 'react'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetChange, SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { SheetSession } from '../sync/session.ts'

/** Calls the listener after every change of the session's sheet, also once it is another document (`undefined` then). Returns how to stop. */
export function followSheet(session: SheetSession, listener: (change: SheetChange | undefined) => void): () => void {
  const follow = (sheet: SheetDocument): (() => void) => sheet.onChange(listener)
  let stopSheet = follow(session.sheet)
  const stopReplaced = session.onReplaced(() => {
    stopSheet()
    stopSheet = follow(session.sheet)
    listener(undefined)
  })
  return () => {
    stopSheet()
    stopReplaced()
  }
}

/** A cell's value, followed. */
export function useCell(session: SheetSession, row: string, column: string): Scalar {
  return useSyncExternalStore(
    useCallback(
      listener =>
        followSheet(session, change => {
          if (change === undefined || change.updated.get(row)?.has(column) === true || change.added.includes(row))
            listener()
        }),
      [session, row, column],
    ),
    () => session.sheet.value(row, column),
  )
}

/** A number that is another one after every change of the rows' list or of a row in it; for lists that read the sheet themselves. */
export function useSheetVersion(session: SheetSession): number {
  const version = useRef(0)
  return useSyncExternalStore(
    useCallback(
      listener =>
        followSheet(session, () => {
          version.current++
          listener()
        }),
      [session],
    ),
    () => version.current,
  )
}
