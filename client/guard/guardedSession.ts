/**
 * A session that looks before it leaps: wishes that the brake would refuse are asked about first, and while a member's
 * edits wait for a nod every wish becomes a suggestion instead of an edit. Everything else is the session's own.
 */
import { nanoid } from 'nanoid'
import { MinuteBrake } from '../../shared/domain/brake.ts'
import { type CellEdit, ROW_GONE } from '../../shared/sheet/cell.ts'
import type { WishKind } from '../../shared/sheet/UndoStack.ts'
import { weighEdits } from '../../shared/sheet/weigh.ts'
import type { AddedRows, SheetSession } from '../sync/session.ts'

/** What the page does about wishes that do not simply become edits. */
export interface GuardDesk {
  /** Whether the member's edits wait for a nod now. */
  waits(): boolean
  /** Takes edits to those who decide. */
  suggest(session: SheetSession, edits: readonly CellEdit[]): void
  /** A row of which nothing is known yet: the person fills it in before it is suggested. */
  newRow(session: SheetSession): void
  /** The brake would refuse these edits; `write` does it all the same, for when the server knows better. */
  braked(session: SheetSession, edits: readonly CellEdit[], kind: WishKind, write: () => void): void
  readonly now: () => number
}

const ME = 'me'

/** Puts a desk before a session. */
export function guardedSession(session: SheetSession, desk: GuardDesk): SheetSession {
  const brake = new MinuteBrake()
  const change: SheetSession['change'] = (edits, added, kind = 'edit') => {
    if (desk.waits()) return suggested(session, desk, edits, added)
    const { weight } = weigh(session, edits)
    if (brake.take(ME, weight, desk.now()) === undefined) return session.change(edits, added, kind)
    const rows = added === undefined ? [] : session.change([], added, kind)
    desk.braked(session, edits, kind, () => void session.change(edits, undefined, kind))
    return rows
  }
  const own: Partial<SheetSession> = {
    change,
    edit: (edits, kind) => void change(edits, undefined, kind),
    addRow: (cells, after) => change([], { rows: [cells], ...(after === undefined ? {} : { after }) })[0] ?? '',
    deleteRows: rows => void change(rows.map(row => ({ row, column: ROW_GONE, value: true }))),
    redoHeld: id => {
      const held = session.held().find(edit => edit.id === id)
      if (!desk.waits() || held === undefined) return session.redoHeld(id)
      session.dropHeld(id)
      desk.suggest(session, [{ row: held.row, column: held.column, value: held.value }])
    },
  }
  return new Proxy(session, {
    get: (target, name: keyof SheetSession) => {
      const value = own[name] ?? target[name]
      return typeof value === 'function' && own[name] === undefined ? value.bind(target) : value
    },
  })
}

/** As far as this tab knows: what it has not written itself is somebody else's. The server knows better and is asked before anything is refused. */
const weigh = ({ sheet }: SheetSession, edits: readonly CellEdit[]) =>
  weighEdits(edits, { sheet, owner: client => (client === sheet.doc.clientID ? ME : undefined) }, ME)

function suggested(
  session: SheetSession,
  desk: GuardDesk,
  edits: readonly CellEdit[],
  added: AddedRows | undefined,
): readonly string[] {
  const changed = edits.filter(({ row, column, value }) => session.sheet.value(row, column) !== value)
  const rows = (added?.rows ?? []).map(cells => ({ id: nanoid(12), cells }))
  const cells = rows.flatMap(({ id: row, cells: values }) =>
    Object.entries(values).map(([column, value]) => ({ row, column, value })),
  )
  if (rows.length > 0 && cells.length === 0) desk.newRow(session)
  const all = [...changed, ...cells]
  if (all.length > 0) desk.suggest(session, all)
  return rows.map(({ id }) => id)
}
