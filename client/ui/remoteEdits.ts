/** Gathers what colleagues have changed on a sheet into one sentence's worth at a time (REACH-2). */
import { cellKey, RESERVED_COLUMNS, ROW_EXISTS } from '../../shared/sheet/cell.ts'
import type { SheetChange } from '../../shared/sheet/SheetDocument.ts'
import { followSheet } from '../row/useCell.ts'
import type { SheetSession } from '../sync/session.ts'

/** What colleagues have done since the last time it was told. */
export interface RemoteEdits {
  /** As the server names them, of those still here; in no order that means anything. */
  readonly names: readonly string[]
  readonly cells: number
  readonly rows: number
}

/** Milliseconds from the first edit to its telling, so that one wish is told as one. */
const GATHER = 2_000
/** Milliseconds between two tellings: hundreds of edits a second become one sentence. */
const PACE = 10_000
/** Cells of one change that are looked at one by one; the rest of a bulk is only counted. */
const LOOKED_AT = 500

/** Calls `tell` with what colleagues changed, at most every ten seconds. One's own edits and what comes with opening are not told. Returns how to stop. */
export function followRemoteEdits(session: SheetSession, tell: (edits: RemoteEdits) => void): () => void {
  let names = new Set<string>()
  let cells = 0
  let rows = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = GATHER
  const flush = (): void => {
    timer = undefined
    if (cells + rows === 0) {
      pause = GATHER
      return
    }
    tell({ names: [...names], cells, rows })
    names = new Set()
    cells = 0
    rows = 0
    pause = PACE
    timer = setTimeout(flush, PACE)
  }
  const stop = followSheet(session, change => {
    const { kind } = session.saveState()
    if (change === undefined || (kind !== 'saved' && kind !== 'saving')) return
    const { changed, added, clients } = byOthers(session, change)
    if (changed + added === 0) return
    cells += changed
    rows += added
    for (const { client, name } of session.peers()) if (clients.has(client)) names.add(name)
    timer ??= setTimeout(flush, pause)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

/** How many cells and rows of this change others have written, and by which Yjs clients. */
function byOthers({ sheet }: SheetSession, { updated, added: addedRows }: SheetChange) {
  const clients = new Set<number>()
  const own = sheet.doc.clientID
  const written = (row: string, column: string): boolean => {
    const client = sheet.newest?._map.get(cellKey(row, column))?.id.client
    if (client === undefined || client === own) return false
    clients.add(client)
    return true
  }
  let changed = 0
  let added = 0
  let looked = 0
  for (const [row, columns] of updated)
    for (const column of columns) {
      if (looked++ > LOOKED_AT || RESERVED_COLUMNS.has(column)) continue
      if (written(row, column)) changed++
    }
  for (const row of addedRows) if (looked++ <= LOOKED_AT && written(row, ROW_EXISTS)) added++
  return { changed, added, clients }
}
