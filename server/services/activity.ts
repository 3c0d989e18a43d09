/**
 * Who changed how much in a time (docs/SPEC.md REVERT-6): counted from the history in pages, so that nobody who edits waits. What a command took
 * back is not counted as anybody's; what an import brought in is counted apart.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { isAdvertLike, suspicionsOf } from '../../shared/domain/suspicion.ts'
import { HubError } from '../../shared/protocol/errors.ts'
import type { HistoryItem } from '../../shared/protocol/http.ts'
import type { Activity, PersonActivity } from '../../shared/protocol/revert.ts'
import { isFreeText } from '../../shared/schema/parse.ts'
import { ROW_EXISTS, ROW_GONE, ROW_ORDER } from '../../shared/sheet/cell.ts'
import { stored, textOf } from '../storage/engine.ts'
import type { Store } from '../storage/Store.ts'
import { readSetup } from '../storage/sheetSetup.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { fromCursor, type Page, toCursor } from './pages.ts'

export interface ActivityParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly now: () => number
}

export interface ActivityWish {
  readonly operation: string
  readonly from: number
  readonly to?: number | undefined
  readonly sheet?: string | undefined
}

/** Changes counted at most; a longer time has to be asked for in parts. */
const MOST = 200_000
const PAGE = 1_000
const FIVE_MINUTES = 300_000
const MOST_STEPS = 288

interface Tally {
  edits: number
  rowsAdded: number
  rowsDeleted: number
  emptied: number
  overwritten: number
  imported: number
  lastAt: number
  readonly spark: number[]
  /** Column and text → rows it was written into; advert-like texts only. */
  readonly texts: Map<string, Set<string>>
}

interface CountedChange {
  readonly id: number
  readonly seq: number
  readonly at: number
  readonly row: string
  readonly column: string
  readonly member: string
  readonly old: string
  readonly new: string
  /** Who wrote what stood there before; the row's author where the cell has no change of its own. */
  readonly before: string | undefined
}

export class Activities {
  readonly #parts: ActivityParts

  constructor(parts: ActivityParts) {
    this.#parts = parts
  }

