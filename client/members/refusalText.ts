import type { i18n } from 'i18next'
import { ApiError, sentenceOf } from '../app/ApiError.ts'

/** The sentence for a refusal; a conflict in the words of the place, which knows what it means there. */
export const refusalText = (error: unknown, conflict: string, words: i18n): string =>
  error instanceof ApiError && error.code === 'conflict' ? conflict : sentenceOf(error, words)
