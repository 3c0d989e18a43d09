/**
 * Reading SQLite's write-ahead log before SQLite does (format: sqlite.org/fileformat2.html, section 4). SQLite takes the frames up to the
 * first damaged one and silently forgets the rest: right for the torn end a power cut leaves, wrong for damage further ahead, behind which
 * confirmed edits stand. Each commit is flushed before the next is written, so a torn end holds the marks of one commit at most.
 */
import { readFile } from 'node:fs/promises'

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC = 0x377f0682

/** Readings of a log that another process keeps changing, at most. */
const READINGS = 5

/**
 * What is wrong with the log beside a database file; `undefined` when it is sound, ends in a torn commit, or is not there.
 * A log another process is writing may be caught in the middle, so damage counts when two readings agree.
 */
export async function damageOfWal(databaseFile: string): Promise<string | undefined> {
  let last: Uint8Array | undefined
  for (let reading = 0; reading < READINGS; reading++) {
    const bytes = await readLog(databaseFile)
    const damage = bytes === undefined ? undefined : damageOfFrames(bytes)
    if (damage === undefined || bytes === undefined) return undefined
    if (last !== undefined && Buffer.compare(last, bytes) === 0) return damage
    last = bytes
  }
  return undefined
}

const readLog = (databaseFile: string): Promise<Uint8Array | undefined> =>
  readFile(`${databaseFile}-wal`).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })

/** The same for the bytes of a log. */
export function damageOfFrames(bytes: Uint8Array): string | undefined {
  if (bytes.length <= HEADER) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const littleEndian = (view.getUint32(0) & 1) === 0
  const header = checksum(view, 0, HEADER - 8, [0, 0], littleEndian)
  if ((view.getUint32(0) & ~1) !== MAGIC || !same(header, sumAt(view, HEADER - 8)))
    return 'the head of the write-ahead log is damaged'
  return damageAfter(view, header, littleEndian)
}

type Sum = readonly [number, number]

const sumAt = (view: DataView, at: number): Sum => [view.getUint32(at), view.getUint32(at + 4)]
const same = (a: Sum, b: Sum): boolean => a[0] === b[0] && a[1] === b[1]

/** SQLite's own running sum over 32-bit words, `length` a multiple of 8. */
function checksum(view: DataView, from: number, length: number, start: Sum, littleEndian: boolean): Sum {
  let [a, b] = start
  for (let at = from; at < from + length; at += 8) {
    a = (a + view.getUint32(at, littleEndian) + b) >>> 0
    b = (b + view.getUint32(at + 4, littleEndian) + a) >>> 0
  }
  return [a, b]
}

/** Walks the frames; from the first unsound one on, counts the commits that were written in the same round of the log (its salts). */
function damageAfter(view: DataView, header: Sum, littleEndian: boolean): string | undefined {
  const page = view.getUint32(8)
  const salts = sumAt(view, 16)
  let sum = header
  let broken: number | undefined
  let lost = 0
  let frame = 1
  for (let at = HEADER; at + FRAME_HEADER + page <= view.byteLength; at += FRAME_HEADER + page, frame++) {
    const current = same(sumAt(view, at + 8), salts)
    if (broken === undefined) {
      const next = checksum(view, at + FRAME_HEADER, page, checksum(view, at, 8, sum, littleEndian), littleEndian)
      if (current && same(next, sumAt(view, at + 16))) sum = next
      else broken = frame
    }
    if (broken !== undefined && current && view.getUint32(at + 4) !== 0) lost++
  }
  return lost > 1 ? `the write-ahead log is damaged at frame ${broken}, before ${lost} commits` : undefined
}
