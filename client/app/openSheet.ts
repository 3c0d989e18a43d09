/** One sheet on screen with everything about it: what toolbar, menus, panels and commands are given. */
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { StrayWatch } from '../contacts/StrayWatch.ts'
import type { Finder } from '../find/Finder.ts'
import type { SheetView } from '../grid/SheetView.ts'
import type { SheetActions } from '../grid/sheetActions.ts'
import type { ConflictWatch } from '../time/ConflictWatch.ts'

/** What stands beside or over the sheet: at most one thing. SheetPanel.tsx shows each. */
export type Panel =
  | 'columns'
  | 'confide'
  | 'suggestions'
  | 'none'
  | 'row'
  | 'rowNote'
  | 'rowComments'
  | 'rowHistory'
  | 'rowVerification'
  | 'verify'
  | 'history'
  | 'conflicts'
  | 'deleted'
  | 'time'
  | 'held'
  | 'import'
  | 'contactExport'
  | 'people'
  | 'help'
  | 'palette'
  | 'columnWidth'
  | 'notPasted'

export interface OpenSheet {
  readonly me: Me
  readonly operation: Operation
  readonly sheet: SheetInfo
  readonly view: SheetView
  /** Those of cells, in the order the grid begins with. */
  readonly columns: readonly Column[]
  /** What is shown of a row: the columns of cells, and those of the desk, which nobody types into. */
  readonly shown: readonly Column[]
  /** IANA zone of the operation. */
  readonly zone: string
  readonly actions: SheetActions
  readonly panel: Panel
  readonly show: (panel: Panel) => void
  /** Values lost to others that nobody has settled yet. */
  readonly conflicts: ConflictWatch
  /** Personal details this person has put into cells. */
  readonly strays: StrayWatch
  /** What is looked for in it. */
  readonly finder: Finder
  /** Shows all rows again. */
  readonly onClearFilters: () => void
}
