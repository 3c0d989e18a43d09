import { Temporal } from 'temporal-polyfill'
import type { Language } from '../../shared/schema/format.ts'
import { LANGUAGE_TAG } from '../i18n/language.ts'

/** `11月22日 14:05` in the operation's zone, with the year when it is not this one's. */
export function momentText(iso: string, zone: string, language: Language, now: number): string {
  const at = new Date(iso)
  const year = (ms: number): number => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).year
  return new Intl.DateTimeFormat(LANGUAGE_TAG[language], {
    timeZone: zone,
    ...(year(at.getTime()) === year(now) ? {} : { year: 'numeric' }),
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** `14:05:09` in the operation's zone. */
export const clockText = (at: number, zone: string, language: Language): string =>
  new Intl.DateTimeFormat(LANGUAGE_TAG[language], { timeZone: zone, timeStyle: 'medium', hourCycle: 'h23' }).format(at)

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** `3 分钟前`; undefined for less than a minute ago, which has a word of its own. */
export function relativeText(iso: string, language: Language, now: number): string | undefined {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size)
  if (step === undefined) return undefined
  return new Intl.RelativeTimeFormat(LANGUAGE_TAG[language], { numeric: 'auto' }).format(
    Math.trunc(seconds / step[1]),
    step[0],
  )
}
