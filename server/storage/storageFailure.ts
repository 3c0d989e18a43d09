/** The failures of both engines in the words of the house. */
import { HubError } from '../../shared/protocol/errors.ts'

/** The engine's own code: SQLite's `SQLITE_FULL`, PostgreSQL's five characters, or the system's `ENOSPC`. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

const FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', '53100', 'ENOSPC', 'EDQUOT'])

/** What a failed write means to the person who waits for it: `disk-full`, else `not-saved`. A HubError stays what it is; the cause is kept. */
export function writeFailure(error: unknown): HubError {
  if (error instanceof HubError) return error
  const code = codeOf(error)
  return new HubError(code !== undefined && FULL.has(code) ? 'disk-full' : 'not-saved', undefined, { cause: error })
}

const DAMAGED: ReadonlySet<string> = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'XX001', 'XX002'])

/** Whether the engine itself says that its files are damaged, or a whole number stands there that we never write. */
export function isDamage(error: unknown): boolean {
  if (error instanceof RangeError) return true
  const code = codeOf(error)
  return code !== undefined && DAMAGED.has(code)
}

/** Whether SQLite refused a write for what the tables demand (a key, a reference, a value). */
export const isConstraint = (error: unknown): boolean => codeOf(error) === 'SQLITE_CONSTRAINT'

/** Whether a write was refused because a unique value is there already (a login, an id, an idempotency key). The winner of a race is told by this. */
export function isUniqueViolation(error: unknown): boolean {
  if (codeOf(error) === '23505') return true
  return (
    codeOf(error) === 'SQLITE_CONSTRAINT' && error instanceof Error && /UNIQUE constraint failed/.test(error.message)
  )
}

/** SQLite failures after which what the connection believes of the file is not trusted. */
const CONNECTION_LOST: ReadonlySet<string> = new Set([
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_NOMEM',
  'SQLITE_READONLY',
])

/** Whether the connection must be opened anew: after a failed fsync nobody writes on as if it had worked. */
export const losesConnection = (error: unknown): boolean => CONNECTION_LOST.has(codeOf(error) ?? '')
