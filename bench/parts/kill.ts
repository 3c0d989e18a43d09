/**
 * Killed right after an edit was visible: client A makes 20 edits 50 ms apart, the server gets SIGKILL the moment client B's sheet shows
 * the 20th, it is started again on the same storage, and a client that was not there before counts what is missing.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { cellKey } from '../../shared/sheet/cell.ts'
import { openClient, type SheetClient } from '../clients/SheetClient.ts'
import { sheetRows } from '../content/sheet.ts'
import type { Form, Options } from '../options.ts'
import { type RunningServer, startServer, withDataFolder } from '../process/server.ts'
import { progress } from '../progress.ts'
import { type Target, targetOf } from '../targets.ts'
import { fillSheet } from './fill.ts'

export interface KillResult {
  readonly server: string
  readonly title: string
  readonly trials: number
  readonly edits: number
  readonly lost: number
  /** Trials in which the edit that client B had just seen was gone. */
  readonly lastLost: number
  /** Of those, in how many the library had said that everything is with the server; undefined where it never says. */
  readonly lastLostAcknowledged: number | undefined
  readonly lostEach: readonly number[]
}

interface Trial {
  readonly missing: readonly number[]
  readonly acknowledged: boolean | undefined
}

const SERVERS: readonly string[] = ['gongji', 'hocuspocus', 'y-websocket-leveldb']
const EDITS = 20
const GAP_MS = 50
/** A small sheet: what is asked here does not depend on its size, and a trial is a start, a kill and a start. */
const ROWS = 200
/** Time for a server that saves later to save the sheet itself before the edits begin (Hocuspocus: 2 to 10 s). */
const SAVED_MS: Readonly<Record<string, number>> = { hocuspocus: 3000 }
/** What a restarted server may take to show what it has. */
const LOADED_MS = 1000

const trialsOf = (form: Form, server: string): number => (form === 'short' ? 2 : server === 'gongji' ? 100 : 8)

export async function* runKill(options: Options): AsyncIterable<KillResult> {
  for (const id of options.servers ?? SERVERS) {
    const target = targetOf(id)
    if (!target.durable) throw new Error(`${target.title} keeps nothing on disk: killing it says nothing`)
    const trials: Trial[] = []
    for (let i = 0; i < trialsOf(options.form, id); i++)
      trials.push(await withDataFolder(folder => trial(target, folder)))
    const result = summarize(target, trials)
    yield result
    progress(`kill ${id}: ${result.lost} of ${result.edits} lost in ${result.trials} trials`)
  }
}

function summarize(target: Target, trials: readonly Trial[]): KillResult {
  const last = trials.filter(({ missing }) => missing.includes(EDITS - 1))
  const says = trials.some(({ acknowledged }) => acknowledged !== undefined)
  const lostEach = trials.map(({ missing }) => missing.length)
  return {
    server: target.id,
    title: target.title,
    trials: trials.length,
    edits: trials.length * EDITS,
    lost: lostEach.reduce((sum, n) => sum + n, 0),
    lastLost: last.length,
    lastLostAcknowledged: says ? last.filter(({ acknowledged }) => acknowledged === true).length : undefined,
    lostEach,
  }
}

async function trial(target: Target, folder: string): Promise<Trial> {
  const wish = { rows: ROWS, members: 3 }
  const first = await startServer(target, folder, wish)
  const acknowledged = await editUntilKilled(first)
  const second = await startServer(target, folder, wish)
  try {
    return { missing: await missingEdits(second), acknowledged }
  } finally {
    await second.kill()
  }
}

const cellOf = (edit: number): { row: string; column: string } => ({
  row: sheetRows(EDITS)[edit]?.id ?? '',
  column: 'note',
})
const textOf = (edit: number): string => `第${edit}次`

/** Gives what the editing client's library last said about its edits being with the server. */
async function editUntilKilled(server: RunningServer): Promise<boolean | undefined> {
  let clients: SheetClient[] = []
  try {
    await fillSheet(server, ROWS)
    clients = [0, 1].map(member => openClient(server.target, server.address, member))
    await Promise.all(clients.map(client => client.synced))
    const [author, reader] = clients
    if (author === undefined || reader === undefined) throw new Error('two clients are needed')
    await pause(SAVED_MS[server.target.id] ?? 500)
    return await editAndKill(server, author, reader)
  } finally {
    for (const client of clients) client.close()
    await server.kill()
  }
}

async function editAndKill(
  server: RunningServer,
  author: SheetClient,
  reader: SheetClient,
): Promise<boolean | undefined> {
  const last = cellOf(EDITS - 1)
  const killedThen = new Promise<boolean | undefined>(resolve =>
    reader.view().onCell(cell => {
      if (cell !== cellKey(last.row, last.column)) return
      process.kill(server.pid, 'SIGKILL')
      const unacknowledged = author.unacknowledged()
      resolve(unacknowledged === undefined ? undefined : !unacknowledged)
    }),
  )
  const sheet = author.view()
  for (let edit = 0; edit < EDITS; edit++) {
    if (edit > 0) await pause(GAP_MS)
    sheet.edit({ ...cellOf(edit), value: textOf(edit) })
  }
  return killedThen
}

async function missingEdits(server: RunningServer): Promise<number[]> {
  const client = openClient(server.target, server.address, 2)
  await client.synced
  await pause(LOADED_MS)
  const sheet = client.view()
  const missing = Array.from({ length: EDITS }, (_, i) => i).filter(
    edit => sheet.value(cellOf(edit).row, cellOf(edit).column) !== textOf(edit),
  )
  client.close()
  return missing
}
