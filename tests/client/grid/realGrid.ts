import { AllCommunityModule, createGrid, type GridApi, type GridOptions } from 'ag-grid-community'
import { afterEach, beforeEach, vi } from 'vitest'
import { GridFeed } from '../../../client/grid/GridFeed.ts'
import type { RowRef } from '../../../client/grid/RowRef.ts'
import type { FakeSession } from '../FakeSession.ts'

/**
 * Lets the grid's late timers (it measures its scroll bars twice more after half a second) die with the test they belong to. Time goes on
 * as ever meanwhile.
 */
export function withGridTimers(): void {
  beforeEach(
    () =>
      void vi.useFakeTimers({
        shouldAdvanceTime: true,
        toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
      }),
  )
  afterEach(() => {
    document.body.replaceChildren()
    vi.clearAllTimers()
    vi.useRealTimers()
  })
}

/** The real grid over a sheet, without the page around it: one editable column `item`, ordered by nothing. */
export function realGrid(
  session: FakeSession,
  options: GridOptions<RowRef> = {},
): { readonly api: GridApi<RowRef>; readonly feed: GridFeed; readonly shown: () => string[] } {
  const place = document.createElement('div')
  place.style.height = '600px'
  document.body.append(place)
  const feed = new GridFeed(session.sheet)
  const api = createGrid<RowRef>(
    place,
    {
      columnDefs: [
        {
          colId: 'item',
          editable: true,
          cellDataType: false,
          sortable: true,
          valueGetter: ({ data }) => (data === undefined ? null : session.sheet.value(data.id, 'item')),
        },
      ],
      rowData: feed.rows(),
      getRowId: ({ data }) => data.id,
      readOnlyEdit: true,
      suppressColumnVirtualisation: true,
      suppressRowVirtualisation: true,
      ...options,
    },
    { modules: [AllCommunityModule] },
  )
  feed.attach(api)
  session.sheet.onChange(change => feed.take(change))
  const shown = (): string[] => {
    const ids: string[] = []
    api.forEachNodeAfterFilterAndSort(({ id }) => ids.push(id ?? ''))
    return ids
  }
  return { api, feed, shown }
}
