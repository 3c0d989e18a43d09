/** What forms ask, as it is kept, for who reads what was sent by them. */
import type { Kysely } from 'kysely'
import { type FormContent, formContent, type Question } from '../../shared/protocol/forms.ts'
import type { Bilingual } from '../../shared/schema/column.ts'
import type { Database } from '../storage/schema.ts'

/** What forms are called and what they asked, for who reads what was sent by them. */
export const formTexts = (db: Kysely<Database>) => ({
  /** By form, as it is called now. */
  async titles(forms: readonly string[]): Promise<ReadonlyMap<string, Bilingual>> {
    if (forms.length === 0) return new Map()
    const rows = await db
      .selectFrom('form_version')
      .innerJoin('form', join =>
        join.onRef('form.id', '=', 'form_version.form_id').onRef('form.version', '=', 'form_version.version'),
      )
      .select(['form.id', 'form_version.content'])
      .where('form.id', 'in', forms)
      .execute()
    return new Map(rows.map(({ id, content }) => [id, readContent(content).title]))
  },
  /** Of one version of a form; none of one there never was. */
  async questions(form: string, version: number): Promise<readonly Question[]> {
    const row = await db
      .selectFrom('form_version')
      .select('content')
      .where('form_id', '=', form)
      .where('version', '=', version)
      .executeTakeFirst()
    return row === undefined ? [] : readContent(row.content).questions
  },
})

/** A kept content, read back. */
export const readContent = (json: string): FormContent => formContent.parse(JSON.parse(json))
