import { useEffect, useRef } from 'react'
import { isTyping, keyWish } from '../grid/keyboard.ts'
import type { SheetView } from '../grid/SheetView.ts'
import type { SheetActions } from '../grid/sheetActions.ts'

interface Setting {
  readonly view: SheetView
  readonly actions: SheetActions
  /** False while a dialog has the keys. */
  readonly active: boolean
  readonly onFind: () => void
  readonly onHistory: () => void
}

/** Listens for the sheet's own keys anywhere on its page (client/grid/keyboard.ts has the table). */
export function useSheetKeys(setting: Setting): void {
  const latest = useRef(setting)
  latest.current = setting
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { active } = latest.current
      const wish = keyWish(event)
      if (!active || wish === undefined) return
      // In a field Ctrl+Z takes back letters; finding and history are meant for the page wherever the caret is.
      if (isTyping(event.target) && wish !== 'find' && wish !== 'history') return
      event.preventDefault()
      fulfil(latest.current, wish)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function fulfil({ view, actions, onFind, onHistory }: Setting, wish: NonNullable<ReturnType<typeof keyWish>>): void {
  const { readOnly } = view.session
  switch (wish) {
    case 'find':
      return onFind()
    case 'history':
      return onHistory()
    case 'undo':
      return readOnly ? undefined : actions.undo()
    case 'redo':
      return readOnly ? undefined : actions.redo()
    case 'addRow':
      return readOnly ? undefined : actions.addRow(view.cell.get()?.row)
  }
}
