/** What the page asks and tells of a row beside its cells: comments, reminders, who may be named. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  type Colleague,
  type Comment,
  colleagueList,
  comment,
  commentList,
  type newComment,
  reminderList,
} from '../../shared/protocol/notes.ts'
import { useServices } from '../app/services.ts'

const id = encodeURIComponent
/** Colleagues comment while one looks on: asked again so often, ms. */
const FRESH = 10_000

/** The row's comments, oldest first. */
export function useComments(sheet: string, row: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['comments', sheet, row],
    staleTime: 0,
    refetchInterval: FRESH,
    queryFn: async ({ signal }): Promise<Comment[]> =>
      (await api.get(`sheets/${id(sheet)}/comments?row=${id(row)}`, commentList, signal)).items,
  })
}

/** Who may be named in a comment. */
export function useColleagues(sheet: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['people', sheet],
    queryFn: async ({ signal }): Promise<Colleague[]> =>
      (await api.get(`sheets/${id(sheet)}/people`, colleagueList, signal)).items,
  })
}

/** Everything that can be done to comments; each is followed by asking anew. */
export function useCommenting(sheet: string, row: string) {
  const { api } = useServices()
  const client = useQueryClient()
  const path = `sheets/${id(sheet)}/comments`
  const onSuccess = async (): Promise<void> => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['comments', sheet, row] }),
      client.invalidateQueries({ queryKey: ['inbox'] }),
      client.invalidateQueries({ queryKey: ['rowMarks', sheet] }),
    ])
  }
  return {
    add: useMutation({
      mutationFn: (wish: z.input<typeof newComment>) => api.post(path, wish, comment),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id: which, ...wish }: { id: string; text: string; mentions: string[] }) =>
        api.post(`${path}/${id(which)}`, wish, comment),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (which: string) => api.remove(`${path}/${id(which)}`), onSuccess }),
    resolve: useMutation({
      mutationFn: ({ id: which, resolved }: { id: string; resolved: boolean }) =>
        api.post(`${path}/${id(which)}/resolution`, { resolved }, comment),
      onSuccess,
    }),
  }
}

/** The row's reminders that concern the caller, and what can be done about them. */
export function useReminders(sheet: string, row: string) {
  const { api } = useServices()
  const client = useQueryClient()
  const path = `sheets/${id(sheet)}/reminders`
  const queryKey = ['reminders', sheet, row]
  const onSuccess = () => client.invalidateQueries({ queryKey })
  return {
    list: useQuery({
      queryKey,
      staleTime: 0,
      queryFn: async ({ signal }) => (await api.get(`${path}?row=${id(row)}`, reminderList, signal)).items,
    }),
    add: useMutation({
      mutationFn: (wish: { due: string; audience: 'me' | 'us'; text: string }) =>
        api.post(path, { row, ...wish }, reminderList),
      onSuccess,
    }),
    cancel: useMutation({ mutationFn: (which: string) => api.remove(`${path}/${id(which)}`), onSuccess }),
  }
}
