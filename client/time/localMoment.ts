/** Moments as people set them: a date and a clock time in the operation's zone, as `<input type="datetime-local">` holds them. */
import { Temporal } from 'temporal-polyfill'

/** `2022-01-05T14:30:05` in that zone; milliseconds since 1970 in. */
export const localMoment = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000) * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })

/** Milliseconds since 1970; undefined for a text that is no moment. A clock time that comes twice means the first. */
export function momentOf(local: string, zone: string): number | undefined {
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds
  } catch {
    return undefined
  }
}
