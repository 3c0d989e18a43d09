/** The tabs of the row drawer, each a panel of its own: a command or an address can ask for one. */
import type { Panel } from '../app/openSheet.ts'
import type { RowTab } from '../notes/RowTabs.tsx'

export const PANEL_OF: Record<RowTab, Panel> = {
  fields: 'row',
  note: 'rowNote',
  comments: 'rowComments',
  history: 'rowHistory',
  verification: 'rowVerification',
}

const TABS: readonly RowTab[] = ['fields', 'note', 'comments', 'history', 'verification']

/** The tab a panel is; undefined for panels that are not about a row. */
export const tabOf = (panel: Panel): RowTab | undefined => TABS.find(tab => PANEL_OF[tab] === panel)

/** The tab of this name; the fields for any other text. */
export const tabNamed = (name: string): RowTab => TABS.find(tab => tab === name) ?? 'fields'
