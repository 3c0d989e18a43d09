import { useCallback, useSyncExternalStore } from 'react'
import type { HeldEdit, Peer, SaveState, SheetSession } from '../sync/session.ts'

/** Colleagues move all the time; names and cursors are painted at most this often, in milliseconds. */
const PRESENCE_PACE = 120

/** Calls the listener after changes of the session, at most once in `pace` milliseconds, the last one always. Returns how to stop. */
export function followSlowly(session: SheetSession, listener: () => void, pace = PRESENCE_PACE): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = session.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      listener()
    }, pace)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

/** Something the session tells about itself, followed. `read` gives the same object until it changes. */
export const useSession = <T>(session: SheetSession, read: (session: SheetSession) => T): T =>
  useSyncExternalStore(
    useCallback(listener => session.subscribe(listener), [session]),
    () => read(session),
  )

/** What is true about saving, followed. */
export const useSaveState = (session: SheetSession): SaveState => useSession(session, s => s.saveState())

/** The edits the server refused, followed. */
export const useHeld = (session: SheetSession): readonly HeldEdit[] => useSession(session, s => s.held())

/** Who else is in this sheet, followed. */
export const usePeers = (session: SheetSession): readonly Peer[] =>
  useSyncExternalStore(
    useCallback(listener => followSlowly(session, listener), [session]),
    () => session.peers(),
  )
