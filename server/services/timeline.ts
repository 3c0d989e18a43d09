/** The past of a sheet as the time slider asks for it (docs/SPEC.md TIME-10, TIME-11). */
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import type { pastCells, pastQuery, Timeline, timelineQuery } from '../../shared/protocol/time.ts'
import { changesPerPart, span } from '../storage/moments.ts'
import type { Store } from '../storage/Store.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** When how much was changed. Throws HubError `bad-request` when `to` is not after `from`. */
export async function timelineOf(
  store: Store,
  sheet: string,
  { from, to, buckets }: z.infer<typeof timelineQuery>,
): Promise<Timeline> {
  const whole = await span(store, sheet)
  if (whole === undefined) return { first: null, last: null, from: null, to: null, counts: [] }
  const start = from === undefined ? whole.first : Date.parse(from)
  const end = to === undefined ? whole.last + 1 : Date.parse(to)
  if (end <= start) throw new HubError('bad-request', 'query.to: not after from')
  const width = Math.max(1, Math.ceil((end - start) / buckets))
  const counts = await changesPerPart(store, sheet, { from: start, width, count: buckets })
  return {
    first: iso(whole.first),
    last: iso(whole.last),
    from: iso(start),
    to: iso(start + width * buckets),
    counts: [...counts],
  }
}

/** What the cells changed since held at a moment. */
export async function pastOf(
  store: Store,
  sheet: string,
  { at, row }: z.infer<typeof pastQuery>,
): Promise<z.infer<typeof pastCells>> {
  const values = await store.valuesAt(sheet, Date.parse(at), row)
  return { at, rows: Object.fromEntries([...values].map(([id, cells]) => [id, Object.fromEntries(cells)])) }
}
