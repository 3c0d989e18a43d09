import { type SheetInfo, sheetList } from '../../shared/protocol/http.ts'
import { CommandError } from './command.ts'
import type { HubClient } from './connect.ts'

/** The sheet with this id, or the only one of this kind or title. Throws CommandError naming what there is. */
export async function sheetNamed(hub: HubClient, name: string): Promise<SheetInfo> {
  const { items } = await hub.get('/sheets', sheetList)
  const found = items.filter(it => it.id === name)
  const fitting = found.length > 0 ? found : items.filter(it => it.kind === name || it.title === name)
  const [only, ...more] = fitting
  if (only !== undefined && more.length === 0) return only
  const offered = (only === undefined ? items : fitting).map(it => `${it.id} (${it.kind}, ${it.title})`).join(', ')
  throw new CommandError(
    `${only === undefined ? 'There is no sheet' : 'There are several sheets'} ${name}: ${offered || 'none yet'}.`,
  )
}
