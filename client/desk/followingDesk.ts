/** A desk that goes on when its sheet does: under another name, for the same listeners. */
import type { DeskSession } from './DeskSession.ts'

export interface FollowingDesk extends DeskSession {
  /** The sheet has a new edition, and this desk. Nothing when it is the one that is open. */
  follow(document: string): void
}

export function followingDesk(open: (document: string) => DeskSession, document: string): FollowingDesk {
  const listeners = new Map<Parameters<DeskSession['subscribe']>[0], () => void>()
  let name = document
  let now = open(document)
  return {
    get: (kind, row) => now.get(kind, row),
    subscribe(listener) {
      listeners.set(listener, now.subscribe(listener))
      return () => {
        listeners.get(listener)?.()
        listeners.delete(listener)
      }
    },
    follow(next) {
      if (next === name) return
      name = next
      const before = now
      now = open(next)
      for (const [listener, stop] of listeners) {
        stop()
        listeners.set(listener, now.subscribe(listener))
      }
      before.destroy()
    },
    destroy: () => now.destroy(),
  }
}
