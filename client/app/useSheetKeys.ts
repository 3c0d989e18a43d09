import { useEffect, useRef } from 'react'
import { isEnabled, isVisible } from '../commands/Command.ts'
import { commandOf, isPlain, needsRows } from '../commands/keyTable.ts'
import { isComposing } from '../grid/editors/startKey.ts'
import { isInRows, isTyping } from '../grid/keyboard.ts'
import type { OpenSheet } from './openSheet.ts'

/** Controls over the sheet that have the keys while the keyboard is in them. */
const OVER = '[role=dialog], [role=menu], [role=listbox]'

/**
 * Listens for the keys of every command anywhere on the sheet's page, before the grid or a field sees them. A key that belongs to an input
 * method means nothing (PAGE-12), one pressed in a field means what the field does with it unless the command says otherwise.
 */
export function useSheetKeys(open: OpenSheet): void {
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isComposing(event)) return
      const command = commandOf(event)
      if (command === undefined || !isVisible(command, latest.current)) return
      const { target } = event
      if (isTyping(target) && command.whileTyping !== true) return
      if (needsRows(command, event) && !isInRows(target)) return
      if (isPlain(event) && command.plain?.(latest.current) === false) return
      if (target instanceof Element && target.closest(OVER) !== null) return
      const enabled = isEnabled(command, latest.current)
      // Space in a cell that cannot be ticked is a space; Ctrl+R where nothing can be filled is still no wish to load the page anew.
      if (!enabled && isPlain(event)) return
      event.preventDefault()
      event.stopPropagation()
      if (enabled) command.run(latest.current)
    }
    addEventListener('keydown', onKey, true)
    return () => removeEventListener('keydown', onKey, true)
  }, [])
}
