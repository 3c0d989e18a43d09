import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Column, RefusalReason } from '../../shared/schema/column.ts'
import { plainCell } from '../../shared/schema/format.ts'
import { validate } from '../../shared/schema/parse.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { SheetSession } from '../sync/session.ts'
import { useSession } from '../ui/useSession.ts'
import { draftsOf, type Form, readDraft, writeDrafts } from './drafts.ts'
import { useCell } from './useCell.ts'

/** Where the newest text of a field is. `none`: nothing was written here since the form was opened. */
export type FieldState = 'none' | 'refused' | 'waiting' | 'saving' | 'notSaved' | 'saved'

export interface Field {
  /** What stands in the input. */
  readonly text: string
  /** What the sheet holds. */
  readonly value: Scalar
  /** Why the text does not fit; undefined when it does. */
  readonly refusal: RefusalReason | undefined
  /** What a colleague has written while this person was typing here. */
  readonly theirs: string | undefined
  readonly state: FieldState
  /** The person typed. Nothing reaches the sheet before `commit`. */
  readonly type: (text: string) => void
  /** Writes the text if it fits; keeps it with the reason otherwise. */
  readonly commit: () => void
  /** Writes a value at once: a choice was made. */
  readonly put: (value: Scalar) => void
  /** Gives the typed text up; the cell's own is shown again. */
  readonly discard: () => void
}

/** One cell as a field of a form: what the sheet holds, what the person has typed over it, and how far that has got. */
export function useField(session: SheetSession, row: string, column: Column, form: Form): Field {
  const { language, zone } = form
  const drafts = draftsOf(session)
  const value = useCell(session, row, column.id)
  const draft = useSyncExternalStore(
    useCallback(listener => drafts.subscribe(listener), [drafts]),
    () => drafts.get(row, column.id),
  )
  const own = plainCell(column, value, language, zone)
  const read = draft === undefined ? undefined : readDraft(column, draft, form)
  // A text still being typed is not called wrong before the person leaves it, unless it cannot become right.
  const refusal = read?.ok === false ? read.reason : draft === undefined ? validate(column, value) : undefined
  return {
    text: draft?.text ?? own,
    value,
    refusal,
    theirs: draft !== undefined && draft.before !== value ? own : undefined,
    state: useFieldState(session, row, column.id, read?.ok === false),
    type: text => drafts.put(row, column.id, { text, before: draft?.before ?? value }),
    commit: () => writeDrafts(session, row, [column], form),
    put: next => {
      drafts.drop(row, column.id)
      if (next !== value) session.change([{ row, column: column.id, value: next }])
    },
    discard: () => drafts.drop(row, column.id),
  }
}

function useFieldState(session: SheetSession, row: string, column: string, refused: boolean): FieldState {
  const unsaved = useSession(session, s => s.isUnsaved(row, column))
  const { kind } = useSession(session, s => s.saveState())
  const written = useRef(false)
  useEffect(() => {
    if (unsaved) written.current = true
  }, [unsaved])
  if (refused) return 'refused'
  if (!unsaved) return written.current ? 'saved' : 'none'
  if (kind === 'waiting' || kind === 'opening') return 'waiting'
  return kind === 'notSaved' || kind === 'closed' ? 'notSaved' : 'saving'
}
