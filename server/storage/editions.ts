/** The next edition of a document: the same place under another name, so that nobody brings along what it has forgotten. */
import type { Kysely } from 'kysely'
import { snapshotDigest } from './digest.ts'
import type { Snapshot } from './Store.ts'
import type { Database } from './schema.ts'

/** The name of the next edition: `sheet/x` → `sheet/x.1` → `sheet/x.2`. */
export function nextEdition(document: string): string {
  const [, name = document, number = '0'] = /^(.*?)(?:\.(\d+))?$/.exec(document) ?? []
  return `${name}.${Number(number) + 1}`
}

/** Makes a document that begins with this state. Digests name the document they were made for. */
export async function putDocument(
  trx: Kysely<Database>,
  { name, sheet }: { readonly name: string; readonly sheet: string },
  state: Snapshot | undefined,
): Promise<void> {
  await trx
    .insertInto('document')
    .values({
      name,
      sheet_id: sheet,
      head_seq: state?.seq ?? 0,
      snapshot_seq: state?.seq ?? 0,
      snapshot_at: state?.at ?? null,
      snapshot: state?.update ?? null,
      snapshot_digest: state === undefined ? null : snapshotDigest(name, state.seq, state.at, state.update),
    })
    .execute()
}

/** Forgets a document: its state, its log and whose its client ids were. */
export async function dropDocument(trx: Kysely<Database>, name: string): Promise<void> {
  await trx.deleteFrom('client_binding').where('document', '=', name).execute()
  await trx.deleteFrom('doc_log').where('document', '=', name).execute()
  await trx.deleteFrom('document').where('name', '=', name).execute()
}
