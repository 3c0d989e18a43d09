/** What a process and its children have used, from /proc. Linux only; elsewhere every figure is 0 and the tables show it. */
import { readFileSync } from 'node:fs'

/** Clock ticks a second in /proc/<pid>/stat: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

export interface Usage {
  /** User and system time so far, milliseconds. */
  readonly cpuMs: number
  /** Memory now and at its highest, MiB. */
  readonly residentMb: number
  readonly peakMb: number
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // the process is gone, or this is not Linux
  }
}

/** The process and everything it started. */
function tree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)
  return [pid, ...children.flatMap(tree)]
}

function cpuOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  // The second field is the command in brackets and may hold spaces: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / TICKS_PER_SECOND
}

const kilobytes = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)

/** What this process and its children have used until now. */
export function usageOf(pid: number): Usage {
  let cpuMs = 0
  let resident = 0
  let peak = 0
  for (const each of tree(pid)) {
    const status = read(`/proc/${each}/status`)
    cpuMs += cpuOf(each)
    resident += kilobytes(status, 'VmRSS')
    peak += kilobytes(status, 'VmHWM')
  }
  return { cpuMs, residentMb: resident / 1024, peakMb: peak / 1024 }
}

/** What all processes of the machine have used, kernel work for no process left out, milliseconds. */
export function machineCpuMs(): number {
  const [, user, nice, system] = (read('/proc/stat').split('\n')[0] ?? '').split(/\s+/).map(Number)
  return (((user ?? 0) + (nice ?? 0) + (system ?? 0)) * 1000) / TICKS_PER_SECOND
}
