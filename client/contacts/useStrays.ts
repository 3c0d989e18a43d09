import { useEffect, useMemo } from 'react'
import type { SheetSession } from '../sync/session.ts'
import { StrayWatch } from './StrayWatch.ts'

/** The watch over what this person writes into the sheet; it sleeps for who could not move anything. */
export function useStrays(session: SheetSession, mayKeep: boolean): StrayWatch {
  const watch = useMemo(() => new StrayWatch(session), [session])
  const awake = mayKeep && !session.readOnly
  useEffect(() => (awake ? watch.start() : undefined), [watch, awake])
  return watch
}
