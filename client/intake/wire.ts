/** What the page of a form asks of the hub. Small on purpose: answers are believed, they come from the same server as the page. */
import type { Answers } from '../../shared/forms/answers.ts'
import type { Problem } from '../../shared/protocol/http.ts'
import type {
  CommunityPage,
  PlaceItem,
  PublicForm,
  PublicSubmission,
  Submitted,
  TrackedSubmission,
} from '../../shared/protocol/publicForms.ts'

const API = '/api/v1/public/'
/** So long may an answer take before the connection counts as broken, milliseconds. */
const PATIENCE_MS = 25_000
const AGAIN_MS = 1_500

/** A call that failed: `status` 0 when no answer came. */
export class CallError extends Error {
  readonly status: number
  readonly problem: Partial<Problem>
  constructor(status: number, problem: Partial<Problem> = {}) {
    super(problem.title ?? `HTTP ${status}`)
    this.status = status
    this.problem = problem
  }
}

/** A filled form as it is sent. */
export type Sent = Omit<PublicSubmission, 'answers'> & { readonly answers: Answers }

export interface Wire {
  form(code: string): Promise<PublicForm>
  places(under: string | undefined): Promise<readonly PlaceItem[]>
  challenge(): Promise<{ readonly challenge: string; readonly bits: number }>
  /** Sends once more by itself when the connection breaks; the key in it keeps that from having a second effect. */
  submit(code: string, submission: Sent, onAgain: () => void): Promise<Submitted>
  /** `onProgress` gets 0 … 1. Resolves to the picture's id. */
  photo(code: string, key: string, picture: Blob, onProgress: (part: number) => void): Promise<string>
  track(code: string): Promise<TrackedSubmission>
  community(secret: string): Promise<CommunityPage>
}

/** The wire of a browser. XMLHttpRequest for everything: it tells the progress and knows a timeout on the oldest phones. */
export const browserWire: Wire = {
  form: code => call('GET', `forms/${encodeURIComponent(code)}`),
  places: async under =>
    (await call<{ items: PlaceItem[] }>('GET', under === undefined ? 'places' : `places?under=${under}`)).items,
  challenge: () => call('GET', 'challenge'),
  submit: (code, submission, onAgain) =>
    onceMore(() => call('POST', `forms/${encodeURIComponent(code)}/submissions`, JSON.stringify(submission)), onAgain),
  photo: async (code, key, picture, onProgress) => {
    const path = `forms/${encodeURIComponent(code)}/photos?key=${key}`
    return (
      await onceMore(
        () => call<{ id: string }>('POST', path, picture, onProgress),
        () => onProgress(0),
      )
    ).id
  },
  track: code => call('POST', 'tracking', JSON.stringify({ code })),
  community: secret => call('POST', 'community', JSON.stringify({ secret })),
}

/** Calls again, once, when no answer came. */
export async function onceMore<T>(ask: () => Promise<T>, onAgain: () => void, waitMs = AGAIN_MS): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 0) throw error
    onAgain()
    await new Promise(resolve => setTimeout(resolve, waitMs))
    return ask()
  }
}

function call<T>(method: string, path: string, body?: string | Blob, onProgress?: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, API + path)
    // A picture is slow to send on purpose: only silence counts, and that the browser notices by itself.
    if (onProgress === undefined) request.timeout = PATIENCE_MS
    if (typeof body === 'string') request.setRequestHeader('content-type', 'application/json')
    if (body instanceof Blob) request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onerror = request.ontimeout = request.onabort = () => reject(new CallError(0))
    request.onload = () => {
      const answer = read(request.responseText)
      if (request.status >= 200 && request.status < 300 && answer !== undefined) resolve(answer as T)
      // A proxy on the way that cannot reach the hub answers for it: that is no answer.
      else if (answer === undefined) reject(new CallError(request.status === 413 ? 413 : 0))
      else reject(new CallError(request.status, answer as Partial<Problem>))
    }
    request.send(body ?? null)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
