/**
 * A real hub in this process on a port of its own and a data directory of its own, and hands to call it with.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type Config, loadConfig } from '../../server/config.ts'
import { createHub, type Hub, type HubOverrides } from '../../server/createHub.ts'
import type { Role } from '../../shared/domain/roles.ts'
import { API } from '../../shared/protocol/http.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The parsed body; undefined when there is none or it is no JSON. */
  readonly json: unknown
  readonly text: string
}

export interface Ask {
  readonly token?: string | undefined
  readonly cookie?: string
  readonly json?: unknown
  readonly raw?: Uint8Array
  readonly headers?: Record<string, string>
}

export interface TestHub {
  readonly hub: Hub
  readonly config: Config
  /** Calls a path below /api/v1, or one starting with `//` as it is without the first slash. */
  ask(method: string, path: string, ask?: Ask): Promise<Answer>
  /** The same as the operator of the machine; fails the test when it is refused. */
  operator<T>(method: string, path: string, json?: unknown): Promise<T>
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gongji-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function testHub(overrides: HubOverrides = {}, env: Record<string, string> = {}): Promise<TestHub> {
  const config = loadConfig({ PORT: '0', DATA_DIR: await temporaryFolder(), LOG_LEVEL: 'silent', ...env })
  const hub = await createHub(config, { page: 'none', log: pino({ level: 'silent' }), ...overrides })
  onTestFinished(() => hub.close())
  await hub.listen()
  const ask = async (
    method: string,
    path: string,
    { token, cookie, json, raw, headers }: Ask = {},
  ): Promise<Answer> => {
    const response = await fetch(path.startsWith('//') ? hub.url + path.slice(1) : hub.url + API + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? (raw === undefined ? null : Buffer.from(raw)) : JSON.stringify(json),
      redirect: 'manual',
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  }
  const operator = async <T>(method: string, path: string, json?: unknown): Promise<T> => {
    const answer = await ask(method, path, { token: hub.controlToken, json })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.json as T
  }
  return { hub, config, ask, operator }
}

export interface Operation {
  readonly operation: string
  readonly organization: string
  readonly sheet: string
}

/** An operation with one organization and one needs sheet. */
export async function operationIn({ operator }: TestHub, name: string): Promise<Operation> {
  const operation = await operator<{ id: string }>('POST', '/operations', { name })
  const organization = await operator<{ id: string }>('POST', '/organizations', { name: `${name}机构` })
  const sheet = await operator<{ id: string }>('POST', '/sheets', {
    operation: operation.id,
    kind: 'needs',
    title: '需求',
  })
  return { operation: operation.id, organization: organization.id, sheet: sheet.id }
}

/** A token of this role in that operation. */
export async function tokenIn(
  { operator }: TestHub,
  role: Role,
  { operation, organization }: Operation,
  more: object = {},
): Promise<string> {
  return (await operator<{ token: string }>('POST', '/tokens', { role, organization, operation, ...more })).token
}

export const PASSWORD = 'correct horse battery'

/** A person with an account; `cookie` is what the browser would send. */
export async function personIn(test: TestHub, login: string, role: Role, { operation, organization }: Operation) {
  const { id } = await test.operator<{ id: string }>('POST', '/members', {
    name: login,
    login,
    password: PASSWORD,
    organization,
    operation,
    roles: [role],
  })
  return { id, login, cookie: await signIn(test, login) }
}

export async function signIn({ ask }: TestHub, login: string): Promise<string> {
  return cookieOf(await ask('POST', '/session', { json: { login, password: PASSWORD } }))
}

/** The cookie an answer sets, as a browser sends it back. */
export function cookieOf(answer: Answer): string {
  const set = answer.headers.get('set-cookie')
  if (set === null) throw new Error(`no cookie: ${answer.status} ${answer.text}`)
  return set.split(';', 1)[0] ?? ''
}
