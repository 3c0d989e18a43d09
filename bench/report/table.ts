/** Markdown tables of the parts. */
import type { Machine } from '../machine.ts'
import { hasFailed, type LiveResult } from '../parts/live.ts'
import type { Results } from '../results.ts'
import { TARGETS } from '../targets.ts'

/** A table whose columns are text when their head ends with `:`, numbers to the right otherwise. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  const names = heads.map(head => head.replace(/:$/, ''))
  const rule = heads.map(head => (head.endsWith(':') ? '---' : '--:'))
  return [line(names), line(rule), ...rows.map(line)].join('\n')
}

/** A figure with one digit behind the point below 100, none above; a dash for none. */
export const figure = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : value < 100 ? value.toFixed(1) : value.toFixed(0)

const rankOf = (server: string): number => TARGETS.findIndex(({ id }) => id === server)

export function liveTable(live: Results['live']): string {
  const heads = [
    'server:',
    'clients',
    'delivered %',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'max ms',
    'core %',
    'peak MB',
    'frames/s',
  ]
  const sorted = live.toSorted((a, b) => rankOf(a.server) - rankOf(b.server) || a.clients - b.clients)
  const rows = sorted.map(r => [
    [r.title, ...remarks(r)].join('; '),
    r.clients,
    figure(r.deliveredPercent),
    ...[r.p50, r.p95, r.p99, r.max].map(figure),
    r.serverCpuPercent.toFixed(0),
    r.serverPeakMb.toFixed(0),
    r.framesPerSecond.toFixed(0),
    `${r.generatorCpuPercent.toFixed(0)}${r.saturated ? ' (at its limit)' : ''}`,
    figure(r.generatorLagP99),
    r.othersCpuPercent.toFixed(0),
  ])
  return table([...heads, 'generator core %', 'its lag p99 ms', 'others core %'], rows)
}

/** What a reader must know of a run beside its figures. */
function remarks(run: LiveResult): string[] {
  const closed = Object.entries(run.closed).map(([code, count]) => `${count} closed with ${code}`)
  const replayed = run.replayed > 0 ? [`${run.replayed} edits written again after a fold`] : []
  const note = run.note === undefined ? [] : [run.note]
  return [...(hasFailed(run) ? ['**fails**'] : []), ...note, ...closed, ...replayed]
}

export function joinTable(join: Results['join']): string {
  const sorted = join.toSorted((a, b) => a.rows - b.rows || rankOf(a.server) - rankOf(b.server))
  const rows = sorted.map(r => [
    r.title,
    r.rows,
    ms(r.synced),
    ms(r.built),
    r.each.map(ms).join(', '),
    ms(r.serverPeakMb),
  ])
  return table(['server:', 'rows', 'in sync ms', 'rows built ms', 'each time', 'server peak MB'], rows)
}

const LAYOUT_NAMES = {
  gongji: 'Gongji: blocks and generations, folded',
  nested: 'nested Y.Maps',
  json: 'JSON',
} as const

export function millionTable(million: Results['million']): string {
  const rows = million.map(r => [
    LAYOUT_NAMES[r.layout],
    r.edits,
    (r.documentBytes / 1e6).toFixed(2),
    (r.jsonBytes / 1e6).toFixed(2),
    ms(r.load),
    ms(r.built),
    ms(r.residentMb),
    r.folds,
    ms(r.longestFoldStep),
  ])
  const heads = ['layout:', 'edits', 'document MB', 'as JSON arrays MB', 'load ms', 'rows built ms', 'process MB']
  return table([...heads, 'folds', 'longest fold step ms'], rows)
}

export function killTable(kill: Results['kill']): string {
  const rows = kill.map(r => [
    r.title,
    r.trials,
    `${r.lost} of ${r.edits}`,
    r.lastLost,
    r.lastLostAcknowledged ?? 'never says',
    spread(r.lostEach),
  ])
  const heads = ['server:', 'trials', 'edits lost', 'trials that lost the edit just seen', 'of those, acknowledged']
  return table([...heads, 'lost per trial'], rows)
}

export function intakeTable(intake: Results['intake']): string {
  const rows = intake
    .toSorted((a, b) => a.perMinute - b.perMinute)
    .map(r => [
      r.perMinute,
      r.editors,
      r.editorsP95 === null ? '–' : r.editorsP95.toFixed(1),
      `${r.deliveredPercent.toFixed(1)} %`,
      `${r.accepted} of ${r.accepted + r.refused}`,
      r.submissionsP95 === null ? '–' : r.submissionsP95.toFixed(1),
    ])
  const heads = ['submissions a minute', 'editors', "editors' p95 ms", 'delivered', 'kept', 'answered p95 ms']
  return table(heads, rows)
}

export function pageTable(page: Results['page']): string {
  const rows = page
    .toSorted((a, b) => a.rows - b.rows)
    .map(r => [
      r.rows,
      r.opened.map(ms).join(', '),
      r.framesPerSecond.toFixed(0),
      ms(r.slowestFrame),
      r.remoteEdits.toFixed(0),
      r.editorKept ? 'yes' : '**no**',
      r.framesWhileEdited.toFixed(0),
      ms(r.paste),
      r.pasteUpdates,
      ms(r.sorted),
      ms(r.grouped),
      r.framesWhileArranged.toFixed(0),
      r.rowKept ? 'yes' : '**no**',
    ])
  const heads = [
    'rows',
    'first rows on screen ms, each time',
    'frames/s scrolling',
    'slowest frame ms',
    'remote edits/s',
  ]
  return table(
    [
      ...heads,
      'open editor kept',
      'frames/s meanwhile',
      'paste of 10,000 cells painted ms',
      'updates sent for it',
      'sorted ms',
      'grouped ms',
      'frames/s sorted and grouped, under edits',
      'row under the cursor kept',
    ],
    rows,
  )
}

/** `20 × 8` rather than eight times 20. */
function spread(values: readonly number[]): string {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, times]) => `${value} × ${times}`).join(', ')
}

/** The machine and versions, as lines of text. */
export function machineText(machine: Machine): string {
  const pinned = machine.pinned
    ? 'server pinned to core 0, clients to core 1'
    : 'NOT pinned (no taskset): server and clients shared the cores'
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GiB, ${machine.kernel}; Node ${machine.node}; ${pinned}.`,
    `${versions.join(', ')}.`,
  ].join('\n')
}

const ms = (value: number): string => value.toFixed(0)
