import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SheetInfo, sheetInfo, sheetList } from '../../shared/protocol/http.ts'
import {
  type ColumnPreview,
  type ColumnWish,
  columnPreview,
  type SheetColumnsInfo,
  sheetColumnsInfo,
} from '../../shared/protocol/ownColumns.ts'
import { useServices } from '../app/services.ts'

const columnsPath = (sheet: string): string => `sheets/${encodeURIComponent(sheet)}/columns`

/** The columns of a sheet, those taken away too. */
export function useColumns(sheet: string) {
  const { api } = useServices()
  return useQuery({
    queryKey: ['columns', sheet],
    queryFn: ({ signal }) => api.get(columnsPath(sheet), sheetColumnsInfo, signal),
  })
}

/** What can be done to the columns of a sheet; the page goes by the answer at once. */
export type ColumnDeed =
  | { readonly do: 'add'; readonly wish: ColumnWish }
  | { readonly do: 'change'; readonly column: string; readonly wish: ColumnWish; readonly accept: boolean }
  | { readonly do: 'remove' | 'restore'; readonly column: string }
  | { readonly do: 'order'; readonly columns: readonly string[] }

export function useColumnDeed(sheet: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (deed: ColumnDeed): Promise<SheetColumnsInfo> => {
      const path = columnsPath(sheet)
      switch (deed.do) {
        case 'add':
          return api.post(path, deed.wish, sheetColumnsInfo)
        case 'change':
          return api.post(
            `${path}/change`,
            { ...deed.wish, column: deed.column, accept: deed.accept },
            sheetColumnsInfo,
          )
        case 'order':
          return api.post(`${path}/order`, { columns: deed.columns }, sheetColumnsInfo)
        default:
          return api.post(`${path}/${deed.do}`, { column: deed.column }, sheetColumnsInfo)
      }
    },
    onSuccess: info => {
      client.setQueryData(['columns', sheet], info)
      return client.invalidateQueries({ queryKey: ['sheets'] })
    },
  })
}

/** What a change of kind would do to the values that are there. Throws ApiError. */
export function usePreview(sheet: string): (column: string, wish: ColumnWish) => Promise<ColumnPreview> {
  const { api } = useServices()
  return (column, wish) => api.post(`${columnsPath(sheet)}/preview`, { ...wish, column }, columnPreview)
}

/** Renames a sheet, puts it away, takes it out again. */
export function useArrangeSheet() {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ sheet, ...wish }: { sheet: string; title?: string; archived?: boolean }) =>
      api.post(`sheets/${encodeURIComponent(sheet)}/arrangement`, wish, sheetInfo),
    onSuccess: info => {
      // The tab says it now; what else is new comes with the next answer.
      client.setQueryData<SheetInfo[]>(['sheets'], known => known?.map(sheet => (sheet.id === info.id ? info : sheet)))
      return client.invalidateQueries({ queryKey: ['sheets'] })
    },
  })
}

/** Puts the sheets of an operation into this order. */
export function useOrderSheets(operation: string) {
  const { api } = useServices()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sheets: readonly string[]) =>
      api.post(`operations/${encodeURIComponent(operation)}/sheet-order`, { sheets }, sheetList),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sheets'] }),
  })
}
