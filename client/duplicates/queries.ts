import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  dismissed,
  duplicateList,
  duplicatePair,
  type MergeWish,
  mergeInfo,
  mergeList,
  nearList,
} from '../../shared/protocol/duplicates.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { useServices } from '../app/services.ts'

/** Asked anew this often while somebody looks at the page, and for the number beside its name. */
const REFRESH_MS = 10_000
const COUNT_MS = 30_000
const PAGE = 20

export type PairState = 'open' | 'dismissed'

const inSheet = (sheet: string, rest: string): string => `sheets/${encodeURIComponent(sheet)}/${rest}`
const listPath = (operation: string, query: Readonly<Record<string, string>>): string =>
  `operations/${encodeURIComponent(operation)}/duplicates?${new URLSearchParams(query)}`

/** Pairs of rows of the operation that wait, or that somebody has dismissed; likest first. */
export function useDuplicates(operation: string, state: PairState, sheet: string | undefined) {
  const { api } = useServices()
  return useInfiniteQuery({
    queryKey: ['duplicates', operation, state, sheet],
    initialPageParam: '',
    staleTime: 0,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = {
        state,
        limit: String(PAGE),
        ...(sheet === undefined ? {} : { sheet }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      }
      return api.get(listPath(operation, query), duplicateList, signal)
    },
    getNextPageParam: last => last.next,
  })
}

/** How many pairs wait in the operation; undefined until it is known, and for none. */
export function useDuplicateCount(operation: string): number | undefined {
  const { api } = useServices()
  const { data } = useQuery({
    queryKey: ['duplicates', operation, 'count'],
    staleTime: COUNT_MS,
    refetchInterval: COUNT_MS,
    queryFn: async ({ signal }) =>
      (await api.get(listPath(operation, { state: 'open', limit: '1' }), duplicateList, signal)).count,
  })
  return data === 0 ? undefined : data
}

/** Any two rows side by side. */
export function usePair(sheet: string, row: string, other: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['duplicates', 'pair', sheet, row, other],
    staleTime: 0,
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) =>
      api.get(inSheet(sheet, `duplicates?${new URLSearchParams({ row, other })}`), duplicatePair, signal),
  })
}

/** Rows that what is being filled in may be about; not asked while `cells` is undefined. */
export function useNear(sheet: string, row: string, cells: Readonly<Record<string, Scalar>> | undefined) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['near', sheet, row, cells],
    enabled: cells !== undefined,
    staleTime: REFRESH_MS,
    // A hint that does not come is no trouble.
    retry: false,
    queryFn: async () => (await api.post(inSheet(sheet, 'duplicates/near'), { cells, row }, nearList)).items,
  })
}

/** Rows that have been made one, newest first: in the sheet, or with this row. */
export function useMerges(sheet: string, row?: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['duplicates', 'merges', sheet, row],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const query = row === undefined ? '' : `?${new URLSearchParams({ row })}`
      return (await api.get(inSheet(sheet, `merges${query}`), mergeList, signal)).items
    },
  })
}

/** What a person says of two rows. `key` makes trying again after a lost answer the same call. */
export function useDecision(sheet: string) {
  const { api } = useServices()
  const client = useQueryClient()
  const onSettled = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['duplicates'] })
    await client.invalidateQueries({ queryKey: ['history', sheet] })
  }
  const dismiss = useMutation({
    mutationFn: ({ rows, undo }: { readonly rows: readonly [string, string]; readonly undo: boolean }) =>
      api.post(inSheet(sheet, 'duplicates/dismissals'), { rows, undo }, dismissed),
    onSettled,
  })
  const merge = useMutation({
    mutationFn: ({ wish, key }: { readonly wish: MergeWish; readonly key: string }) =>
      api.post(inSheet(sheet, 'merges'), wish, mergeInfo, key),
    onSettled,
  })
  const undo = useMutation({
    mutationFn: (id: string) => api.post(`merges/${encodeURIComponent(id)}/undo`, {}, mergeInfo),
    onSettled,
  })
  return { dismiss, merge, undo }
}
