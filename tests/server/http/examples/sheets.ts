import type { Examples, Scene } from './example.ts'

/** A column nobody has yet. */
const anyColumn = () => {
  const label = `列${Math.random()}`
  return { label: { zh: label, en: label }, kind: { type: 'text' } }
}
/** Sheet → a column of its own. */
const OWN_COLUMN = new Map<string, string>()
const needsColumn = async ({ test, at: { sheet } }: Scene): Promise<void> => {
  if (OWN_COLUMN.has(sheet)) return
  const { columns } = await test.operator<{ columns: { id: string }[] }>(
    'POST',
    `/sheets/${sheet}/columns`,
    anyColumn(),
  )
  OWN_COLUMN.set(sheet, columns.at(-1)?.id ?? '')
}

export const examples: Examples = {
  'get /sheets': {},
  'post /sheets': { send: at => ({ json: { operation: at.operation, kind: 'needs', title: '表' } }) },
  'get /sheets/:id': {},
  'get /sheets/:id/rows': {},
  'get /sheets/:id/history': {},
  'get /sheets/:id/columns': {},
  'post /sheets/:id/columns': { send: () => ({ json: anyColumn() }) },
  'post /sheets/:id/columns/preview': {
    before: needsColumn,
    send: at => ({ json: { ...anyColumn(), column: OWN_COLUMN.get(at.sheet) } }),
  },
  'post /sheets/:id/columns/change': {
    before: needsColumn,
    send: at => ({ json: { ...anyColumn(), column: OWN_COLUMN.get(at.sheet) } }),
  },
  'post /sheets/:id/columns/remove': { send: () => ({ json: { column: 'unit' } }) },
  'post /sheets/:id/columns/restore': { send: () => ({ json: { column: 'unit' } }) },
  'post /sheets/:id/columns/order': { send: () => ({ json: { columns: ['quantity', 'item'] } }) },
  'post /sheets/:id/arrangement': { send: () => ({ json: { title: '改名' } }) },
  'post /operations/:id/sheet-order': { send: at => ({ json: { sheets: [at.sheet] } }) },
}
