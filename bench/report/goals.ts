/** What was set out to be reached, beside what was measured. Nothing here fails a run: the bench prints, people judge. */
import type { LiveResult } from '../parts/live.ts'
import type { Results } from '../results.ts'
import { figure, table } from './table.ts'

interface Goal {
  readonly what: string
  readonly reach: string
  readonly measured: string
  readonly verdict: string
}

/** Every goal for which something was measured, as a table. */
export const goalsTable = (results: Results): string =>
  table(
    ['goal:', 'reach:', 'measured:', 'verdict:'],
    goalsOf(results).map(({ what, reach, measured, verdict }) => [what, reach, measured, verdict]),
  )

function goalsOf(results: Results): Goal[] {
  return [
    ...besidePeer(results.live),
    ...alone(results.live),
    ...joins(results),
    ...aged(results),
    ...kills(results),
    ...pages(results),
  ]
}

function atMost(what: string, measured: number | null, limit: number, unit: string, limitName = ''): Goal {
  const over = measured === null ? Number.POSITIVE_INFINITY : measured - limit
  const missed =
    measured === null
      ? 'missed: nothing arrived'
      : `missed by ${figure(over)} ${unit} (${figure((100 * over) / limit)} %)`
  const reach = `≤ ${figure(limit)} ${unit}${limitName}`
  return { what, reach, measured: `${figure(measured)} ${unit}`, verdict: over <= 0 ? 'met' : missed }
}

const find = (live: Results['live'], server: string, clients: number): LiveResult | undefined =>
  live.find(result => result.server === server && result.clients === clients)

function besidePeer(live: Results['live']): Goal[] {
  return live
    .filter(({ server }) => server === 'gongji')
    .flatMap(ours => {
      const peer = find(live, 'hocuspocus', ours.clients)
      return peer === undefined ? [] : compare(ours, peer)
    })
}

function compare(ours: LiveResult, peer: LiveResult): Goal[] {
  const people = `${ours.clients} editors`
  const core = atMost(`${people}: core`, ours.serverCpuPercent, peer.serverCpuPercent, '%', ' (Hocuspocus)')
  // Nothing of the peer's arrived: there is no figure to be held to.
  if (peer.p50 === null || peer.p95 === null || peer.p99 === null) return []
  if (ours.clients >= 200) return [atMost(`${people}: p95`, ours.p95, peer.p95, 'ms', ' (Hocuspocus)'), core]
  return [
    core,
    atMost(`${people}: p99`, ours.p99, peer.p99, 'ms', ' (Hocuspocus)'),
    atMost(
      `${people}: p95`,
      ours.p95,
      peer.p95 + ours.fsyncP95,
      'ms',
      ` (Hocuspocus and one fsync, p95 ${figure(ours.fsyncP95)})`,
    ),
  ]
}

const LOADS = [
  { clients: 1000, p95: 45, core: 50 },
  { clients: 1500, p95: 60, core: 60 },
  { clients: 2000, p95: 250, core: undefined },
] as const

function alone(live: Results['live']): Goal[] {
  return LOADS.flatMap(({ clients, p95, core }) => {
    const ours = find(live, 'gongji', clients)
    if (ours === undefined) return []
    const goals = [atMost(`${clients} editors: p95`, ours.p95, p95, 'ms')]
    return core === undefined ? goals : [...goals, atMost(`${clients} editors: core`, ours.serverCpuPercent, core, '%')]
  })
}

function joins({ join }: Results): Goal[] {
  const limits: Readonly<Record<number, number>> = { 10000: 60, 100000: 900 }
  return join
    .filter(({ server }) => server === 'gongji')
    .map(({ rows, built }) => atMost(`opening ${rows} rows`, built, limits[rows] ?? Number.NaN, 'ms'))
}

function aged({ million }: Results): Goal[] {
  return million
    .filter(({ layout }) => layout === 'gongji')
    .flatMap(({ edits, documentBytes, load }) => [
      atMost(`document after ${edits} edits`, documentBytes / 1e6, 3.6, 'MB'),
      atMost(`its load`, load, 100, 'ms'),
    ])
}

function kills({ kill }: Results): Goal[] {
  return kill
    .filter(({ server }) => server === 'gongji')
    .map(({ trials, lost, edits }) => ({
      what: `visible edits lost in ${trials} kills`,
      reach: '0',
      measured: `${lost} of ${edits}`,
      verdict: lost === 0 ? 'met' : `missed by ${lost}`,
    }))
}

function pages({ page }: Results): Goal[] {
  return page.flatMap(({ rows, framesPerSecond, editorKept, paste, pasteUpdates, rowKept }) => [
    {
      what: `page, ${rows} rows: frames/s scrolling`,
      reach: '≥ 50',
      measured: framesPerSecond.toFixed(0),
      verdict: framesPerSecond >= 50 ? 'met' : `missed by ${(50 - framesPerSecond).toFixed(0)}`,
    },
    {
      what: `page, ${rows} rows: an open editor under 500 edits/s`,
      reach: 'kept, in place',
      measured: editorKept ? 'kept' : 'lost or moved',
      verdict: editorKept ? 'met' : 'missed',
    },
    {
      what: `page, ${rows} rows: the row under the cursor, sorted and grouped, under 500 edits/s`,
      reach: 'in place',
      measured: rowKept ? 'in place' : 'moved',
      verdict: rowKept ? 'met' : 'missed',
    },
    atMost(`page, ${rows} rows: 10,000 cells pasted and painted`, paste, 1_000, 'ms'),
    atMost(`page, ${rows} rows: updates sent for that paste`, pasteUpdates, 1, ''),
  ])
}
