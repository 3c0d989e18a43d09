import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { hubState, type Me, me, sheetInfo, sheetList } from '../../shared/protocol/http.ts'
import type { SheetKind } from '../../shared/schema/column.ts'
import { ApiError } from './ApiError.ts'
import { arrived, stillLeaving } from './leaving.ts'
import { useServices } from './services.ts'

/** Only what cannot be reached is asked again by itself: an answer that says no will say no again. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        // Offline calls fail at once with a sentence instead of hanging: the page says what is true.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.code === 'unreachable',
      },
      mutations: { networkMode: 'always' },
    },
  })

/** Known while somebody who signed out is on the way to the door. */
export const LEFT = ['left'] as const

/** Who is signed in; `null` when nobody is. */
export function useMe() {
  const { api } = useServices()
  return useQuery<Me | null>({
    queryKey: ['me'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      if (await stillLeaving(api)) return null
      try {
        return await api.get('session', me, signal)
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not-signed-in') return null
        throw error
      }
    },
  })
}

/** What anyone may know of this hub. */
export function useHub() {
  const { api } = useServices()
  return useQuery({ queryKey: ['hub'], queryFn: ({ signal }) => api.get('hub', hubState, signal) })
}

/** All sheets the member may see. */
export function useSheets() {
  const { api } = useServices()
  return useQuery({
    queryKey: ['sheets'],
    queryFn: async ({ signal }) => (await api.get('sheets', sheetList, signal)).items,
  })
}

/** A call that signs somebody in (password, setup link, demo link, invitation, link for a new password) and leaves `me` known afterwards. */
export function useSignIn(path: 'session' | 'setup' | 'links' | 'joins' | 'recoveries' | 'outside/finish') {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: unknown) => {
      // What the answer holds is not relied on: the session cookie is what counts, and `me` is asked with it.
      await api.post(path, body, z.unknown())
      arrived()
      return await api.get('session', me)
    },
    onSuccess: async who => {
      client.removeQueries({ queryKey: ['sheets'] })
      client.setQueryData(['me'], who)
    },
  })
}

/** Creates a sheet and makes it known. */
export function useNewSheet() {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { operation: string; kind: SheetKind; title: string }) => api.post('sheets', body, sheetInfo),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sheets'] }),
  })
}
