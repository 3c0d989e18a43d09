/** What the disk asks for durability: the time of one small append and fsync, which is what an edit here waits for before anyone sees it. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Enough for a 95th percentile, few enough to take a fraction of a second. */
const TIMES = 200
/** About what the log writes for a window. */
const BYTES = 8192

/** The 95th percentile of appending 8 KiB to a file in this folder and having them on the disk, ms. */
export function fsyncP95(folder: string): number {
  const file = openSync(join(folder, 'fsync-probe'), 'a')
  const block = Buffer.alloc(BYTES, 0x20)
  const times: number[] = []
  for (let i = 0; i < TIMES; i++) {
    const start = performance.now()
    writeSync(file, block)
    fsyncSync(file)
    times.push(performance.now() - start)
  }
  closeSync(file)
  return times.sort((a, b) => a - b)[Math.floor(TIMES * 0.95)] ?? Number.NaN
}
