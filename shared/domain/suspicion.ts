/** What in a person's changes wants a coordinator's look (docs/SPEC.md REVERT-7). Pure: the counts come from the history. */

export interface ActivityCounts {
  readonly edits: number
  readonly rowsDeleted: number
  /** Cells that held something and were emptied. */
  readonly emptied: number
  /** Cells that held what somebody else had written. */
  readonly overwritten: number
  /** The text written into most rows, where it reads like an advertisement, and into how many. */
  readonly repeated: { readonly text: string; readonly rows: number } | undefined
}

export interface Suspicion {
  readonly why: 'sameText' | 'emptying' | 'deleting' | 'overwriting'
  readonly count: number
  readonly text?: string
}

/** From so many rows on one text is no slip. */
const SAME_ROWS = 20
const MANY_EMPTIED = 50
const MANY_DELETED = 20
const MANY_OVERWRITTEN = 50
/** A busy editor overwrites too; one who does little else is another matter. */
const MOSTLY = 0.6
const LONG = 20
const ADVERT = /https?:|www\.|微信|加群|扫码|优惠|代购|招聘|兼职|\bvx\b|\bqq\b|\d{7,}/i

/** Whether a text repeated over many rows is likelier pasted in than meant: an address, a number to call, a long sentence. */
export const isAdvertLike = (text: string): boolean => ADVERT.test(text) || [...text].length >= LONG

/** Most telling first. */
export function suspicionsOf(counts: ActivityCounts): readonly Suspicion[] {
  const { edits, rowsDeleted, emptied, overwritten, repeated } = counts
  const found: Suspicion[] = []
  if (repeated !== undefined && repeated.rows >= SAME_ROWS)
    found.push({ why: 'sameText', count: repeated.rows, text: repeated.text })
  if (rowsDeleted >= MANY_DELETED) found.push({ why: 'deleting', count: rowsDeleted })
  if (emptied >= MANY_EMPTIED) found.push({ why: 'emptying', count: emptied })
  if (overwritten >= MANY_OVERWRITTEN && overwritten >= MOSTLY * edits)
    found.push({ why: 'overwriting', count: overwritten })
  return found
}
