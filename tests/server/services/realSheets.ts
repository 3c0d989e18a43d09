/** Real sheets on a real database in a directory of its own, for tests of services. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exports } from '../../../server/services/exports.ts'
import { Imports } from '../../../server/services/imports.ts'
import { SheetCommands } from '../../../server/services/sheetCommands.ts'
import { TABULAR_LIMITS, type TabularLimits, TabularWorker } from '../../../server/services/tabularWorker.ts'
import type { Store } from '../../../server/storage/Store.ts'
import { openSqlite } from '../../../server/storage/sqlite.ts'
import { Rooms } from '../../../server/sync/Rooms.ts'
import { SheetChanges } from '../../../server/sync/SheetChanges.ts'
import type { NewRow } from '../../../server/sync/SheetRooms.ts'
import type { SheetKind } from '../../../shared/schema/column.ts'
import type { StoreSetup } from '../../contracts/store.ts'

export const AUTHOR = { member: 'importer', session: 'test' }
/** 5 February 2020, noon in Shanghai. */
export const NOW = Date.UTC(2020, 1, 5, 4)

export class RealSheets {
  readonly store: Store
  readonly rooms: Rooms
  readonly worker: TabularWorker
  readonly imports: Imports
  readonly exports: Exports
  readonly commands: SheetCommands
  readonly changes = new SheetChanges()
  now = NOW
  #ids = 0
  readonly #directory: string

  private constructor(directory: string, store: Store, limits: TabularLimits) {
    this.#directory = directory
    this.store = store
    const log = { warn: () => {}, error: () => {} }
    this.rooms = new Rooms({
      store,
      now: () => this.now,
      clock: () => 0,
      log,
      authenticate: async () => undefined,
      originAllowed: () => true,
      changes: this.changes,
    })
    this.worker = new TabularWorker(limits)
    const { rooms, worker } = this
    this.commands = new SheetCommands({ store, rooms, now: () => this.now })
    this.imports = new Imports({
      store,
      rooms,
      worker,
      commands: this.commands,
      now: () => this.now,
      newId: () => `id${++this.#ids}`,
      maxBytes: 1024 * 1024,
    })
    this.exports = new Exports({ store, rooms, worker, now: () => this.now })
  }

  /** One operation in Shanghai, and no sheet; on SQLite, or on what `setup` opens. */
  static async open(limits: Partial<TabularLimits> = {}, setup?: StoreSetup): Promise<RealSheets> {
    const directory = await mkdtemp(join(tmpdir(), 'gongji-tables-'))
    const store = await (setup?.open() ?? openSqlite({ file: join(directory, 'hub.db'), now: () => NOW }))
    await store.db
      .insertInto('operation')
      .values({ id: 'op', name: '武汉', time_zone: 'Asia/Shanghai', created_at: NOW })
      .execute()
    await store.db.insertInto('organization').values({ id: 'org', name: '壹基金', created_at: NOW }).execute()
    await store.db
      .insertInto('member')
      .values({
        id: AUTHOR.member,
        kind: 'service',
        name: '导入',
        login: null,
        password_hash: null,
        organization_id: 'org',
        color: '#336699',
        created_at: NOW,
        disabled_at: null,
      })
      .execute()
    return new RealSheets(directory, store, { ...TABULAR_LIMITS, ...limits })
  }

  /** A sheet of this kind holding these rows; resolves to its id. */
  async sheet(kind: SheetKind, rows: readonly NewRow[] = [], title = '需求'): Promise<string> {
    const id = `sheet${++this.#ids}`
    const document = `sheet/${id}`
    await this.store.db
      .insertInto('sheet')
      .values({ id, operation_id: 'op', kind, title, document, position: 0, created_at: NOW })
      .execute()
    await this.rooms.create(id, document)
    if (rows.length > 0) await this.rooms.appendRows(id, rows, AUTHOR)
    return id
  }

  /** Every live row of a sheet, in order. */
  rows(sheet: string): Promise<NewRow[]> {
    return this.rooms.read(sheet, document => document.rows().map(id => ({ id, cells: document.cells(id) })))
  }

  async close(): Promise<void> {
    await this.worker.close()
    await this.rooms.close()
    await this.store.close()
    await rm(this.#directory, { recursive: true })
  }
}
