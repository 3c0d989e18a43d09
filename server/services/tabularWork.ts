/** The worker's side of tabularJobs.ts: takes a job, answers, takes the next. */
import { type MessagePort, parentPort } from 'node:worker_threads'
import { HubError } from '../../shared/protocol/errors.ts'
import { SCHEMAS } from '../../shared/schema/schemas.ts'
import { CSV_START, csvLines } from '../../shared/tabular/csv.ts'
import { readFile } from '../../shared/tabular/readFile.ts'
import type { ReadRow } from '../../shared/tabular/readTable.ts'
import type { FileCell } from '../../shared/tabular/table.ts'
import { hashtagLine, headerLine, rowLine } from '../../shared/tabular/writeTable.ts'
import { WorkbookWriter } from '../../shared/tabular/xlsx.ts'
import { type PendingImport, planImport } from './importPlan.ts'
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
      return { plan: planImport(pending).plan, content: JSON.stringify(pending) }
    }
    case 'plan': {
      const kept = pendingOf(job.content)
      const pending = job.choice === undefined ? kept : { ...kept, choice: job.choice }
      return { plan: planImport(pending).plan, content: JSON.stringify(pending) }
    }
    case 'rows': {
      const { rows, refusals, plan } = planImport(pendingOf(job.content))
      return { rows: [...textsOf(rows)], refusals: refusalsFile(refusals), plan }
    }
    case 'refusals':
      return { refusals: refusalsFile(planImport(pendingOf(job.content)).refusals) }
    case 'write':
      return { bytes: await writeFile(job, feed) }
  }
}

function* textsOf(rows: readonly ReadRow[]): Generator<string> {
  for (let from = 0; from < rows.length; from += ROWS_AT_A_TIME)
    yield JSON.stringify(rows.slice(from, from + ROWS_AT_A_TIME))
}

/** Where the lines of a file go. */
interface LineWriter {
  add(lines: readonly (readonly FileCell[])[]): void
  finish(): Promise<Uint8Array<ArrayBuffer>>
}

async function writeFile(job: WriteJob, feed: Messages): Promise<Uint8Array<ArrayBuffer>> {
  const schema = SCHEMAS[job.kind]
  const writer = job.format === 'xlsx' ? workbook(job) : text()
  writer.add([headerLine(schema, job.language)])
  if (job.format === 'hxl') writer.add([hashtagLine(schema)])
  for (;;) {
    // Not `for await`: leaving that would end the messages, and the next job comes through them.
    const { value: part } = await feed.next()
    if (part === undefined || !('rows' in part)) return writer.finish()
    const rows = JSON.parse(part.rows) as readonly ReadRow[]
    writer.add(rows.map(row => rowLine(row, schema, job.language, job.zone)))
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
function workbook({ kind, language }: WriteJob): LineWriter {
  const schema = SCHEMAS[kind]
  const columns = schema.columns.map(c => ({
    width: c.width ?? 100,
    holds: c.kind.type === 'dateTime' ? ('clock' as const) : ('other' as const),
  }))
  const writer = new WorkbookWriter(schema.title[language], [...columns, { width: ID_WIDTH, holds: 'other' }])
  return {
    add: lines => {
      for (const line of lines) writer.add(line)
    },
    finish: async () => new Uint8Array(await writer.finish()),
  }
}

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
