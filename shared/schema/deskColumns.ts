/**
 * Columns that nobody types into: what a sheet's desk says of a row, joined to its cells by row id (docs/SPEC.md DESK-7 … DESK-9). One list for grid,
 * views, cards and exports; a kind of entry adds its column here.
 */
import type { DeskKind, DeskKinds } from '../desk/deskDocument.ts'
import { countingColumns, type StandingName, standingOf } from '../domain/verification.ts'
import type { Scalar } from '../sheet/cell.ts'
import type { Choice, Column } from './column.ts'

/** What is read of a desk. DeskDocument is one. */
export interface DeskReader {
  get<K extends DeskKind>(kind: K, row: string): DeskKinds[K] | undefined
}

/** A row with what the desk says of it. */
export interface JoinedRow {
  readonly desk: DeskReader
  readonly row: string
  /** A cell of the row. */
  readonly cell: (column: string) => Scalar
  /** The columns of the sheet. */
  readonly columns: readonly Column[]
}

export interface DeskColumn {
  readonly column: Column
  /** The kind of entry it is made from. */
  readonly kind: DeskKind
  /** Sheets of which it says something; all of them without it. */
  readonly suits?: (columns: readonly Column[]) => boolean
  /** Stands in exported files too. */
  readonly exported?: true
  /** A sign before the word, where the word has one: state is never told by colour alone. */
  readonly sign?: (value: Scalar) => string
  /** What it says of a row, from the entry and the cells of now; null for nothing. */
  readonly value: (joined: JoinedRow) => Scalar
}

const STANDING_SIGNS: Readonly<Record<StandingName, string>> = {
  unverified: '',
  stale: '⚠',
  verified: '✓',
  rejected: '✗',
}

/** What waits for somebody first. */
const STANDING_CHOICES: readonly (Choice & { readonly value: StandingName })[] = [
  { value: 'stale', label: { zh: '核实后有变更', en: 'Changed since' }, color: 'orange' },
  { value: 'unverified', label: { zh: '未核实', en: 'Unverified' } },
  { value: 'verified', label: { zh: '已核实', en: 'Verified' }, color: 'green' },
  { value: 'rejected', label: { zh: '不属实', en: 'Rejected' }, color: 'red' },
]

/** Where a row stands: `verified`, `stale` and so on. */
export const VERIFICATION_COLUMN: Column = {
  id: '_verification',
  label: { zh: '核实', en: 'Verification' },
  kind: { type: 'choice', choices: STANDING_CHOICES },
  hxl: '#status+verification',
  width: 124,
  help: {
    zh: '按 V 核实一行；核实后内容有变更会自动提示。',
    en: 'Press V to verify a row; a later change shows here by itself.',
  },
}

/** Whether another row may tell of the same: `possible`, or what has been made of it. */
const DUPLICATE_COLUMN: Column = {
  id: '_duplicate',
  label: { zh: '重复', en: 'Duplicates' },
  kind: {
    type: 'choice',
    choices: [
      { value: 'possible', label: { zh: '可能重复', en: 'Possible' }, color: 'orange' },
      { value: 'kept', label: { zh: '已合并', en: 'Merged' } },
      { value: 'merged', label: { zh: '已并入', en: 'Went into another' } },
    ],
  },
  width: 112,
  help: {
    zh: '看起来与别的行说的是同一件事；在“可能重复”页对比。',
    en: 'Looks like another row; compare them on the page of possible duplicates.',
  },
}

/** Whose row it is, masked; the details are shown one at a time in the row's drawer (docs/SPEC.md VAULT-6). */
const CONTACT_COLUMN: Column = {
  id: '_contact',
  label: { zh: '隐私信息', en: 'Personal details' },
  kind: { type: 'text' },
  width: 130,
  help: {
    zh: '只显示隐去后的姓名和电话；打开这一行，可以填写，或说明目的后查看。',
    en: 'Name and phone, masked; open the row to fill in, or to look for a purpose.',
  },
}

export const DESK_COLUMNS: readonly DeskColumn[] = [
  {
    column: VERIFICATION_COLUMN,
    kind: 'verification',
    exported: true,
    sign: value => STANDING_SIGNS[value as StandingName] ?? '',
    value: ({ desk, row, cell, columns }) =>
      standingOf(desk.get('verification', row), countingColumns(columns), cell).state,
  },
  {
    column: DUPLICATE_COLUMN,
    kind: 'duplicate',
    suits: columns => columns.some(({ id }) => id === 'item'),
    sign: value => (value === null ? '' : '⧉'),
    value: ({ desk, row }) => {
      const entry = desk.get('duplicate', row)
      if (entry === undefined) return null
      if (entry.rows.length > 0) return 'possible'
      return entry.into === undefined ? 'kept' : 'merged'
    },
  },
  {
    column: CONTACT_COLUMN,
    kind: 'contact',
    exported: true,
    value: ({ desk, row }) => {
      const contact = desk.get('contact', row)
      if (contact === undefined) return null
      const shown = [contact.name, contact.phone].filter(part => part !== null).join(' ')
      return shown === '' ? '***' : shown
    },
  },
]

const BY_ID: ReadonlyMap<string, DeskColumn> = new Map(DESK_COLUMNS.map(desk => [desk.column.id, desk]))

/** The desk column of this id; undefined for a column of cells. */
export const deskColumn = (id: string): DeskColumn | undefined => BY_ID.get(id)

/** Those that stand in exported files, behind the columns of cells. */
export const EXPORTED_DESK_COLUMNS: readonly DeskColumn[] = DESK_COLUMNS.filter(({ exported }) => exported === true)

/** Columns of cells that fit onto a screen: what few rows have stands behind them. */
const FIRST_SCREEN = 9

/** The columns of cells with those of the desk: whether a row is true behind what it is about, the others behind the first screen. */
export function withDeskColumns(columns: readonly Column[]): readonly Column[] {
  const [standing, ...others] = DESK_COLUMNS.filter(({ suits }) => suits?.(columns) !== false).map(
    ({ column }) => column,
  )
  return [
    ...columns.slice(0, 1),
    ...(standing === undefined ? [] : [standing]),
    ...columns.slice(1, FIRST_SCREEN),
    ...others,
    ...columns.slice(FIRST_SCREEN),
  ]
}
