import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { pastCells, timeline } from '../../shared/protocol/time.ts'
import { useServices } from '../app/services.ts'
import { SheetView } from '../grid/SheetView.ts'
import { useSaveState } from '../ui/useSession.ts'
import { pastSession } from './PastSession.ts'
import { PastSheet } from './PastSheet.ts'

/** A slider moves faster than a server answers: it is asked once the hand rests this long, milliseconds. */
const REST = 150
/** Bars of the timeline. */
const BARS = 160

/** A value once it has been the same for a moment. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

/** When the sheet was changed, and how much. */
export function useTimeline(sheetId: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['timeline', sheetId],
    staleTime: 0,
    queryFn: ({ signal }) =>
      api.get(`sheets/${encodeURIComponent(sheetId)}/timeline?buckets=${BARS}`, timeline, signal),
  })
}

/** The past sheet in a view of its own, made once all that is typed here is saved; undefined until then. */
export function usePastView(live: SheetView): { readonly past: PastSheet; readonly view: SheetView } | undefined {
  const saved = useSaveState(live.session).kind === 'saved'
  const [made, setMade] = useState<{ readonly past: PastSheet; readonly view: SheetView }>()
  const begin = saved || made !== undefined
  useEffect(() => {
    if (!begin) return
    const past = new PastSheet(live.session.sheet)
    const view = new SheetView(pastSession(past.sheet))
    setMade({ past, view })
    return () => {
      view.destroy()
      past.destroy()
    }
  }, [begin, live])
  return made
}

/** Lays the values of `at` (milliseconds) over the past sheet. `shown` is the moment on screen. */
export function usePastValues(sheetId: string, at: number | undefined, made: ReturnType<typeof usePastView>) {
  const { api } = useServices()
  const rested = useRested(at)
  const query = useQuery({
    queryKey: ['past', sheetId, rested],
    enabled: rested !== undefined,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get(
        `sheets/${encodeURIComponent(sheetId)}/past?at=${new Date(rested ?? 0).toISOString()}`,
        pastCells,
        signal,
      ),
  })
  const [shown, setShown] = useState<{ readonly at: number; readonly differing: number }>()
  const { data } = query
  useEffect(() => {
    if (made === undefined || data === undefined) return
    made.past.show(data.rows)
    made.view.feed.flush()
    made.view.markFound(({ row, column }) => (made.past.differs(row, column) ? 'found' : undefined))
    setShown({ at: Date.parse(data.at), differing: made.past.differing })
  }, [made, data])
  return { shown, error: query.error, retry: () => void query.refetch() }
}
