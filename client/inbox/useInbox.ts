import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { inboxPage, inboxUnread } from '../../shared/protocol/notes.ts'
import { useServices } from '../app/services.ts'

/** How often a page that is looked at asks for news, ms. */
const PACE = 15_000
const SHOWN = 100

/** The member's inbox, fresh while the page is on screen; and marking as read. */
export function useInbox() {
  const { api } = useServices()
  const client = useQueryClient()
  const inbox = useQuery({
    queryKey: ['inbox'],
    staleTime: 0,
    refetchInterval: PACE,
    refetchOnWindowFocus: true,
    queryFn: ({ signal }) => api.get(`inbox?limit=${SHOWN}`, inboxPage, signal),
  })
  const read = useMutation({
    mutationFn: (ids: readonly string[] | undefined) =>
      api.post('inbox/read', ids === undefined ? {} : { ids }, inboxUnread),
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbox'] }),
  })
  return { inbox, read }
}
