import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type GuardSettings,
  guardSettings,
  suggestionDecision,
  suggestionList,
  suggestionOutcome,
  suggestionsWithdrawn,
} from '../../shared/protocol/guard.ts'
import { useServices } from '../app/services.ts'

const sheetPath = (sheet: string): string => `sheets/${encodeURIComponent(sheet)}/suggestions`

/** Suggestions of a sheet: the caller's own, or everybody's for who may decide. Asked only while they can matter. */
export function useSuggestions(sheet: string, wanted: boolean) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['suggestions', sheet],
    enabled: wanted,
    queryFn: ({ signal }) => api.get(sheetPath(sheet), suggestionList, signal),
  })
}

export function useDecide(sheet: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (decision: z.input<typeof suggestionDecision>) =>
      api.post(`${sheetPath(sheet)}/decide`, suggestionDecision.parse(decision), suggestionOutcome),
    onSettled: () => client.invalidateQueries({ queryKey: ['suggestions', sheet] }),
  })
}

/** Takes back what one has suggested. */
export function useWithdraw(sheet: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      api.post(`${sheetPath(sheet)}/withdraw`, { ids: [...ids] }, suggestionsWithdrawn),
    onSettled: () => client.invalidateQueries({ queryKey: ['suggestions', sheet] }),
  })
}

const guardPath = (operation: string): string => `operations/${encodeURIComponent(operation)}/guard`

export function useGuardSettings(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['guard', operation],
    queryFn: ({ signal }) => api.get(guardPath(operation), guardSettings, signal),
  })
}

export function useSetGuard(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (settings: GuardSettings) => api.post(guardPath(operation), settings, guardSettings),
    onSuccess: settings => client.setQueryData(['guard', operation], settings),
  })
}
