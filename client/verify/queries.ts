/** What the page asks and tells about verification. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { StandingName } from '../../shared/domain/verification.ts'
import { rowFile } from '../../shared/protocol/notes.ts'
import {
  type newVerifications,
  rowVerification,
  verificationOutcome,
  verificationQueue,
  withdrawn,
} from '../../shared/protocol/verification.ts'
import { useServices } from '../app/services.ts'

const id = encodeURIComponent
/** Colleagues verify too: the queue is asked again so often, ms. */
const FRESH = 20_000

/** Which rows of the queue: one standing, or what waits for somebody. */
export type QueueFilter = StandingName | 'waiting'

/** Where a row stands and how it came to that; asked anew when `version` is another. */
export function useRowVerification(sheet: string, row: string, enabled = true, version = 0) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['verifications', sheet, row, version],
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled,
    queryFn: ({ signal }) => api.get(`sheets/${id(sheet)}/rows/${id(row)}/verifications`, rowVerification, signal),
  })
}

export function useQueue(operation: string, filter: QueueFilter) {
  const { api } = useServices()
  return useInfiniteQuery({
    queryKey: ['verificationQueue', operation, filter],
    staleTime: 0,
    refetchInterval: FRESH,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams()
      if (filter !== 'waiting') query.set('state', filter)
      if (pageParam !== '') query.set('cursor', pageParam)
      return api.get(`operations/${id(operation)}/verifications?${query}`, verificationQueue, signal)
    },
    getNextPageParam: last => last.next ?? undefined,
  })
}

/** How much waits to be verified in the operation. */
export function useUnverifiedCount(operation: string): number | undefined {
  const { api } = useServices()
  const { data } = useQuery({
    queryKey: ['verificationQueue', operation, 'count'],
    refetchInterval: 3 * FRESH,
    queryFn: ({ signal }) => api.get(`operations/${id(operation)}/verifications?limit=1`, verificationQueue, signal),
  })
  return data === undefined ? undefined : data.counts.unverified + data.counts.stale
}

export type Decision = z.input<typeof newVerifications>

/** Verifies, rejects, takes back; a picture is sent before. Afterwards everything about verification is asked anew. */
export function useDeciding(sheet: string) {
  const { api } = useServices()
  const client = useQueryClient()
  const path = `sheets/${id(sheet)}/verifications`
  const onSuccess = async (): Promise<void> => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['verifications', sheet] }),
      client.invalidateQueries({ queryKey: ['verificationQueue'] }),
    ])
  }
  const decide = useMutation({
    mutationFn: async ({ picture, ...decision }: Decision & { readonly picture?: File | undefined }) => {
      const row = decision.rows[0]?.row
      if (picture === undefined || row === undefined) return api.post(path, decision, verificationOutcome)
      const kept = await api.upload(`sheets/${id(sheet)}/rows/${id(row)}/files`, picture, rowFile, () => undefined)
      return api.post(path, { ...decision, evidence: kept.id }, verificationOutcome)
    },
    onSuccess,
  })
  const withdraw = useMutation({
    mutationFn: (rows: readonly string[]) => api.post(`${path}/withdraw`, { rows }, withdrawn),
    onSuccess,
  })
  return { decide, withdraw }
}
