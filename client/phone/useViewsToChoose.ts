import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type SheetViewInfo, sheetViewList } from '../../shared/protocol/views.ts'
import { ALL_ROWS, sheetPlaceOf } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'

export interface ViewsToChoose {
  readonly items: readonly SheetViewInfo[]
  /** Undefined: all rows. */
  readonly chosen: SheetViewInfo | undefined
  /** By id; undefined for all rows. */
  readonly choose: (id: string | undefined) => void
}

/** The views kept of the sheet, and the one to show: of the link, else the one this device was last in, else the sheet's first. */
export function useViewsToChoose({ me, sheet }: OpenSheet): ViewsToChoose {
  const { api } = useServices()
  const setting = `view.${me.member.id}.${sheet.id}`
  const [wanted, setWanted] = useState(() => sheetPlaceOf(location.search).view ?? readSetting(setting))
  const { data } = useQuery({
    queryKey: ['views', sheet.id],
    queryFn: async ({ signal }) => (await api.get(`sheets/${sheet.id}/views`, sheetViewList, signal)).items,
  })
  useEffect(() => setWanted(sheetPlaceOf(location.search).view ?? readSetting(setting)), [setting])
  const items = data ?? []
  return {
    items,
    chosen: wanted === undefined ? items.find(item => item.default) : items.find(({ id }) => id === wanted),
    choose: id => {
      writeSetting(setting, id ?? ALL_ROWS)
      setWanted(id ?? ALL_ROWS)
    },
  }
}
