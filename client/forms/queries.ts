import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Form,
  type FormContent,
  form,
  formList,
  headSecret,
  type ListedForm,
} from '../../shared/protocol/forms.ts'
import { publicForm } from '../../shared/protocol/publicForms.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { useServices } from '../app/services.ts'

const path = (operation: string): string => `operations/${encodeURIComponent(operation)}/forms`
const of = (id: string, rest = ''): string => `forms/${encodeURIComponent(id)}${rest}`

/** The forms of an operation, newest first. */
export function useForms(operation: string) {
  const { api } = useServices()
  return useQuery<ListedForm[]>({
    queryKey: ['forms', operation],
    staleTime: 10_000,
    queryFn: async ({ signal }) => (await api.get(path(operation), formList, signal)).items,
  })
}

/** A form as it is filled in by one of its links, by its first one without. */
export function useFilingForm(id: string, link: string | undefined) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['filing form', id, link],
    staleTime: 0,
    queryFn: ({ signal }) =>
      api.get(of(id, `/page${link === undefined ? '' : `?link=${encodeURIComponent(link)}`}`), publicForm, signal),
  })
}

/** What can be done to a form. */
export type FormDeed =
  | { readonly do: 'create'; readonly sheet: string; readonly content: FormContent }
  | { readonly do: 'copy'; readonly id: string }
  | {
      readonly do: 'change'
      readonly id: string
      readonly version: number
      readonly content?: FormContent
      readonly opensAt?: string | null
      readonly closesAt?: string | null
      readonly closed?: boolean
    }
  | { readonly do: 'link'; readonly id: string; readonly name: string; readonly fixed: Record<string, Scalar> }
  | {
      readonly do: 'changeLink'
      readonly id: string
      readonly link: string
      readonly closed?: boolean
      readonly endHead?: true
    }

/** Does it; the list of forms is asked anew afterwards. */
export function useFormDeed(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (deed: FormDeed): Promise<Form> => {
      switch (deed.do) {
        case 'create':
          return api.post(path(operation), { sheet: deed.sheet, content: deed.content }, form)
        case 'copy':
          return api.post(of(deed.id, '/copies'), {}, form)
        case 'change': {
          const { do: _, id, ...wish } = deed
          return api.post(of(id), wish, form)
        }
        case 'link':
          return api.post(of(deed.id, '/links'), { name: deed.name, fixed: deed.fixed }, form)
        case 'changeLink': {
          const { do: _, id, ...wish } = deed
          return api.post(of(id, '/links/change'), wish, form)
        }
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['forms', operation] }),
  })
}

/** A new secret for a community head's page; the one before ends. Never kept in a cache. */
export function useNewHead(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: async ({ id, link }: { readonly id: string; readonly link: string }) =>
      (await api.post(of(id, '/head'), { link }, headSecret)).secret,
    onSettled: () => client.invalidateQueries({ queryKey: ['forms', operation] }),
  })
}
