/** Addresses of the page, in one place. */
import { COLUMN_ID, ROW_ID } from '../../shared/sheet/cell.ts'

export const operationPath = (operation: string): string => `/o/${encodeURIComponent(operation)}`
/** A place in a sheet: ids alone, so that a link tells nothing of what the sheet holds. `view` may be ALL_ROWS. */
export interface SheetPlace {
  readonly view?: string
  readonly row?: string
  /** A column; only with a row. */
  readonly cell?: string
}

/** In the place of a view's id: no view, all rows. */
export const ALL_ROWS = 'all'

/** `/o/<operation>/s/<sheet>?view=&row=&cell=` (VIEW-16). */
export function sheetPath(operation: string, sheet: string, { view, row, cell }: SheetPlace = {}): string {
  const query = new URLSearchParams()
  if (view !== undefined) query.set('view', view)
  if (row !== undefined) query.set('row', row)
  if (row !== undefined && cell !== undefined) query.set('cell', cell)
  const path = `${operationPath(operation)}/s/${encodeURIComponent(sheet)}`
  return query.size === 0 ? path : `${path}?${query}`
}

/** The place a link leads to; what could be no id is left out. */
export function sheetPlaceOf(search: string): SheetPlace {
  const query = new URLSearchParams(search)
  const read = (name: string, form: RegExp): string | undefined => {
    const text = query.get(name)
    return text !== null && form.test(text) ? text : undefined
  }
  const view = read('view', /^[A-Za-z0-9_-]{1,64}$/)
  const row = read('row', ROW_ID)
  const cell = row === undefined ? undefined : read('cell', COLUMN_ID)
  return {
    ...(view === undefined ? {} : { view }),
    ...(row === undefined ? {} : { row }),
    ...(cell === undefined ? {} : { cell }),
  }
}

/** The sign-in page that leads back to where the person wanted to go. */
export const signInPath = (wanted: string): string =>
  wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`

/** Where to go after signing in: a path of this page and nothing else, so that no link can lead away from here (PAGE-6). */
export function pathAfterSignIn(search: string): string {
  const next = new URLSearchParams(search).get('next')
  if (next === null || !/^\/(?![/\\])[^\\]*$/.test(next) || next.startsWith('/sign-in')) return '/'
  return next
}

/** The token of a setup or demo link: `#<token>` or `#token=<token>`. Undefined when the link was cut. */
export function tokenOfFragment(hash: string): string | undefined {
  const text = hash.replace(/^#/, '')
  const token = new URLSearchParams(text).get('token') ?? decodeURIComponentOr(text)
  return token === '' ? undefined : token
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
