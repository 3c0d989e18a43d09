import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  activity,
  changesPage,
  commandList,
  commandResult,
  type RevertWish,
  revertPreview,
} from '../../shared/protocol/revert.ts'
import { useServices } from '../app/services.ts'
import type { TimeChoice } from './timeChoice.ts'
import { rangeOf } from './timeChoice.ts'

/** Everything on this page is asked anew this often while it is looked at. */
const REFRESH_MS = 15_000
const PAGE = 50

const path = (operation: string, rest: string): string => `operations/${encodeURIComponent(operation)}/${rest}`

/** Who changed how much in the chosen time, always up to now where it has no end. */
export function useActivity(operation: string, choice: TimeChoice) {
  const { api, now } = useServices()
  return useQuery({
    queryKey: ['activity', operation, choice],
    staleTime: 0,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = rangeOf(choice, now())
      const query = new URLSearchParams({ from, to })
      return api.get(path(operation, `activity?${query}`), activity, signal)
    },
  })
}

/** One person's changes in the chosen time, newest first. */
export function useChanges(operation: string, member: string, choice: TimeChoice) {
  const { api, now } = useServices()
  return useInfiniteQuery({
    queryKey: ['changes', operation, member, choice],
    initialPageParam: '',
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...rangeOf(choice, now()), member, limit: String(PAGE) })
      if (pageParam !== '') query.set('cursor', pageParam)
      return api.get(path(operation, `changes?${query}`), changesPage, signal)
    },
    getNextPageParam: last => last.next,
  })
}

/** What undoing this person would change. */
export function useRevertPreview(operation: string, wish: RevertWish) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['revert preview', operation, wish],
    staleTime: 0,
    queryFn: () => api.post(path(operation, 'reverts/preview'), wish, revertPreview),
  })
}

/** Undoes a person; `key` makes trying again after a lost answer the same call. */
export function useRevert(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ wish, key }: { readonly wish: RevertWish; readonly key: string }) =>
      api.post(path(operation, 'reverts'), wish, commandResult, key),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['activity'] })
      await client.invalidateQueries({ queryKey: ['commands'] })
      await client.invalidateQueries({ queryKey: ['changes'] })
    },
  })
}

/** Whose changes have been undone. */
export function useReverts(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['commands', 'reverts', operation],
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.get(path(operation, 'reverts'), commandList, signal)).items,
  })
}
