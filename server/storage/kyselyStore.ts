/** The methods of a Store that are plain SQL, the same on both engines. */
import type { Kysely } from 'kysely'
import { compactDocument, loadDocument } from './documents.ts'
import type { Engine } from './engine.ts'
import { readHistory, savedEdits, valuesAt } from './history.ts'
import type { Store } from './Store.ts'
import type { Database } from './schema.ts'
import { writeFailure } from './storageFailure.ts'

/** What every engine's Store has in common; append, check, repair, backup and close are each engine's own. */
export const kyselyStore = (
  db: Kysely<Database>,
  engine: Engine,
): Pick<Store, 'engine' | 'db' | 'load' | 'compact' | 'history' | 'saved' | 'valuesAt' | 'probe'> => ({
  engine: engine.name,
  db,
  load: document => loadDocument(db, engine, document),
  compact: (document, snapshot) => compactDocument(db, document, snapshot),
  history: query => readHistory(db, engine, query),
  saved: (sheet, edits) => savedEdits(db, engine, sheet, edits),
  valuesAt: (sheet, at, row) => valuesAt(db, engine, sheet, at, row),
  probe: () => probe(db),
})

/** Bytes of a probe: more than fits into what a small commit may find free. */
const PROBE_BYTES = 65_536

/** Commits a write and its undoing: what is rolled back would never have touched the disk. */
async function probe(db: Kysely<Database>): Promise<void> {
  try {
    const row = await db
      .insertInto('disk_probe')
      .values({ body: new Uint8Array(PROBE_BYTES) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.deleteFrom('disk_probe').where('id', '<=', row.id).execute()
  } catch (error) {
    throw writeFailure(error)
  }
}
