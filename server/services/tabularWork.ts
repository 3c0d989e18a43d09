/** The worker's side of tabularJobs.ts: takes a job, answers, takes the next. */
import { type MessagePort, parentPort } from 'node:worker_threads'
import { HubError } from '../../shared/protocol/errors.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { CSV_START, csvLines } from '../../shared/tabular/csv.ts'
import { readFile } from '../../shared/tabular/readFile.ts'
import type { ReadRow } from '../../shared/tabular/readTable.ts'
import type { FileCell } from '../../shared/tabular/table.ts'
import { hashtagLine, headerLine, rowLine } from '../../shared/tabular/writeTable.ts'
import { WorkbookWriter } from '../../shared/tabular/xlsx.ts'
import type { Decided, FedRow, Matcher, PastValues } from './importMatch.ts'
import {
  exportedAt,
  type FileReading,
  matcherOf,
  type PendingImport,
  planImport,
  readPending,
  rowsToAdd,
} from './importPlan.ts'
import { refusalsFile } from './refusalsFile.ts'
import {
  ROWS_AT_A_TIME,
  type TabularAnswer,
  type TabularJob,
  type TabularMessage,
  type TabularResults,
} from './tabularJobs.ts'

type WriteJob = Extract<TabularJob, { job: 'write' }>

const pendingOf = (content: string): PendingImport => JSON.parse(content) as PendingImport

async function work(job: TabularJob, feed: Messages): Promise<TabularResults[keyof TabularResults]> {
  switch (job.job) {
    case 'read': {
      const pending: PendingImport = { ...job.pending, file: await readFile(job.bytes, job.pending.fileName) }
      return { content: JSON.stringify(pending), exportedAt: exportedAt(readPending(pending)) }
    }
    case 'plan': {
      const kept = pendingOf(job.content)
      const pending = job.choice === undefined ? kept : { ...kept, choice: job.choice }
      return planJob(pending, job.past, feed)
    }
    case 'rows':
      return rowsJob(readPending(pendingOf(job.content)), JSON.parse(job.decided) as Decided)
    case 'refusals':
      return { refusals: refusalsFile(readPending(pendingOf(job.content)).refusals) }
    case 'write':
      return { bytes: await writeFile(job, feed) }
  }
}

async function planJob(
  pending: PendingImport,
  past: string | undefined,
  feed: Messages,
): Promise<TabularResults['plan']> {
  let reading: FileReading | undefined
  let matcher: Matcher | undefined
  let failure: unknown
  try {
    reading = readPending(pending)
    matcher = matcherOf(reading, past === undefined ? undefined : pastOf(past))
  } catch (error) {
    failure = error
  }
  // What was sent is taken out of the way whatever becomes of it: the next job comes behind it.
  for (;;) {
    const { value: part } = await feed.next()
    if (part === undefined || !('rows' in part)) break
    for (const row of JSON.parse(part.rows) as readonly FedRow[]) matcher?.take(row)
  }
  if (reading === undefined || matcher === undefined) throw failure
  const { plan, decided } = planImport(reading, matcher)
  return { plan, decided: JSON.stringify(decided), content: JSON.stringify(pending) }
}

const pastOf = (text: string): PastValues =>
  new Map((JSON.parse(text) as [string, [string, Scalar][]][]).map(([row, cells]) => [row, new Map(cells)]))

function rowsJob(reading: FileReading, decided: Decided): TabularResults['rows'] {
  const rows = rowsToAdd(reading, decided)
  const own = new Set(reading.ownIds)
  const { updatedRows, alreadyThere, skipped } = decided
  const { refusedRows, refusedCells } = reading
  const ownIds = rows.flatMap(({ id }) => (own.has(id) ? [id] : []))
  return {
    rows: [...textsOf(rows)],
    wishes: [...textsOf(decided.wishes)],
    refusals: refusalsFile(reading.refusals),
    counts: { updatedRows, alreadyThere, skipped, refusedRows, refusedCells, ownIds },
  }
}

function* textsOf(rows: readonly unknown[]): Generator<string> {
  for (let from = 0; from < rows.length; from += ROWS_AT_A_TIME)
    yield JSON.stringify(rows.slice(from, from + ROWS_AT_A_TIME))
}

/** Where the lines of a file go. */
interface LineWriter {
  add(lines: readonly (readonly FileCell[])[]): void
  finish(): Promise<Uint8Array<ArrayBuffer>>
}

async function writeFile(job: WriteJob, feed: Messages): Promise<Uint8Array<ArrayBuffer>> {
  const writer = job.format === 'xlsx' ? workbook(job) : text()
  writer.add([headerLine(job.columns, job.language, job.exportedAt)])
  if (job.format === 'hxl') writer.add([hashtagLine(job.columns)])
  for (;;) {
    // Not `for await`: leaving that would end the messages, and the next job comes through them.
    const { value: part } = await feed.next()
    if (part === undefined || !('rows' in part)) return writer.finish()
    const rows = JSON.parse(part.rows) as readonly ReadRow[]
    writer.add(rows.map(row => rowLine(row, job.columns, job.language, job.zone)))
  }
}

function text(): LineWriter {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = [encoder.encode(CSV_START)]
  return {
    add: lines => void parts.push(encoder.encode(csvLines(lines))),
    finish: async () => new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()),
  }
}

const ID_WIDTH = 160
function workbook({ columns: sheetColumns, title }: WriteJob): LineWriter {
  const columns = sheetColumns.map(c => ({
    width: c.width ?? 100,
    holds: c.kind.type === 'dateTime' ? ('clock' as const) : ('other' as const),
  }))
  const writer = new WorkbookWriter(tableName(title), [...columns, { width: ID_WIDTH, holds: 'other' }])
  return {
    add: lines => {
      for (const line of lines) writer.add(line)
    },
    finish: async () => new Uint8Array(await writer.finish()),
  }
}

/** A name as spreadsheets take it for a table: 31 characters, and some signs they refuse. */
const tableName = (title: string): string =>
  title
    .replace(/[[\]:*?/\\'\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 31) || 'sheet'

/** Messages in the order they came, read by one reader at a time. */
type Messages = AsyncGenerator<TabularMessage>

async function* messagesOf(port: MessagePort): Messages {
  const waiting: TabularMessage[] = []
  let wake: () => void = () => {}
  port.on('message', (message: TabularMessage) => {
    waiting.push(message)
    wake()
  })
  for (;;) {
    const message = waiting.shift()
    if (message !== undefined) yield message
    else
      await new Promise<void>(resolve => {
        wake = resolve
      })
  }
}

function answerOf(error: unknown): TabularAnswer {
  if (error instanceof HubError) return { failed: { code: error.code, detail: error.detail } }
  return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

async function serve(port: MessagePort): Promise<never> {
  const messages = messagesOf(port)
  for (;;) {
    const { value: message } = await messages.next()
    if (message === undefined || !('job' in message)) continue
    const answer: TabularAnswer = await work(message.job, messages).then(done => ({ done }), answerOf)
    port.postMessage(answer, 'done' in answer && 'bytes' in answer.done ? [answer.done.bytes.buffer] : [])
  }
}

if (parentPort !== null) await serve(parentPort)
