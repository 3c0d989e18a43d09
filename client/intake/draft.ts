/** What somebody has typed into a form, kept on their device until it is sent (docs/SPEC.md FORM-14). */
import type { Answers } from '../../shared/forms/answers.ts'

export interface Draft {
  /** Names what will be sent, once and for ever: sending it again has no second effect. */
  readonly key: string
  readonly answers: Answers
}

const place = (code: string): string => `gongji.form.${code}`
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A key nobody else has: 24 letters of chance. */
export function newKey(): string {
  const chance = new Uint8Array(24)
  crypto.getRandomValues(chance)
  let key = ''
  for (let i = 0; i < chance.length; i++) key += LETTERS.charAt((chance[i] ?? 0) % LETTERS.length)
  return key
}

/** What was typed before, if it was not sent. */
export function readDraft(code: string): Draft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place(code)) ?? 'null') as Partial<Draft> | null
    return typeof kept?.key === 'string' && typeof kept.answers === 'object' && kept.answers !== null
      ? { key: kept.key, answers: kept.answers }
      : undefined
  } catch {
    return undefined
  }
}

/** Keeps it; false where this browser keeps nothing. */
export function keepDraft(code: string, draft: Draft): boolean {
  try {
    localStorage.setItem(place(code), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

export function dropDraft(code: string): void {
  try {
    localStorage.removeItem(place(code))
  } catch {
    // Nothing was kept, so nothing is left.
  }
}
