import { useEffect, useMemo, useState } from 'react'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import { withDeskColumns } from '../../shared/schema/deskColumns.ts'
import { useSettledColumns } from '../columns/useSettledColumns.ts'
import { useStrays } from '../contacts/useStrays.ts'
import { Finder } from '../find/Finder.ts'
import { arranged } from '../grid/arranged.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { useConflicts } from '../time/useConflicts.ts'
import type { OpenSheet, Panel } from './openSheet.ts'
import { mayI } from './rights.ts'
import { useOrganizations } from './useOrganizations.ts'
import { useSheetActions } from './useSheetActions.tsx'

/** Templates with more columns than fit a screen: what a newcomer has to see is put first. */
const LONG: ReadonlySet<string> = new Set(['needs', 'supplies'])

interface Parts {
  readonly me: Me
  readonly operation: Operation
  readonly sheet: SheetInfo
  readonly view: SheetView
}

/** Everything about the sheet on screen, the same for the grid and for the cards of a phone. */
export function useSheetOnScreen({ me, operation, sheet, view }: Parts): OpenSheet {
  const wanted = useMemo(
    () => (sheet.ordered === true || !LONG.has(sheet.kind) ? sheet.columns : arranged(sheet.columns)),
    [sheet.columns, sheet.ordered, sheet.kind],
  )
  const columns = useSettledColumns(view, wanted)
  view.know(columns)
  const shown = useMemo(() => withDeskColumns(columns), [columns])
  const zone = operation.timeZone
  const actions = useSheetActions(view, shown, zone)
  const [panel, show] = useState<Panel>('none')
  const finder = useFinder(view, columns, zone)
  useOrganizations(view, me, operation.id)
  const conflicts = useConflicts(view, sheet.id)
  const strays = useStrays(view.session, mayI(me, 'contact.keep', operation.id))
  return {
    me,
    operation,
    sheet,
    view,
    columns,
    shown,
    zone,
    actions,
    panel,
    show,
    finder,
    conflicts,
    strays,
    onClearFilters: () => {
      finder.set({ onlyMatching: false })
      view.clearFilters()
    },
  }
}

/** What is looked for on this sheet; it goes on when the language or the columns change. */
function useFinder(view: SheetView, columns: readonly Column[], zone: string): Finder {
  const language = useLanguage()
  const [finder, setFinder] = useState(() => new Finder(view, { columns, language, zone }))
  finder.reading = { columns, language, zone }
  useEffect(() => {
    if (finder.view !== view) setFinder(new Finder(view, finder.reading))
    finder.start()
    return () => finder.destroy()
  }, [finder, view])
  return finder
}
