/** Puts the sheet into a peer over the wire, as its own client library does it. Our server makes its own. */
import { setTimeout as pause } from 'node:timers/promises'
import { openClient } from '../clients/SheetClient.ts'
import { sheetRows } from '../content/sheet.ts'
import type { RunningServer } from '../process/server.ts'

/** How long a peer may take to show the sheet to a second client. */
const PATIENCE_MS = 60_000

/** Fills the sheet and waits until a client that joins afterwards gets all of it. Throws when it does not within a minute. */
export async function fillSheet({ target, address }: RunningServer, rows: number): Promise<void> {
  if (target.layout === 'gongji') return
  const writer = openClient(target, address, 0)
  await writer.synced
  await writer.write(sheetRows(rows))
  const before = performance.now()
  while ((await rowsSeen({ target, address })) < rows) {
    if (performance.now() - before > PATIENCE_MS) throw new Error(`${target.title} does not give the sheet back`)
    await pause(250)
  }
  writer.close()
}

async function rowsSeen({ target, address }: Pick<RunningServer, 'target' | 'address'>): Promise<number> {
  const reader = openClient(target, address, 1)
  await reader.synced
  const seen = reader.view().gridRows().length
  reader.close()
  return seen
}
