/** Pictures people without an account send with a form: kept in the database, without what a camera wrote into them (docs/SPEC.md FORM-9). */
import type { Kysely } from 'kysely'
import { PHOTOS } from '../../shared/forms/questions.ts'
import { pictureType, withoutMetadata } from '../../shared/notes/pictures.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Database } from '../storage/schema.ts'
import type { Making } from './making.ts'

/** A picture no submission came for is gone after this. */
const WAITS_MS = 24 * 3600_000
/** All pictures that wait for their submission together: what strangers can make a hub keep. */
const WAITING_BYTES = 512 * 1024 * 1024

export interface SentPhoto {
  readonly form: string
  readonly pageKey: string
  readonly bytes: Uint8Array
}

export class FormPhotos {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  /**
   * Keeps a picture for what this page is going to file. Throws HubError `bad-file` for what is no picture, `too-large` naming the limit,
   * `overloaded` when too much waits already.
   */
  async keep({ form, pageKey, bytes }: SentPhoto, { newId, now }: Making): Promise<string> {
    if (bytes.length > PHOTOS.bytes)
      throw new HubError('too-large', `最大 ${PHOTOS.bytes >> 20} MB · at most ${PHOTOS.bytes >> 20} MB`)
    const type = pictureType(bytes)
    if (type === undefined) throw new HubError('bad-file', 'png, jpeg, webp, gif')
    const id = newId()
    await this.#sweep(now)
    await this.#requireRoom(form, pageKey, bytes.length)
    const body = withoutMetadata(bytes, type)
    await this.#db
      .insertInto('form_photo')
      .values({ id, form_id: form, page_key: pageKey, at: now, type, size: body.length, body, kept_at: null })
      .execute()
    return id
  }

  /** Keeps these pictures for good: a submission with them is coming in. False when this page did not send one of them, or it is gone. */
  async claim(form: string, pageKey: string, ids: readonly string[], now: number): Promise<boolean> {
    if (ids.length === 0) return true
    const { numUpdatedRows } = await this.#db
      .updateTable('form_photo')
      .set({ kept_at: now })
      .where('id', 'in', [...new Set(ids)])
      .where('form_id', '=', form)
      .where('page_key', '=', pageKey)
      .executeTakeFirstOrThrow()
    return Number(numUpdatedRows) === new Set(ids).size
  }

  /** The form a picture came with. Throws HubError `not-found`. */
  async formOf(id: string): Promise<string> {
    const found = await this.#db.selectFrom('form_photo').select('form_id').where('id', '=', id).executeTakeFirst()
    if (found === undefined) throw new HubError('not-found')
    return found.form_id
  }

  /** Throws HubError `not-found`. */
  async get(id: string): Promise<{ readonly type: string; readonly body: Uint8Array }> {
    const found = await this.#db
      .selectFrom('form_photo')
      .select(['type', 'body'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (found === undefined) throw new HubError('not-found')
    return found
  }

  async #sweep(now: number): Promise<void> {
    await this.#db
      .deleteFrom('form_photo')
      .where('kept_at', 'is', null)
      .where('at', '<', now - WAITS_MS)
      .execute()
  }

  async #requireRoom(form: string, pageKey: string, bytes: number): Promise<void> {
    const mine = await this.#db
      .selectFrom('form_photo')
      .select(it => it.fn.countAll<number>().as('count'))
      .where('form_id', '=', form)
      .where('page_key', '=', pageKey)
      .executeTakeFirstOrThrow()
    // One that was taken out again still counts: twice the number leaves room for a change of mind.
    if (Number(mine.count) >= 2 * PHOTOS.most)
      throw new HubError('too-large', `最多 ${PHOTOS.most} 张 · at most ${PHOTOS.most}`)
    const all = await this.#db
      .selectFrom('form_photo')
      .select(it => it.fn.sum<number | null>('size').as('bytes'))
      .where('kept_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (Number(all.bytes ?? 0) + bytes > WAITING_BYTES) throw new HubError('overloaded')
  }
}
