/**
 * Cursor pages: a cursor is opaque text that says where the page before ended, not a count, so rows coming and going in between are neither
 * repeated nor left out (docs/SPEC.md HTTP-6).
 */
import { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'

export interface PageQuery {
  readonly limit: number
  readonly cursor?: string | undefined
}

export interface Page<T> {
  readonly items: T[]
  readonly next: string | null
}

/** Wraps the place where a page ended. */
export const toCursor = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

const cursorParts = z.array(z.string())

/** The parts of a cursor of ours, exactly `count` of them. Throws HubError `bad-request` for anything else. */
export function fromCursor(cursor: string, count: number): string[] {
  try {
    return cursorParts.length(count).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw new HubError('bad-request', 'The cursor is not one of ours.', { cause })
  }
}
