/**
 * The page's side of the HTTP contract (shared/protocol/http.ts): every answer is parsed by its schema, every failure becomes an ApiError,
 * every POST carries an Idempotency-Key so that trying again after a lost answer never does a thing twice (PAGE-4, HTTP-4).
 */
import { nanoid } from 'nanoid'
import type { z } from 'zod'
import { API, problem } from '../../shared/protocol/http.ts'
import { ApiError, isErrorCode } from './ApiError.ts'
import { type Upload, uploadByXhr } from './upload.ts'

export interface Api {
  /** GET `/api/v1/<path>`. Throws ApiError. */
  get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>
  /** POST as JSON. A caller that may repeat itself passes the same `key` again. Throws ApiError. */
  post<T>(path: string, body: unknown, schema: z.ZodType<T>, key?: string): Promise<T>
  /** POST as JSON, nothing comes back. Throws ApiError. */
  send(path: string, body: unknown): Promise<void>
  /** POST as JSON, a file comes back, under the name the server gave it. Throws ApiError. */
  file(path: string, body: unknown): Promise<File>
  /** DELETE, nothing comes back. Throws ApiError. */
  remove(path: string): Promise<void>
  /** POST of a file as it is; `onProgress` gets 0 … 1. Throws ApiError. */
  upload<T>(path: string, file: File, schema: z.ZodType<T>, onProgress: (part: number) => void): Promise<T>
  /** The address of a download. */
  url(path: string): string
}

/** What reaches the network; tests put a stub here. */
export interface Wire {
  readonly fetch: typeof fetch
  readonly upload: Upload
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError('unreadable', undefined, { cause })
  }
}

function failureOf(status: number, text: string): ApiError {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return new ApiError('unreadable', `HTTP ${status}`)
  }
  const told = problem.safeParse(body)
  if (!told.success || !isErrorCode(told.data.code)) return new ApiError('unreadable', `HTTP ${status}`)
  return new ApiError(told.data.code, told.data.detail)
}

/** The name a file has in a Content-Disposition header of this server's. */
const nameIn = (disposition: string | null): string =>
  decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1] ?? '')

function read<T>(status: number, text: string, schema: z.ZodType<T>): T {
  if (status < 200 || status > 299) throw failureOf(status, text)
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) throw new ApiError('unreadable', undefined, { cause: parsed.error })
  return parsed.data
}

/** An Api over this wire; the browser's own without one. */
export function createApi(wire: Wire = { fetch: (...call) => fetch(...call), upload: uploadByXhr }): Api {
  const url = (path: string) => `${API}/${path}`
  const asked = async <T>(path: string, init: RequestInit, take: (answer: Response) => Promise<T>): Promise<T> => {
    try {
      return await take(await wire.fetch(url(path), { credentials: 'same-origin', ...init }))
    } catch (cause) {
      if (init.signal?.aborted === true) throw cause
      throw new ApiError('unreachable', undefined, { cause })
    }
  }
  const call = (path: string, init: RequestInit) =>
    asked(path, init, async answer => ({ status: answer.status, text: await answer.text() }))
  const postOf = (body: unknown, key: string): RequestInit => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key }
    return { method: 'POST', headers, body: JSON.stringify(body) }
  }
  const posted = (path: string, body: unknown, key: string) => call(path, postOf(body, key))
  return {
    url,
    async get(path, schema, signal) {
      const { status, text } = await call(path, signal === undefined ? {} : { signal })
      return read(status, text, schema)
    },
    async post(path, body, schema, key = nanoid()) {
      const { status, text } = await posted(path, body, key)
      return read(status, text, schema)
    },
    async send(path, body) {
      const { status, text } = await posted(path, body, nanoid())
      if (status < 200 || status > 299) throw failureOf(status, text)
    },
    async file(path, body) {
      const { status, content, name } = await asked(path, postOf(body, nanoid()), async answer => ({
        status: answer.status,
        content: await answer.blob(),
        name: nameIn(answer.headers.get('content-disposition')),
      }))
      if (status < 200 || status > 299) throw failureOf(status, await content.text())
      return new File([content], name, { type: content.type })
    },
    async remove(path) {
      const { status, text } = await call(path, { method: 'DELETE' })
      if (status < 200 || status > 299) throw failureOf(status, text)
    },
    async upload(path, file, schema, onProgress) {
      const headers = {
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(file.name),
        'idempotency-key': nanoid(),
      }
      const { status, text } = await wire.upload(url(path), file, headers, onProgress)
      return read(status, text, schema)
    },
  }
}
