/** Holds what a hub has against what was promised. */
import { expect } from 'vitest'
import { readOwner } from '../../server/storage/dataDirectory.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { get, getAll, type HubProcess, type Place } from './hubProcess.ts'
import type { HistoryEntry, Ledger } from './Ledger.ts'
import { PlainClient } from './PlainClient.ts'

/** Every promised (or written) edit is in the rows, in a fresh client's sheet and exactly once in the history; nothing on disk is damaged. */
export async function prove(
  hub: HubProcess,
  place: Place,
  ledger: Ledger,
  which: 'promised' | 'written',
): Promise<void> {
  const { auditor, sheet } = place
  const rows = await getAll<{ id: string; cells: Record<string, Scalar> }>(hub, auditor, `/sheets/${sheet}/rows`)
  const byId = new Map(rows.map(({ id, cells }) => [id, cells]))
  expect(rows.length).toBe(byId.size)
  expect(ledger.missing(byId, which)).toEqual([])
  const history = await getAll<HistoryEntry>(hub, auditor, `/sheets/${sheet}/history`)
  expect(ledger.miscounted(history, which)).toEqual([])
  const fresh = new PlainClient(place, auditor)
  await fresh.caughtUp()
  expect(fresh.doc.store.pendingStructs).toBeNull()
  expect(Object.fromEntries(fresh.sheet.rows().map(row => [row, fresh.sheet.cells(row)]))).toEqual(
    Object.fromEntries(byId),
  )
  fresh.close()
  const operator = (await readOwner(place.dataDir))?.controlToken ?? ''
  expect(await get(hub, operator, '/damages')).toEqual({ items: [] })
}
