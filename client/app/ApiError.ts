import type { i18n } from 'i18next'
import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'

/** `unreachable`: no answer came · `unreadable`: an answer that is not of this product. */
export type Failure = ErrorCode | 'unreachable' | 'unreadable'

/** A call that failed, in a form a person can be told (PAGE-5). `detail` names the thing, as the server said it. */
export class ApiError extends Error {
  readonly code: Failure
  readonly detail: string | undefined
  constructor(code: Failure, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? code : `${code}: ${detail}`, options)
    this.name = 'ApiError'
    this.code = code
    this.detail = detail
  }
}

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** One sentence for the person, in the language on screen. Anything that is no ApiError is told by its message. */
export function sentenceOf(error: unknown, { t, language }: i18n): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'unreachable' || error.code === 'unreadable') return t(`problem.${error.code}`)
  const sentence = ERRORS[error.code][language === 'en' ? 'en' : 'zh']
  return error.detail === undefined ? sentence : `${sentence} ${error.detail}`
}
