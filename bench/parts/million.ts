/**
 * A sheet that has lived: a million random edits by 50 people on 10,000 rows, through our own layout and its fold, and beside it through
 * nested maps. Written in one process, loaded in a fresh one.
 */
import { join } from 'node:path'
import type { Aged, AgeWish } from '../load/ager.ts'
import type { Loaded, LoadFileWish } from '../load/loader.ts'
import type { Form, Options } from '../options.ts'
import { killed, messageFrom, startPinned } from '../process/pinned.ts'
import { withDataFolder } from '../process/server.ts'
import { progress } from '../progress.ts'
import type { Layout } from '../targets.ts'
import { median } from './join.ts'

export interface MillionResult {
  readonly layout: Layout
  readonly rows: number
  readonly edits: number
  readonly documentBytes: number
  /** The same rows as plain JSON arrays: the least they can take. */
  readonly jsonBytes: number
  /** Milliseconds in a fresh process, medians of three: the document applied, and then every row a plain object. */
  readonly load: number
  readonly built: number
  readonly residentMb: number
  readonly folds: number
  /** The longest single step of a fold, milliseconds: what it holds the event loop up. */
  readonly longestFoldStep: number
}

const ROWS = 10_000
const EDITS: Record<Form, number> = { short: 100_000, full: 1_000_000 }
const LOADS = 3
const LAYOUTS: readonly Layout[] = ['gongji', 'nested']

export async function* runMillion(options: Options): AsyncIterable<MillionResult> {
  for (const layout of LAYOUTS) {
    const result = await withDataFolder(folder => age(layout, join(folder, 'sheet.bin'), EDITS[options.form]))
    yield result
    progress(`million ${layout}: ${(result.documentBytes / 1e6).toFixed(2)} MB, load ${result.load.toFixed(0)} ms`)
  }
}

async function age(layout: Layout, file: string, edits: number): Promise<MillionResult> {
  const aged = await ask<{ aged: Aged }>('load/ager.ts', { layout, file, rows: ROWS, edits } satisfies AgeWish, 'aged')
  const loads: Loaded[] = []
  for (let i = 0; i < LOADS; i++) {
    const { loaded } = await ask<{ loaded: Loaded }>(
      'load/loader.ts',
      { layout, file, rows: ROWS } satisfies LoadFileWish,
      'loaded',
    )
    loads.push(loaded)
  }
  return {
    layout,
    rows: ROWS,
    edits,
    ...aged.aged,
    load: median(loads.map(each => each.applied)),
    built: median(loads.map(each => each.built)),
    residentMb: median(loads.map(each => each.residentMb)),
  }
}

async function ask<T extends object>(script: string, wish: object, field: keyof T & string): Promise<T> {
  const child = startPinned(script, 0)
  try {
    child.send(wish)
    return await messageFrom<T>(child, field)
  } finally {
    await killed(child)
  }
}
