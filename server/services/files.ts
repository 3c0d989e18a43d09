/** Pictures in notes: kept in the database, so that a backup has them (docs/SPEC.md NOTE-10 … NOTE-12). */
import type { Kysely, Selectable } from 'kysely'
import { imagesOf, NOTE_LIMITS } from '../../shared/notes/noteModel.ts'
import { pictureType, withoutMetadata } from '../../shared/notes/pictures.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { RowFile } from '../../shared/protocol/notes.ts'
import type { FileTable } from '../storage/schema/notes.ts'
import type { Database } from '../storage/schema.ts'
import type { Notes } from '../sync/notes/NoteRooms.ts'
import type { Making } from './making.ts'

/** Pictures kept for a row: those in its note, and some that have been taken out of it and may come back by undo. */
const KEPT_PER_ROW = 100

export interface UploadedPicture {
  readonly sheet: string
  readonly row: string
  readonly member: string
  readonly name: string
  readonly bytes: Uint8Array
}

export class Files {
  readonly #db: Kysely<Database>
  readonly #notes: Notes

  constructor({ db, notes }: { readonly db: Kysely<Database>; readonly notes: Notes }) {
    this.#db = db
    this.#notes = notes
  }

  /**
   * Keeps a picture for a row's note. Throws HubError `not-found` for an unknown row, `bad-file` for what is no picture, `too-large` naming the limit.
   */
  async keep({ sheet, row, member, name, bytes }: UploadedPicture, { newId, now }: Making): Promise<RowFile> {
    if (bytes.length > NOTE_LIMITS.imageBytes)
      throw new HubError('too-large', `${name}: at most ${NOTE_LIMITS.imageBytes >> 20} MB`)
    const type = pictureType(bytes)
    if (type === undefined) throw new HubError('bad-file', `${name}: png, jpeg, webp or gif`)
    const inNote = await this.#notes.read(sheet, row, imagesOf)
    if (inNote.length >= NOTE_LIMITS.images)
      throw new HubError('too-large', `${name}: at most ${NOTE_LIMITS.images} pictures in a note`)
    const body = withoutMetadata(bytes, type)
    const file = {
      id: newId(),
      sheet_id: sheet,
      row_id: row,
      member_id: member,
      at: now,
      name: name.slice(0, 200),
      type,
      size: body.length,
      body,
    }
    await this.#makeRoom(sheet, row, new Set(inNote))
    await this.#db
      .insertInto('file')
      .values(file)
      .onConflict(on => on.column('id').doNothing())
      .execute()
    return { id: file.id, address: addressOf(file.id), name: file.name, type, size: body.length }
  }

  /** The sheet a file belongs to. Throws HubError `not-found`. */
  async sheetOf(id: string): Promise<string> {
    const file = await this.#db.selectFrom('file').select('sheet_id').where('id', '=', id).executeTakeFirst()
    if (file === undefined) throw new HubError('not-found')
    return file.sheet_id
  }

  /** Throws HubError `not-found`. */
  async get(id: string): Promise<Pick<Selectable<FileTable>, 'name' | 'type' | 'body'>> {
    const file = await this.#db
      .selectFrom('file')
      .select(['name', 'type', 'body'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (file === undefined) throw new HubError('not-found')
    return file
  }

  /** Forgets the oldest pictures that no note and no verification shows. */
  async #makeRoom(sheet: string, row: string, inNote: ReadonlySet<string>): Promise<void> {
    const kept = await this.#db
      .selectFrom('file')
      .select('id')
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .orderBy('at')
      .execute()
    const evidence = await this.#db
      .selectFrom('verification')
      .select('evidence')
      .where('sheet_id', '=', sheet)
      .where('row_id', '=', row)
      .where('evidence', 'is not', null)
      .execute()
    const shown = new Set(evidence.map(({ evidence: id }) => id))
    const surplus = kept.length + 1 - KEPT_PER_ROW
    const unseen = kept.filter(({ id }) => !inNote.has(addressOf(id)) && !shown.has(id))
    for (const { id } of unseen.slice(0, Math.max(0, surplus)))
      await this.#db.deleteFrom('file').where('id', '=', id).execute()
  }
}

const addressOf = (id: string): string => `/api/v1/files/${id}`
