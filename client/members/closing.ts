/** How an operation stands, and ending it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ClosingWish, closing } from '../../shared/protocol/closing.ts'
import { useServices } from '../app/services.ts'

const placeOf = (operation: string): string => `operations/${encodeURIComponent(operation)}/closing`
const keyOf = (operation: string) => ['closing', operation] as const

export function useClosing(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: keyOf(operation),
    staleTime: 0,
    queryFn: ({ signal }) => api.get(placeOf(operation), closing, signal),
  })
}

/** Ends it, sets the days anew or lets it go on; what one may do is asked again. */
export function useClose(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: ClosingWish) => api.post(placeOf(operation), wish, closing),
    onSuccess: async state => {
      client.setQueryData(keyOf(operation), state)
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
}
