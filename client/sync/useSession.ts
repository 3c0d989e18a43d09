import { useSyncExternalStore } from 'react'
import type { HeldEdit, Peer, SaveState, SheetSession } from '../sync/session.ts'

/** What is true about saving, followed. */
export const useSaveState = (session: SheetSession): SaveState =>
  useSyncExternalStore(
    listener => session.subscribe(listener),
    () => session.saveState(),
  )

/** Who else is in this sheet, followed. */
export const usePeers = (session: SheetSession): readonly Peer[] =>
  useSyncExternalStore(
    listener => session.subscribe(listener),
    () => session.peers(),
  )

/** The edits the server refused, followed. */
export const useHeld = (session: SheetSession): readonly HeldEdit[] =>
  useSyncExternalStore(
    listener => session.subscribe(listener),
    () => session.held(),
  )
