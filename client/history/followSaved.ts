import type { SheetView } from '../grid/SheetView.ts'

/** Calls `ask` once each time this row has changed and everything of this person is on the server's disk. Returns how to stop. */
export function followSaved(view: Pick<SheetView, 'onChange' | 'session'>, row: string, ask: () => void): () => void {
  let changed = false
  const settle = (): void => {
    if (!changed || view.session.saveState().kind !== 'saved') return
    changed = false
    ask()
  }
  const stopSheet = view.onChange(change => {
    if (change === undefined || change.updated.has(row) || change.added.includes(row) || change.removed.includes(row))
      changed = true
    // One's own edit changes the sheet a moment before the session counts it as unsaved.
    queueMicrotask(settle)
  })
  const stopSession = view.session.subscribe(settle)
  return () => {
    stopSheet()
    stopSession()
  }
}
