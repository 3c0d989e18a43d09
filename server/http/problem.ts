/**
 * Failures as RFC 9457 problem documents (docs/SPEC.md HTTP-2): code, status and sentences come from the one table of errors.
 */
import type { Response } from 'express'
import { ERRORS, type ErrorCode, HubError } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/http.ts'

/** The hub's failure behind anything thrown: its own, express's and its parsers' by their status, and everything else a bug. */
export function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error
  const cause = { cause: error }
  switch (statusOf(error)) {
    case 400:
      return new HubError('bad-request', 'The body or the address cannot be read.', cause)
    case 413:
      return new HubError('too-large', limitOf(error), cause)
    case 415:
      return new HubError('bad-request', 'This encoding is not understood.', cause)
    default:
      return new HubError('internal', undefined, cause)
  }
}

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** The limit a body went over, as its parser names it. */
function limitOf(error: unknown): string | undefined {
  const has = typeof error === 'object' && error !== null && 'limit' in error && typeof error.limit === 'number'
  return has ? `≤ ${Math.floor((error as { limit: number }).limit / 1024 / 1024)} MB` : undefined
}

/** The problem document of a failure; `type` is the code's entry in docs/ERRORS.md. */
export function toProblem(error: HubError): Problem {
  const { status, en, zh } = ERRORS[error.code]
  const detail = error.detail === undefined ? {} : { detail: error.detail }
  const fields = error.fields.length === 0 ? {} : { fields: [...error.fields] }
  return { type: `/docs/errors#${error.code}`, title: en, status, code: error.code, zh, ...detail, ...fields }
}

/** How long to wait before trying again, seconds, for the Retry-After header. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = {
  'rate-limited': 30,
  overloaded: 2,
  'not-saved': 5,
  unavailable: 5,
}

/** Sends the problem, unless the answer has begun: then the connection is cut so that nobody takes half an answer for a whole one. */
export function sendProblem(response: Response, error: HubError): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const wait = RETRY_AFTER[error.code]
  if (wait !== undefined) response.setHeader('Retry-After', String(wait))
  if (error.code === 'not-signed-in') response.setHeader('WWW-Authenticate', 'Bearer')
  response
    .status(ERRORS[error.code].status)
    .type('application/problem+json')
    .setHeader('Cache-Control', 'no-store')
    .send(JSON.stringify(toProblem(error)))
}
