/** A session over a sheet nobody writes any more: what the grid needs to show it. */
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import type { SaveState, SheetSession } from '../sync/session.ts'

const SAVED: SaveState = { kind: 'saved', at: undefined }
const stop = (): void => undefined

/** Read only, alone, always saved; what would write does nothing. Whoever made `sheet` ends it. */
export const pastSession = (sheet: SheetDocument): SheetSession => ({
  sheet,
  readOnly: true,
  canUndo: false,
  canRedo: false,
  saveState: () => SAVED,
  peers: () => [],
  held: () => [],
  isUnsaved: () => false,
  subscribe: () => stop,
  onReplaced: () => stop,
  onConflicts: () => stop,
  onWritten: () => stop,
  change: () => [],
  edit: stop,
  addRow: () => '',
  deleteRows: stop,
  undo: () => undefined,
  redo: () => undefined,
  nextUndo: () => undefined,
  nextRedo: () => undefined,
  planUndo: () => undefined,
  planRedo: () => undefined,
  setCell: stop,
  redoHeld: stop,
  noteDone: stop,
  hold: stop,
  dropHeld: stop,
  destroy: stop,
})
