import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  connectionChanged,
  connectionList,
  createdConnection,
  type FieldMapping,
  mappingPreview,
} from '../../shared/protocol/intakeConnections.ts'
import { useServices } from '../app/services.ts'

const listAt = (operation: string): string => `operations/${encodeURIComponent(operation)}/intake-connections`
const oneAt = (id: string): string => `intake-connections/${encodeURIComponent(id)}`

/** Ways in from elsewhere. */
export function useConnections(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['connections', operation],
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.get(listAt(operation), connectionList, signal)).items,
  })
}

/** Opens one; its secret comes back this once and is kept nowhere. */
export function useConnect(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: (wish: { readonly sheet: string; readonly name: string }) =>
      api.post(listAt(operation), wish, createdConnection),
    onSuccess: () => client.invalidateQueries({ queryKey: ['connections'] }),
  })
}

/** Renames, closes, maps. */
export function useChangeConnection(id: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: { readonly closed?: boolean; readonly mapping?: FieldMapping }) =>
      api.post(oneAt(id), change, connectionChanged),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['connections'] })
      await client.invalidateQueries({ queryKey: ['submissions'] })
    },
  })
}

/** What a mapping would make of the newest that wait. */
export function usePreview(id: string, mapping: FieldMapping) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['connection preview', id, mapping],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: async () => (await api.post(`${oneAt(id)}/preview`, { mapping }, mappingPreview)).items,
  })
}
