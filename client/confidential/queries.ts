import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type ConfidentialSetting,
  confided,
  confidentialCounts,
  confidentialSetting,
} from '../../shared/protocol/confidential.ts'
import { type SheetInfo, sheetInfo } from '../../shared/protocol/http.ts'
import { useServices } from '../app/services.ts'

const pathOf = (sheet: string, what: string): string => `sheets/${encodeURIComponent(sheet)}/${what}`

/** What everybody is told of the sheet's confidential rows; asked again with each edition, for a new one begins whenever a row comes or goes. */
export function useConfidentialCounts({ id, document }: SheetInfo, wanted: boolean) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['confidential-counts', id, document],
    queryFn: ({ signal }) => api.get(pathOf(id, 'confidential-counts'), confidentialCounts, signal),
    enabled: wanted,
  })
}

/** Moves rows into the companion of their sheet, or out of it. */
export function useMoveRows({ id, confidentialOf }: SheetInfo) {
  const { api } = useServices()
  const client = useQueryClient()
  const path = pathOf(id, confidentialOf === undefined ? 'confidential-rows' : 'open-rows')
  return useMutation({
    mutationFn: (rows: readonly string[]) => api.post(path, { rows }, confided),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sheets'] }),
  })
}

/** The companion of a sheet, made when there is none. */
export function useCompanion() {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sheet: string) => api.post(pathOf(sheet, 'confidential'), {}, sheetInfo),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sheets'] }),
  })
}

/** What those are told who may not see confidential rows, and saying it. */
export function useConfidentialSetting(operation: string, wanted: boolean) {
  const { api } = useServices()
  const client = useQueryClient()
  const path = `operations/${encodeURIComponent(operation)}/confidential`
  const key = ['confidential-setting', operation]
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get(path, confidentialSetting, signal),
    enabled: wanted,
  })
  const { mutate, isPending } = useMutation({
    mutationFn: (setting: ConfidentialSetting) => api.post(path, setting, confidentialSetting),
    onSuccess: setting => client.setQueryData(key, setting),
  })
  return { setting: data, set: mutate, isPending }
}
