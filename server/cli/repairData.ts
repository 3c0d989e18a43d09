/**
 * `--repair` (docs/SPEC.md CLI-6, CLI-12): nobody has the data open, the copy is on the disk before anything is changed, what is sound stays, the
 * sheets that lost something get a new edition, and a person is told in words what became of each.
 */
import { access, rm } from 'node:fs/promises'
import * as Y from 'yjs'
import { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { editionsAfterRepair } from '../services/editions.ts'
import { own } from '../storage/dataDirectory.ts'
import { openStore, sqliteFile } from '../storage/openStore.ts'
import type { Damage, Store } from '../storage/Store.ts'
import { copyAside } from '../storage/sqlite.ts'
import { damageOfWal } from '../storage/walFile.ts'
import type { CommandCall, Io } from './command.ts'
import { explainOwner } from './explainOwner.ts'

/** A sheet that went on without some of its past. */
export interface RepairedSheet {
  readonly sheet: string
  readonly title: string
  /** The document's name before and now. */
  readonly from: string
  readonly to: string
  /** Rows it still has. */
  readonly rows: number
}

export interface Repair {
  /** The database as it was found; null when nothing was damaged, or on PostgreSQL. */
  readonly copy: string | null
  readonly found: readonly Damage[]
  readonly sheets: readonly RepairedSheet[]
  /** What is still damaged. */
  readonly left: readonly Damage[]
}

/** One line a finding, for a person. */
export const describeDamage = ({ document, seq, what }: Damage): string =>
  `${document ?? 'database'}${seq === undefined ? '' : ` #${seq}`}: ${what}`

/**
 * Repairs what lies in the data directory, or in PostgreSQL, and tells it. Throws CommandError when a hub is running on it, and HubError
 * `unavailable` when only a backup helps: the copy is told before.
 */
export async function repairData({ config, io }: Pick<CommandCall, 'config' | 'io'>): Promise<Repair> {
  const ownership = await own(config.dataDir).catch((error: unknown) => {
    throw explainOwner(error)
  })
  try {
    const { dataDir } = ownership
    if (config.databaseUrl !== undefined) {
      const store = await openStore({ databaseUrl: config.databaseUrl, dataDir, now: Date.now })
      return await repairStore(store, { io, copy: undefined, inLog: undefined })
    }
    return await repairFile(sqliteFile(dataDir), dataDir, io)
  } finally {
    await ownership.release()
  }
}

async function repairFile(file: string, dataDir: string, io: Io): Promise<Repair> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  const inLog = await damageOfWal(file)
  const copy = isThere ? await copyAside(file, Date.now()) : undefined
  const store = await openStore({ databaseUrl: undefined, dataDir, now: Date.now, damaged: 'open' }).catch(
    (error: unknown) => {
      sayCopied(io, copy)
      throw error
    },
  )
  const repair = await repairStore(store, { io, copy, inLog })
  if (copy === undefined || repair.found.length > 0) return repair
  for (const part of ['', '-wal']) await rm(copy + part, { force: true })
  return { ...repair, copy: null }
}

const sayCopied = (io: Io, copy: string | undefined): void =>
  io.say(
    copy === undefined
      ? '没有制作副本。  No copy was made; what is damaged is set aside, not deleted.'
      : `已复制数据库 The database was copied to ${copy}`,
  )

interface Circumstances {
  readonly io: Io
  readonly copy: string | undefined
  /** What is wrong with the write-ahead log, where there is one. */
  readonly inLog: string | undefined
}

/** Closes the store. */
async function repairStore(store: Store, { io, copy, inLog }: Circumstances): Promise<Repair> {
  try {
    const ofLog = inLog === undefined ? [] : [{ document: undefined, seq: undefined, what: inLog }]
    const inRecords = await store.check()
    const found = [...ofLog, ...inRecords]
    if (found.length > 0) sayCopied(io, copy)
    if (inRecords.length > 0) await store.repair(inRecords)
    for (const it of found) io.say(`已移开 set aside: ${describeDamage(it)}`)
    const left = await store.check()
    const sheets = left.length > 0 ? [] : await renewSheets(store)
    for (const sheet of sheets) io.say(describeSheet(sheet, copy))
    return { copy: copy ?? null, found, sheets, left }
  } finally {
    await store.close()
  }
}

async function renewSheets(store: Store): Promise<RepairedSheet[]> {
  const repaired: RepairedSheet[] = []
  for (const edition of await editionsAfterRepair(store)) {
    const { title } = await store.db
      .selectFrom('sheet')
      .select('title')
      .where('id', '=', edition.sheet)
      .executeTakeFirstOrThrow()
    repaired.push({ ...edition, title, rows: await countRows(store, edition.to) })
  }
  return repaired
}

async function countRows(store: Store, document: string): Promise<number> {
  const stored = await store.load(document)
  const sheet = new SheetDocument(new Y.Doc())
  if (stored?.snapshot !== undefined) Y.applyUpdate(sheet.doc, stored.snapshot.update)
  for (const { update } of stored?.records ?? []) Y.applyUpdate(sheet.doc, update)
  const { rowCount } = sheet
  sheet.destroy()
  return rowCount
}

function describeSheet({ title, from, to, rows }: RepairedSheet, copy: string | undefined): string {
  const zhCopy = copy === undefined ? '' : `和副本 ${copy}`
  const enCopy = copy === undefined ? '' : ` and in the copy ${copy}`
  const renamed = `表格「${title}」换了新版本，现有 ${rows} 行。  The sheet ${title} has a new edition with ${rows} rows: ${from} → ${to}`
  if (rows > 0) return renamed
  return [
    renamed,
    `  这张表格现在是空的：最早的记录已损坏或原本就没有行。能留下的字节在数据库的 doc_damaged 表（document = '${from}'）${zhCopy}；要找回请恢复备份。`,
    `  The sheet ${title} is empty now: its first records were damaged, or it had no rows. What is left of its bytes is in the table doc_damaged (document = '${from}')${enCopy}; to bring it back, restore a backup.`,
  ].join('\n')
}
