/** The pairs of rows that may tell of the same, as the database has them: what was found anew is laid over what people said (docs/SPEC.md DUP-5). */
import { createHash } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { LikenessReason, RowFacts } from '../../../shared/domain/sameRow.ts'
import type { DuplicatePairTable } from '../../storage/schema/duplicates.ts'
import type { Database } from '../../storage/schema.ts'

export interface FoundPair {
  readonly a: string
  readonly b: string
  readonly score: number
  readonly why: readonly LikenessReason[]
  readonly compared: string
}

/** The two rows with the id that comes first in front. */
export const inOrder = (x: string, y: string): readonly [a: string, b: string] => (x < y ? [x, y] : [y, x])

/** Stays the same as long as nothing that counts has changed in either row, whichever is named first. */
export const comparedDigest = (x: RowFacts, y: RowFacts): string =>
  createHash('sha256').update([x.compared, y.compared].sort().join('\n')).digest('hex').slice(0, 32)

/** Rows asked for in one statement. */
const ROWS_AT_ONCE = 400

/**
 * Makes the table say what was found of these rows (of the whole sheet without a list): new pairs wait, those no longer alike go, and one that somebody
 * has dismissed comes back only when something that counts has changed. Resolves to the rows about which something else is to be shown now.
 */
export async function reconcile(
  db: Kysely<Database>,
  sheet: string,
  found: readonly FoundPair[],
  rows: readonly string[] | undefined,
  now: number,
): Promise<readonly string[]> {
  return db.transaction().execute(async tx => {
    const known = new Map((await pairsOf(tx, sheet, rows)).map(pair => [`${pair.row_a} ${pair.row_b}`, pair]))
    const touched = new Set<string>()
    const touch = ({ a, b }: { readonly a: string; readonly b: string }): void => void touched.add(a).add(b)
    const fresh: DuplicatePairTable[] = []
    for (const pair of found) {
      const key = `${pair.a} ${pair.b}`
      const before = known.get(key)
      known.delete(key)
      const { a, b, compared } = pair
      const [score, why] = [Math.round(pair.score * 1000), JSON.stringify(pair.why)]
      if (before === undefined) {
        touch(pair)
        fresh.push({
          sheet_id: sheet,
          row_a: a,
          row_b: b,
          score,
          why,
          state: 'open',
          compared,
          found_at: now,
          decided_by: null,
          decided_at: null,
        })
        continue
      }
      if (before.state === 'dismissed' && before.compared === compared) continue
      if (before.state === 'open' && before.score === score && before.why === why && before.compared === compared)
        continue
      touch(pair)
      const again = before.state === 'dismissed' ? { state: 'open' as const, found_at: now } : {}
      await one(tx.updateTable('duplicate_pair').set({ score, why, compared, ...again }), sheet, [a, b]).execute()
    }
    for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE)
      await tx
        .insertInto('duplicate_pair')
        .values(fresh.slice(from, from + ROWS_AT_ONCE))
        .execute()
    for (const { row_a, row_b, state } of known.values()) {
      // What somebody said is kept: the rows may come to be alike again by the same cells.
      if (state === 'dismissed') continue
      touch({ a: row_a, b: row_b })
      await one(tx.deleteFrom('duplicate_pair'), sheet, [row_a, row_b]).execute()
    }
    return [...touched]
  })
}

/** The pairs with one of these rows; all of the sheet without a list. */
export async function pairsOf(
  db: Kysely<Database>,
  sheet: string,
  rows?: readonly string[],
): Promise<Selectable<DuplicatePairTable>[]> {
  const all = db.selectFrom('duplicate_pair').selectAll().where('sheet_id', '=', sheet)
  if (rows === undefined) return all.execute()
  const pairs = new Map<string, Selectable<DuplicatePairTable>>()
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE)
    for (const column of ['row_a', 'row_b'] as const)
      for (const pair of await all.where(column, 'in', some).execute()) pairs.set(`${pair.row_a} ${pair.row_b}`, pair)
  }
  return [...pairs.values()]
}

interface Narrowed<Q> {
  where(column: 'sheet_id' | 'row_a' | 'row_b', is: '=', value: string): Q
}

/** One pair of a statement. */
export const one = <Q extends Narrowed<Q>>(query: Q, sheet: string, [a, b]: readonly [string, string]): Q =>
  query.where('sheet_id', '=', sheet).where('row_a', '=', a).where('row_b', '=', b)
