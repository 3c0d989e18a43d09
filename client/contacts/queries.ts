/** What the page asks and tells of personal details. What is revealed is answered to one component and kept nowhere (docs/SPEC.md VAULT-11). */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  contactLogPage,
  type DetailsChange,
  erased,
  type RowContact,
  revealed,
  type revealWish,
  rowContact,
} from '../../shared/protocol/contacts.ts'
import { useServices } from '../app/services.ts'

const id = encodeURIComponent
const PAGE = 50

/** The contact of a row, masked, and what the caller may do about it. */
export function useContact(sheet: string, row: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['contact', sheet, row],
    staleTime: 0,
    queryFn: ({ signal }): Promise<RowContact> =>
      api.get(`sheets/${id(sheet)}/rows/${id(row)}/contact`, rowContact, signal),
  })
}

/** Fills in or corrects. */
export function useKeepContact(sheet: string, row: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    // Not kept longer than the form that typed it.
    gcTime: 0,
    mutationFn: (change: DetailsChange) => api.post(`sheets/${id(sheet)}/rows/${id(row)}/contact`, change, rowContact),
    onSuccess: (now: RowContact) => client.setQueryData(['contact', sheet, row], now),
  })
}

/** Asks for one detail. Not a query: the answer must not stay in a cache. */
export function useReveal(contact: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return async (wish: z.infer<typeof revealWish>): Promise<string> => {
    const { value } = await api.post(`contacts/${id(contact)}/reveals`, wish, revealed)
    void client.invalidateQueries({ queryKey: ['contactLog'] })
    return value
  }
}

/** Erases a person, and what of them had strayed into sheets and notes. */
export function useEraseContact(sheet: string, row: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (contact: string) => api.post(`contacts/${id(contact)}/erase`, {}, erased),
    onSuccess: () =>
      Promise.all(
        [['contact', sheet, row], ['contactLog'], ['sheets']].map(queryKey => client.invalidateQueries({ queryKey })),
      ),
  })
}

/** Whose log: a whole operation's, or one contact's. */
export interface LogOf {
  readonly path: `operations/${string}` | `contacts/${string}`
  readonly what?: string | undefined
}

/** Who has looked, newest first, page by page. */
export function useContactLog({ path, what }: LogOf) {
  const { api } = useServices()
  return useInfiniteQuery({
    queryKey: ['contactLog', path, what],
    initialPageParam: '',
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      if (pageParam !== '') query.set('cursor', pageParam)
      if (what !== undefined) query.set('what', what)
      return api.get(`${path}/reveals?${query}`, contactLogPage, signal)
    },
    getNextPageParam: last => last.next,
  })
}
