/**
 * What services may ask of the desks (docs/adr/0010). The database is the truth, a desk shows it: a service changes its tables first and then says
 * which rows to show anew. What was not shown because the hub was killed in between is shown when the desk is opened next.
 */
import type { DeskDocument, DeskKind, DeskKinds } from '../../shared/desk/deskDocument.ts'

/** Where entries of one kind come from. */
export interface DeskSource<K extends DeskKind = DeskKind> {
  readonly kind: K
  /** What is true now of these rows of the sheet, of all of them without a list; rows without an entry are left out. */
  project(sheet: string, rows?: readonly string[]): Promise<ReadonlyMap<string, DeskKinds[K]>>
}

export interface Desk {
  /** Tells the desks where a kind comes from; once, before the hub listens. */
  register<K extends DeskKind>(source: DeskSource<K>): void
  /** The name of the sheet's desk on the sync socket. */
  documentOf(sheet: string): Promise<string>
  /** Shows what is true now of these rows (of all without a list): one durable update, or none where nothing differs. Resolves when everybody may see it. */
  show(sheet: string, kind: DeskKind, rows?: readonly string[]): Promise<void>
  /** Reads the desk as it is on disk; `read` must not await nor keep it. */
  read<T>(sheet: string, read: (desk: DeskDocument) => T): Promise<T>
}
