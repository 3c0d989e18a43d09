/**
 * Days and instants as people write them. A day is `YYYY-MM-DD`; an instant is ISO 8601 in UTC. Clock times are read in the operation's zone.
 */
import { Temporal } from 'temporal-polyfill'

/** What reading a date depends on besides its text. */
export interface ParseContext {
  /** IANA zone of the operation. */
  readonly zone: string
  /** The year of `2月1日`; without one such a text is refused. */
  readonly year?: number | undefined
  /** `excel`: a bare number in a date column counts days since 1900, as spreadsheets store dates. */
  readonly serials?: 'excel' | undefined
}

interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  readonly microsecond: number
  readonly nanosecond: number
}
const MIDNIGHT: Clock = { hour: 0, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 }

const OFFSET = String.raw`(?<offset>z|[+-]\d{2}:?\d{2}(?::?\d{2})?)?`
const CLOCK = String.raw`(?:(?<half>上午|下午|中午|晚上|凌晨|am|pm)\s*)?(?<hour>\d{1,2})(?::|时|点)(?:(?<minute>\d{1,2})分?)?(?::?(?<second>\d{1,2})(?:\.(?<fraction>\d{1,9}))?秒?)?\s*(?<halfAfter>am|pm)?\s*${OFFSET}`
const REST = String.raw`(?:(?:\s*t\s*|\s+|(?<=日|号))(?:星期.|周.)?\s*${CLOCK})?(?:\s*\(?(?:星期|周).\)?)?$`
const DAYS = [
  String.raw`^(?<year>\d{4})\s*(?<sep>[-/.])\s*(?<month>\d{1,2})\s*\k<sep>\s*(?<day>\d{1,2})`,
  String.raw`^(?<year>\d{4})年\s*(?<month>\d{1,2})月\s*(?<day>\d{1,2})[日号]?`,
  String.raw`^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`^(?<month>\d{1,2})月\s*(?<day>\d{1,2})[日号]`,
  String.raw`^(?<day>\d{1,2})\s+(?<name>[a-z]{3,9})\.?,?\s+(?<year>\d{4})`,
  String.raw`^(?<name>[a-z]{3,9})\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})`,
].map(day => new RegExp(day + REST, 'i'))
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** `20200201` is a day, not the 20,200,201st. */
const COMPACT_DAY = /^\d{8}$/
const SERIAL = /^\d{1,7}(?:\.\d+)?$/

/** The day in an NFKC-normalized text; `undefined` when it is none, or when it carries a clock time that a day cannot hold. */
export function readDay(text: string, context: ParseContext): string | undefined {
  const local = readLocal(text, context)
  if (local === undefined || Temporal.PlainTime.compare(local.toPlainTime(), MIDNIGHT) !== 0) return undefined
  return local.toPlainDate().toString()
}

/** The instant in an NFKC-normalized text, ISO 8601 UTC; a text without a clock time is the start of that day. */
export function readInstant(text: string, context: ParseContext): string | undefined {
  return readZoned(text, context)?.toInstant().toString()
}

const readLocal = (text: string, context: ParseContext): Temporal.PlainDateTime | undefined =>
  readZoned(text, { ...context, zone: /(?:z|[+-]\d{2}:?\d{2})$/i.test(text) ? context.zone : 'UTC' })?.toPlainDateTime()

function readZoned(text: string, context: ParseContext): Temporal.ZonedDateTime | undefined {
  const trimmed = text.trim()
  if (context.serials === 'excel' && SERIAL.test(trimmed) && !COMPACT_DAY.test(trimmed))
    return fromSerial(Number(trimmed), context.zone)
  for (const day of DAYS) {
    const groups = day.exec(trimmed)?.groups
    if (groups !== undefined) return fromGroups(groups, context)
  }
  return undefined
}

function fromGroups(
  groups: Record<string, string | undefined>,
  context: ParseContext,
): Temporal.ZonedDateTime | undefined {
  const year = groups.year === undefined ? context.year : Number(groups.year)
  const month =
    groups.name === undefined ? Number(groups.month) : MONTHS.indexOf(groups.name.slice(0, 3).toLowerCase()) + 1
  const clock = readClock(groups)
  if (year === undefined || month === 0 || clock === undefined) return undefined
  try {
    const local = Temporal.PlainDateTime.from(
      { year, month, day: Number(groups.day), ...clock },
      { overflow: 'reject' },
    )
    if (groups.offset === undefined) return local.toZonedDateTime(context.zone)
    const offset = groups.offset.toLowerCase() === 'z' ? 'Z' : groups.offset
    return Temporal.Instant.from(`${local.toString()}${offset}`).toZonedDateTimeISO(context.zone)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const AFTERNOON = /下午|晚上|pm/i
const MORNING = /上午|凌晨|am/i

function readClock(groups: Record<string, string | undefined>): Clock | undefined {
  if (groups.hour === undefined) return MIDNIGHT
  const half = groups.half ?? groups.halfAfter ?? ''
  let hour = Number(groups.hour)
  if (AFTERNOON.test(half) && hour < 12) hour += 12
  if (MORNING.test(half) && hour === 12) hour = 0
  const nanoseconds = (groups.fraction ?? '').padEnd(9, '0')
  return {
    hour,
    minute: Number(groups.minute ?? 0),
    second: Number(groups.second ?? 0),
    millisecond: Number(nanoseconds.slice(0, 3)),
    microsecond: Number(nanoseconds.slice(3, 6)),
    nanosecond: Number(nanoseconds.slice(6, 9)),
  }
}

const DAY_SECONDS = 86_400
/** Excel believes 1900 was a leap year: serial 61 is 1 March 1900. Serials below it are not dates anybody means. */
function fromSerial(serial: number, zone: string): Temporal.ZonedDateTime | undefined {
  if (serial < 61 || serial > 2_958_465) return undefined
  const seconds = Math.round((serial - Math.floor(serial)) * DAY_SECONDS)
  return Temporal.PlainDateTime.from('1899-12-30')
    .add({ days: Math.floor(serial), seconds })
    .toZonedDateTime(zone)
}

/** Whether a value is a day, `YYYY-MM-DD`. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value < '0001') return false
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' }).toString() === value
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Whether a value is an instant in UTC, `YYYY-MM-DDTHH:MM:SS[.fraction]Z`. */
export function isInstant(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(value)) return false
  // A day of slack at both ends: in every zone the year must have four digits.
  if (value < '0002' || value >= '9999') return false
  try {
    Temporal.Instant.from(value)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * An instant as a clock in this zone shows it: `2020-02-01 08:00`, with seconds and fraction where they are not zero,
 * and with the offset where the clock shows that time twice (the autumn change), so that it reads back to the same instant.
 */
export function clockText(instant: string, zone: string): string {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  const local = zoned.toPlainDateTime()
  const whole = zoned.second === 0 && zoned.millisecond === 0 && zoned.microsecond === 0 && zoned.nanosecond === 0
  const text = (whole ? local.toString({ smallestUnit: 'minute' }) : local.toString()).replace('T', ' ')
  const unambiguous = local.toZonedDateTime(zone).epochNanoseconds === zoned.epochNanoseconds
  return unambiguous ? text : text + zoned.offset
}