  /** Everybody who changed something, suspicious ones first, then by how much. Throws HubError `not-found` for a sheet that is not the operation's. */
  async people(wish: ActivityWish): Promise<Activity> {
    const { from, to = this.#parts.now() } = wish
    const step = Math.max(FIVE_MINUTES, Math.ceil((to - from) / MOST_STEPS / FIVE_MINUTES) * FIVE_MINUTES)
    const steps = Math.max(1, Math.ceil((to - from) / step))
    const tallies = new Map<string, Tally>()
    let counted = 0
    let cut = false
    for (const sheet of await this.#sheets(wish)) {
      const commands = await this.#commands(sheet.id, from)
      const texts = new Set(sheet.texts)
      for await (const change of this.#changes(sheet.id, from, to)) {
        if (++counted > MOST) {
          cut = true
          break
        }
        const command = commands.get(`${change.seq}:${change.at}`)
        if (command === 'takenBack') continue
        const tally = tallies.get(change.member) ?? newTally(steps)
        tallies.set(change.member, tally)
        count(tally, change, { step: Math.floor((change.at - from) / step), imported: command === 'import', texts })
      }
    }
    const people = await this.#described(tallies, { ...wish, to })
    return { from: iso(from), to: iso(to), stepMinutes: step / 60_000, cut, people }
  }

  /** One person's changes, newest first. Throws HubError as `people`, and `bad-request` for a foreign cursor. */
  async changes(
    wish: ActivityWish & { readonly member: string; readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<HistoryItem & { readonly sheet: string; readonly label: string }>> {
    const { store, rooms } = this.#parts
    const engine = { name: store.engine }
    const sheets = (await this.#sheets(wish)).map(({ id }) => id)
    if (sheets.length === 0) return { items: [], next: null }
    const before = wish.cursor === undefined ? undefined : Number(fromCursor(wish.cursor, 1)[0])
    if (before !== undefined && !Number.isSafeInteger(before))
      throw new HubError('bad-request', 'The cursor is not one of ours.')
    let query = store.db
      .selectFrom('cell_change as c')
      .leftJoin('member as m', 'm.id', 'c.member_id')
      .select(['c.id', 'c.sheet_id', 'c.at', 'c.won', 'c.unseen', 'c.row_id', 'c.column_id'])
      .select([
        stored.text(engine, 'c.old').as('old'),
        stored.text(engine, 'c.new').as('new'),
        stored.text(engine, 'm.name').as('name'),
      ])
      .where('c.sheet_id', 'in', sheets)
      .where('c.member_id', '=', wish.member)
      .where('c.at', '>=', wish.from)
    if (wish.to !== undefined) query = query.where('c.at', '<=', wish.to)
    if (before !== undefined) query = query.where('c.id', '<', before)
    const found = await query
      .orderBy('c.id', 'desc')
      .limit(wish.limit + 1)
      .execute()
    const items = []
    for (const row of found.slice(0, wish.limit)) {
      const label = await rooms.read(row.sheet_id, document => document.value(row.row_id, 'item'))
      items.push({
        id: row.id,
        sheet: row.sheet_id,
        label: typeof label === 'string' ? label.slice(0, 80) : '',
        row: row.row_id,
        column: row.column_id,
        old: JSON.parse(textOf(row.old) ?? 'null'),
        new: JSON.parse(textOf(row.new) ?? 'null'),
        member: { id: wish.member, name: textOf(row.name) ?? wish.member },
        at: iso(row.at),
        won: row.won === 1,
        unseen: row.unseen === 1,
      })
    }
    const last = found[wish.limit - 1]
    return { items, next: found.length > wish.limit && last !== undefined ? toCursor([String(last.id)]) : null }
  }

  /** The operation's sheets, with the columns people write sentences into. */
  async #sheets({ operation, sheet }: ActivityWish): Promise<{ id: string; texts: string[] }[]> {
    const { db } = this.#parts.store
    let query = db.selectFrom('sheet').select(['id', 'kind']).where('operation_id', '=', operation)
    if (sheet !== undefined) query = query.where('id', '=', sheet)
    const rows = await query.execute()
    if (sheet !== undefined && rows.length === 0) throw new HubError('not-found')
    const sheets = []
    for (const row of rows) {
      const { columns } = await readSetup(db, row)
      const texts = columns.filter(({ kind }) => isFreeText(kind) || kind.type === 'link').map(({ id }) => id)
      sheets.push({ id: row.id, texts })
    }
    return sheets
  }

  /** The records commands wrote since: `import` for what one brought in, `takenBack` for undoing and for a person's changes taken back. */
  async #commands(sheet: string, from: number): Promise<ReadonlyMap<string, 'import' | 'takenBack'>> {
    const rows = await this.#parts.store.db
      .selectFrom('sheet_command_step as s')
      .innerJoin('sheet_command as c', 'c.id', 's.command_id')
      .select(['s.seq', 's.at', 's.step', 'c.kind'])
      .where('s.sheet_id', '=', sheet)
      .where('s.at', '>=', from)
      // Who makes two rows one has changed them.
      .where(it => it.or([it('c.kind', '!=', 'merge'), it('s.step', '!=', 1)]))
      .execute()
    return new Map(
      rows.map(({ seq, at, step, kind }) => [`${seq}:${at}`, kind === 'import' && step === 1 ? 'import' : 'takenBack']),
    )
  }

  async *#changes(sheet: string, from: number, to: number): AsyncGenerator<CountedChange> {
    const { store } = this.#parts
    const engine = { name: store.engine }
    const first = await store.db
      .selectFrom('cell_change')
      .select(it => it.fn.min('id').as('id'))
      .where('sheet_id', '=', sheet)
      .where('at', '>=', from)
      .executeTakeFirst()
    if (first === undefined || first.id === null) return
    for (let after = Number(first.id) - 1; ; ) {
      const rows = await store.db
        .selectFrom('cell_change as c')
        .select(['c.id', 'c.seq', 'c.at', 'c.row_id', 'c.column_id', 'c.member_id'])
        .select([
          stored.text(engine, 'c.old').as('old'),
          stored.text(engine, 'c.new').as('new'),
          sql<string | null>`coalesce(
            (select p.member_id from cell_change as p where p.sheet_id = c.sheet_id and p.row_id = c.row_id
              and p.column_id = c.column_id and p.id < c.id and p.won = 1 order by p.id desc limit 1),
            (select p.member_id from cell_change as p where p.sheet_id = c.sheet_id and p.row_id = c.row_id
              and p.column_id = ${ROW_EXISTS} order by p.id limit 1))`.as('before'),
        ])
        .where('c.sheet_id', '=', sheet)
        .where('c.id', '>', after)
        .where('c.at', '>=', from)
        .where('c.at', '<=', to)
        .where('c.won', '=', 1)
        .orderBy('c.id')
        .limit(PAGE)
        .execute()
      for (const row of rows)
        yield {
          id: row.id,
          seq: row.seq,
          at: row.at,
          row: row.row_id,
          column: row.column_id,
          member: row.member_id,
          old: textOf(row.old) ?? 'null',
          new: textOf(row.new) ?? 'null',
          before: row.before ?? undefined,
        }
      const last = rows.at(-1)
      if (last === undefined || rows.length < PAGE) return
      after = last.id
      await nextTurn()
    }
  }

  async #described(
    tallies: ReadonlyMap<string, Tally>,
    { operation, from, to, sheet }: ActivityWish & { readonly to: number },
  ): Promise<PersonActivity[]> {
    const ids = [...tallies.keys()]
    if (ids.length === 0) return []
    const { db } = this.#parts.store
    const members = await db
      .selectFrom('member')
      .innerJoin('organization', 'organization.id', 'member.organization_id')
      .select(['member.id', 'member.name', 'organization.name as organization'])
      .where('member.id', 'in', ids)
      .execute()
    const known = new Map(members.map(row => [row.id, row]))
    let imports = db
      .selectFrom('sheet_command')
      .select(['member_id', it => it.fn.countAll<number>().as('count')])
      .where('operation_id', '=', operation)
      .where('kind', '=', 'import')
      .where('step', '>', 0)
      .where('at', '>=', from)
      .where('at', '<=', to)
    if (sheet !== undefined) imports = imports.where('sheet_id', '=', sheet)
    const importCounts = new Map(
      (await imports.groupBy('member_id').execute()).map(row => [row.member_id, Number(row.count)]),
    )
    const people = [...tallies].map(([id, tally]): PersonActivity => {
      const { texts, lastAt, ...counts } = tally
      return {
        ...counts,
        member: { id, name: known.get(id)?.name ?? id },
        organization: known.get(id)?.organization ?? '',
        imports: importCounts.get(id) ?? 0,
        lastAt: iso(lastAt),
        suspicions: [...suspicionsOf({ ...counts, repeated: mostRepeated(texts) })],
      }
    })
    const size = (person: PersonActivity): number => person.edits + person.rowsAdded + person.rowsDeleted
    return people.sort((a, b) => b.suspicions.length - a.suspicions.length || size(b) - size(a))
  }
}

