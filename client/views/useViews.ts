/**
 * The views kept of a sheet, and which one is on screen: the one of the link, else the one this device was last in, else the sheet's first
 * (VIEW-15, VIEW-16).
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { type SheetViewInfo, sheetViewInfo, sheetViewList } from '../../shared/protocol/views.ts'
import { PLAIN_VIEW, type ViewContent } from '../../shared/views/content.ts'
import { ALL_ROWS, sheetPath, sheetPlaceOf } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { applyLayout, restoreColumns } from '../grid/columnState.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'

export interface ViewBook {
  /** Own views and shared ones; empty until they are known. */
  readonly items: readonly SheetViewInfo[]
  /** Whether it is decided which view is on screen. */
  readonly decided: boolean
  /** The link named a view that is not there. */
  readonly unknown: boolean
  /** Shows this view, or all rows. */
  choose(wanted: SheetViewInfo | undefined): void
  create(wish: {
    readonly name: string
    readonly shared: boolean
    readonly content: ViewContent
  }): Promise<SheetViewInfo>
  /** Saves what is another now. Throws ApiError, `conflict` when somebody else saved it since. */
  save(
    view: SheetViewInfo,
    change: { readonly name?: string; readonly content?: ViewContent; readonly shared?: boolean },
  ): Promise<SheetViewInfo>
  makeDefault(view: SheetViewInfo, wanted: boolean): Promise<void>
  remove(view: SheetViewInfo): Promise<void>
  /** Asks the server anew. */
  refresh(): Promise<readonly SheetViewInfo[]>
}

/** What the person's own columns are kept under on this device. */
const columnsSetting = ({ me, sheet }: OpenSheet): string => `columns.${me.member.id}.${sheet.id}`

/** The views of the open sheet. */
export function useViews(open: OpenSheet): ViewBook {
  const { me, operation, sheet, view } = open
  const { api } = useServices()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { search } = useLocation()
  const path = `sheets/${sheet.id}/views`
  const query = useQuery({
    queryKey: ['views', sheet.id],
    queryFn: async ({ signal }) => (await api.get(path, sheetViewList, signal)).items,
  })
  const items = query.data ?? []
  const settled = query.data !== undefined || query.isError
  const lastSetting = `view.${me.member.id}.${sheet.id}`
  const setting = columnsSetting(open)
  const linked = sheetPlaceOf(search).view
  const [decided, setDecided] = useState<SheetView>()
  const [unknown, setUnknown] = useState(false)
  const shownFor = useRef<string | undefined>(undefined)

  // biome-ignore lint/correctness/useExhaustiveDependencies: decided once for each sheet on screen and each link, not each time the list is asked for
  useEffect(() => {
    if (!settled) return
    if (decided === view && linked === shownFor.current) return
    shownFor.current = linked
    const wanted = linked ?? readSetting(lastSetting)
    const found = items.find(({ id }) => id === wanted)
    setUnknown(linked !== undefined && linked !== ALL_ROWS && found === undefined)
    // Sorted, filtered or grouped before the list was there: that stays, unless the link says what to show.
    if (linked === undefined && decided === undefined && view.content.get() !== PLAIN_VIEW) return setDecided(view)
    const first = wanted === undefined ? items.find(item => item.default) : undefined
    showView(view, found ?? first, setting)
    setDecided(view)
  }, [settled, view, linked])

  const choose = useCallback(
    (wanted: SheetViewInfo | undefined) => {
      const id = wanted?.id ?? ALL_ROWS
      writeSetting(lastSetting, id)
      shownFor.current = id
      setUnknown(false)
      showView(view, wanted, setting)
      // Chosen before the list was there: what the person has set by then stays when it comes.
      setDecided(view)
      void navigate(sheetPath(operation.id, sheet.id, { view: id }), { replace: true })
    },
    [view, lastSetting, setting, navigate, operation.id, sheet.id],
  )
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['views', sheet.id] })
    return client.getQueryData<readonly SheetViewInfo[]>(['views', sheet.id]) ?? []
  }
  const known = async (saved: SheetViewInfo): Promise<SheetViewInfo> => {
    if (view.chosen.get()?.id === saved.id) view.chosen.set(saved)
    await refresh()
    return saved
  }
  return {
    items,
    decided: decided === view,
    unknown,
    choose,
    refresh,
    create: async wish => {
      const made = await known(await api.post(path, wish, sheetViewInfo))
      choose(made)
      return made
    },
    save: async ({ id, version }, change) =>
      known(await api.post(`views/${id}`, { version, ...change }, sheetViewInfo)),
    makeDefault: async ({ id }, wanted) =>
      void (await known(await api.post(`views/${id}/default`, { default: wanted }, sheetViewInfo))),
    remove: async ({ id }) => {
      await api.remove(`views/${id}`)
      if (view.chosen.get()?.id === id) choose(undefined)
      await refresh()
    },
  }
}

/** Puts a view on screen, its columns too; a view without columns leaves the person's own. */
export function showView(view: SheetView, wanted: SheetViewInfo | undefined, setting: string): void {
  const content = wanted?.content ?? PLAIN_VIEW
  const before = view.content.get().columns
  view.chosen.set(wanted)
  view.arrange(content)
  const api = view.grid.get()
  if (api === undefined) return
  if (content.columns !== null) applyLayout(api, content.columns, view.columnIds)
  else if (before !== null) {
    api.resetColumnState()
    restoreColumns(api, setting)
  }
}
