import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../../shared/schema/column.ts'
import { formatCell } from '../../../shared/schema/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { listenToClipboard } from '../clipboard/clipboardEvents.ts'
import { typedKey } from '../editors/startKey.ts'
import { TextCatcher } from '../editors/TextCatcher.ts'
import type { SheetView } from '../SheetView.ts'
import type { SheetActions } from '../sheetActions.ts'
import { SelectionPaint } from './SelectionPaint.ts'
import { selectByMouse } from './selectionMouse.ts'

interface Setting {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly actions: SheetActions
  readonly zone: string
}

/** On a touch screen a field with the keyboard would bring up the keys on glass at every tap. */
const TOUCH_ONLY = '(hover: none) and (pointer: coarse)'

/** Selecting, copying and typing in the rows of this section. Returns the field that waits for the first letter. */
export function useCells(section: RefObject<HTMLElement | null>, setting: Setting): RefObject<TextCatcher | null> {
  const { t } = useTranslation()
  const language = useLanguage()
  const catcher = useRef<TextCatcher>(null)
  const latest = useRef({ ...setting, t, language })
  latest.current = { ...setting, t, language }
  const { view } = setting
  useEffect(() => {
    const element = section.current
    if (element === null) return
    const columnOf = (id: string): Column | undefined => latest.current.columns.find(column => column.id === id)
    const paint = new SelectionPaint(element, view)
    const stops = [
      selectByMouse(element, {
        view,
        paint,
        isColumn: id => columnOf(id) !== undefined,
        fillOn: (direction, into) => latest.current.actions.fill.fillOn(direction, into),
      }),
      listenToClipboard(element, () => latest.current.actions.clipboard),
      () => paint.destroy(),
    ]
    if (!view.session.readOnly && !matchMedia(TOUCH_ONLY).matches) {
      const field = new TextCatcher(element, {
        isTextCell: ({ column }) => {
          const editable = view.grid.get()?.getColumn(column)?.getColDef().editable
          const schema = columnOf(column)
          return schema !== undefined && schema.kind.type !== 'boolean' && editable !== false
        },
        describe: ({ row, column }) => {
          const { t: text, language: tongue, zone } = latest.current
          const schema = columnOf(column)
          const value = view.value(row, column)
          const shown = schema === undefined ? '' : formatCell(schema, value, tongue, zone)
          return text('cells.catcher', {
            column: schema?.label[tongue] ?? column,
            row: view.rowNumber(row) ?? 0,
            text: shown === '' ? text('cells.empty') : shown,
          })
        },
        isEditing: () => {
          // Another language is another grid: the one that goes away has no cells to ask about.
          const api = view.grid.get()
          return api !== undefined && !api.isDestroyed() && api.getEditingCells().length > 0
        },
        open: ({ row, column }, text) => {
          const api = view.grid.get()
          const rowIndex = api?.getRowNode(row)?.rowIndex
          if (typeof rowIndex === 'number') api?.startEditingCell({ rowIndex, colKey: column, key: typedKey(text) })
        },
        composing: place => (place === undefined ? view.feed.release() : view.feed.hold(place)),
      })
      catcher.current = field
      stops.push(() => field.destroy())
    }
    return () => {
      catcher.current = null
      for (const stop of stops) stop()
    }
  }, [section, view])
  return catcher
}
