import { vi } from 'vitest'
import type { OpenSheet } from '../../../client/app/openSheet.ts'
import { StrayWatch } from '../../../client/contacts/StrayWatch.ts'
import { Finder } from '../../../client/find/Finder.ts'
import { arranged } from '../../../client/grid/arranged.ts'
import { SheetView } from '../../../client/grid/SheetView.ts'
import type { SheetActions } from '../../../client/grid/sheetActions.ts'
import { ConflictWatch } from '../../../client/time/ConflictWatch.ts'
import type { Me } from '../../../shared/protocol/http.ts'
import { withDeskColumns } from '../../../shared/schema/deskColumns.ts'
import type { FakeSession } from '../FakeSession.ts'
import { ME, SHEET } from '../page.tsx'

/** Everything about a sheet on screen, over a session; its actions only note that they were asked. */
export function openSheetOf(session: FakeSession, me: Me = ME): OpenSheet {
  const [operation] = me.operations
  if (operation === undefined) throw new Error('no operation')
  const actions: SheetActions = {
    edit: vi.fn(),
    write: vi.fn((edits, kind) => session.edit(edits, kind)),
    addRow: vi.fn(),
    deleteRows: vi.fn(),
    undo: vi.fn(),
    redo: vi.fn(),
    clipboard: { copy: vi.fn(), cut: vi.fn(), paste: vi.fn(), clear: vi.fn(), forgetCut: vi.fn(() => false) },
    fill: { fillDown: vi.fn(), fillRight: vi.fn(), fillSelection: vi.fn(), fillOn: vi.fn() },
  }
  const view = new SheetView(session)
  view.know(SHEET.columns)
  const columns = arranged(SHEET.columns)
  const finder = new Finder(view, { columns, language: 'zh', zone: operation.timeZone })
  return {
    me,
    operation,
    sheet: SHEET,
    view,
    columns,
    shown: withDeskColumns(columns),
    zone: operation.timeZone,
    actions,
    panel: 'none',
    show: vi.fn(),
    finder,
    strays: new StrayWatch(session),
    conflicts: new ConflictWatch(view, async () => []),
    onClearFilters: vi.fn(),
  }
}
