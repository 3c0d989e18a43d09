/** Who else is in a sheet, read from what the awareness protocol brings. */
import type { Peer } from './session.ts'

/** A peer from an awareness state, which another version of the page may have written. */
export function peerOf(client: number, state: unknown): Peer | undefined {
  if (typeof state !== 'object' || state === null) return undefined
  const { user, cell } = state as {
    user?: { name?: unknown; color?: unknown }
    cell?: { row?: unknown; column?: unknown } | null
  }
  if (typeof user?.name !== 'string' || typeof user.color !== 'string') return undefined
  const { row, column } = cell ?? {}
  return {
    client,
    name: user.name,
    color: user.color,
    cell: typeof row === 'string' && typeof column === 'string' ? { row, column } : undefined,
  }
}