const iso = (at: number): string => new Date(at).toISOString()

const newTally = (steps: number): Tally => ({
  edits: 0,
  rowsAdded: 0,
  rowsDeleted: 0,
  emptied: 0,
  overwritten: 0,
  imported: 0,
  lastAt: 0,
  spark: Array.from({ length: steps }, () => 0),
  texts: new Map(),
})

interface Place {
  readonly step: number
  readonly imported: boolean
  /** Columns people write sentences into. */
  readonly texts: ReadonlySet<string>
}

function count(tally: Tally, change: CountedChange, { step, imported, texts }: Place): void {
  tally.lastAt = Math.max(tally.lastAt, change.at)
  if (imported) {
    if (change.column === ROW_EXISTS) tally.imported++
    return
  }
  tally.spark[Math.min(step, tally.spark.length - 1)] = (tally.spark[Math.min(step, tally.spark.length - 1)] ?? 0) + 1
  if (change.column === ROW_EXISTS) tally.rowsAdded++
  else if (change.column === ROW_GONE) tally.rowsDeleted += change.new === 'true' ? 1 : 0
  else if (change.column !== ROW_ORDER) {
    tally.edits++
    if (change.old !== 'null') {
      if (change.new === 'null') tally.emptied++
      if (change.before !== undefined && change.before !== change.member) tally.overwritten++
    }
    if (texts.has(change.column) && change.new.startsWith('"')) noteText(tally.texts, change)
  }
}

function noteText(texts: Map<string, Set<string>>, { new: json, row }: CountedChange): void {
  const text = String(JSON.parse(json))
  if (!isAdvertLike(text)) return
  const rows = texts.get(text)
  if (rows === undefined) texts.set(text, new Set([row]))
  else rows.add(row)
}

function mostRepeated(texts: ReadonlyMap<string, ReadonlySet<string>>): { text: string; rows: number } | undefined {
  let most: { text: string; rows: number } | undefined
  for (const [text, rows] of texts)
    if (rows.size > (most?.rows ?? 0)) most = { text: text.slice(0, 60), rows: rows.size }
  return most
}
