import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { DeskSession } from '../desk/DeskSession.ts'

/** A number that is another one after every change of the desk. */
export function useDeskVersion(desk: DeskSession): number {
  const counted = useMemo(() => ({ desk, version: 0 }), [desk])
  return useSyncExternalStore(
    useCallback(
      listener =>
        counted.desk.subscribe(() => {
          counted.version++
          listener()
        }),
      [counted],
    ),
    () => counted.version,
  )
}
