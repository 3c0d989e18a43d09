/** Members, organizations, invitations and who waits, of one operation. */
import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Organization, organization, organizationList } from '../../shared/protocol/http.ts'
import {
  type CreatedInvitation,
  createdInvitation,
  createdRecovery,
  invitationList,
  type NewInvitation,
  operationPeople,
  waitingList,
} from '../../shared/protocol/people.ts'
import { useMe } from '../app/queries.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'

/** How often a page that is looked at asks who waits, ms. */
const PACE = 15_000

const place = (operation: string, rest: string): string => `operations/${encodeURIComponent(operation)}/${rest}`

export function usePeople(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['operation people', operation],
    staleTime: 0,
    queryFn: ({ signal }) => api.get(place(operation, 'people'), operationPeople, signal),
  })
}

/** Who waits to be let in; asked only for who may decide. */
export function useWaiting(operation: string) {
  const { api } = useServices()
  const { data: me } = useMe()
  return useQuery({
    queryKey: ['waiting', operation],
    enabled: me != null && mayI(me, 'member.approve', operation),
    staleTime: 0,
    refetchInterval: PACE,
    refetchOnWindowFocus: true,
    queryFn: async ({ signal }) => (await api.get(place(operation, 'waiting'), waitingList, signal)).items,
  })
}

/** How many wait, for the rail. */
export const useWaitingCount = (operation: string): number | undefined => useWaiting(operation).data?.length

export function useInvitations(operation: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['invitations', operation],
    staleTime: 0,
    queryFn: async ({ signal }) => (await api.get(place(operation, 'invitations'), invitationList, signal)).items,
  })
}

/** Every organization of the hub. */
export function useAllOrganizations() {
  const { api } = useServices()
  return useQuery({
    queryKey: ['organizations'],
    queryFn: async ({ signal }) => (await api.get('organizations', organizationList, signal)).items,
  })
}

export function useNewOrganization() {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string): Promise<Organization> => api.post('organizations', { name }, organization),
    onSuccess: () => client.invalidateQueries({ queryKey: ['organizations'] }),
  })
}

export function useInvite(operation: string): UseMutationResult<CreatedInvitation, Error, NewInvitation> {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wish: NewInvitation) => api.post(place(operation, 'invitations'), wish, createdInvitation),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations', operation] }),
  })
}

export function useRevoke(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.remove(place(operation, `invitations/${encodeURIComponent(id)}`)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations', operation] }),
  })
}

export function useRecovery(operation: string) {
  const { api } = useServices()
  return useMutation({
    mutationFn: (member: string) =>
      api.post(place(operation, `members/${encodeURIComponent(member)}/recovery`), {}, createdRecovery),
  })
}

/** One change to who is here: `path` below an operation. What is known of members is asked anew, whether it worked or not. */
export function usePeopleChange() {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ operation, path, body }: { operation: string; path: string; body: unknown }) =>
      api.send(place(operation, path), body),
    onSettled: async () => {
      for (const key of ['operation people', 'waiting', 'me', 'organizations'])
        await client.invalidateQueries({ queryKey: [key] })
    },
  })
}
