/** Who follows the sheets hears here what has changed in them, after it is on disk and shown: nobody who edits waits for a follower. */

/** Rows that were changed, added or taken away; `all` when a sheet is opened, and where naming them would take longer than looking. */
export type ChangedRows = readonly string[] | 'all'
export type SheetFollower = (sheet: string, rows: ChangedRows) => void

/** More changes than this in one record are told as `all`. */
const NAMED = 2_000

export class SheetChanges {
  readonly #followers = new Set<SheetFollower>()

  /** Returns how to stop. A follower must not throw, and takes note at most: the work is for later. */
  follow(follower: SheetFollower): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  opened(sheet: string): void {
    for (const follower of this.#followers) follower(sheet, 'all')
  }

  changed(sheet: string, changes: readonly { readonly row: string }[]): void {
    if (changes.length === 0 || this.#followers.size === 0) return
    const rows = changes.length > NAMED ? 'all' : [...new Set(changes.map(({ row }) => row))]
    for (const follower of this.#followers) follower(sheet, rows)
  }
}
