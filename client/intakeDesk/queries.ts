import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SOURCES } from '../../shared/protocol/forms.ts'
import {
  type Decision,
  decisionOutcomes,
  type INBOX_STATES,
  inboxCount,
  inboxPage,
  rowOrigins,
  submissionDetail,
} from '../../shared/protocol/intake.ts'
import { useServices } from '../app/services.ts'

/** How often a page that is looked at asks what has come in, ms. */
const REFRESH_MS = 10_000
const PAGE = 50

const at = (operation: string, rest = ''): string => `operations/${encodeURIComponent(operation)}/submissions${rest}`

/** What the inbox is asked to show. */
export interface InboxFilter {
  readonly state: (typeof INBOX_STATES)[number]
  readonly source?: (typeof SOURCES)[number]
  readonly form?: string
  readonly community?: string
}

/** How many wait, and what there is to filter by. */
export function useInboxCount(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['submissions', operation, 'count'],
    staleTime: 0,
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) => api.get(at(operation, '/count'), inboxCount, signal),
  })
}

/** The number beside the page's name. */
export const useInboxWaiting = (operation: string): number | undefined => useInboxCount(operation).data?.waiting

/** The inbox, page by page. */
export function useSubmissions(operation: string, filter: InboxFilter) {
  const { api } = useServices()
  return useInfiniteQuery({
    queryKey: ['submissions', operation, 'list', filter],
    initialPageParam: '',
    staleTime: 0,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value))
      if (pageParam !== '') query.set('cursor', pageParam)
      return api.get(at(operation, `?${query}`), inboxPage, signal)
    },
    getNextPageParam: last => last.next,
  })
}

/** One from all sides. */
export function useSubmission(id: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['submissions', 'one', id],
    staleTime: 0,
    queryFn: ({ signal }) => api.get(`submissions/${encodeURIComponent(id)}`, submissionDetail, signal),
  })
}

/** Decides, and takes decisions back; the inbox is asked anew afterwards. */
export function useDeciding(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: ['submissions'] })
  const decide = useMutation({
    mutationFn: async (decision: Decision) =>
      (await api.post(at(operation, '/decisions'), decision, decisionOutcomes)).items,
    onSettled,
  })
  const undo = useMutation({
    mutationFn: async (ids: readonly string[]) =>
      (await api.post(at(operation, '/undo'), { ids }, decisionOutcomes)).items,
    onSettled,
  })
  return { decide, undo }
}

/** What a row came from or was given. */
export function useRowOrigins(sheet: string, row: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['submissions', 'origins', sheet, row],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const path = `sheets/${encodeURIComponent(sheet)}/rows/${encodeURIComponent(row)}/origins`
      return (await api.get(path, rowOrigins, signal)).items
    },
  })
}
