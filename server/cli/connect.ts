/**
 * How a command reaches the hub (docs/SPEC.md CLI-3): when one runs on this data directory, over HTTP with the token of its owner file;
 * else by starting the hub in this process, on a loopback port nobody else knows, for as long as the command takes.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { HubError } from '../../shared/protocol/errors.ts'
import { API, problem } from '../../shared/protocol/http.ts'
import type { Config } from '../config.ts'
import { readOwner } from '../storage/dataDirectory.ts'
import { CommandError } from './command.ts'

/** Another command may hold the directory for a moment, and a starting hub has no address yet. */
const PATIENCE_MS = 20_000
const LOOK_AGAIN_MS = 100

/** The hub's HTTP interface as the operator of this machine. */
export class HubClient {
  readonly #url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  /** Calls a path below /api/v1. Throws CommandError with the problem's own words. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    body?: { readonly json: unknown } | { readonly file: Uint8Array; readonly name: string },
  ): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` }
    if (body !== undefined && 'json' in body) headers['content-type'] = 'application/json'
    if (body !== undefined && 'file' in body) headers['x-file-name'] = encodeURIComponent(body.name)
    const content = body === undefined ? null : 'json' in body ? JSON.stringify(body.json) : Buffer.from(body.file)
    const response = await fetch(this.#url + API + path, { method, headers, body: content })
    if (!response.ok) throw new CommandError(await reason(response))
    return response
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await (await this.call('GET', path)).json())
  }

  async post<T>(path: string, json: unknown, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await (await this.call('POST', path, { json })).json())
  }

  /** Whether a hub answers there. */
  async answers(): Promise<boolean> {
    return fetch(`${this.#url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  }
}

async function reason(response: Response): Promise<string> {
  const read = problem.safeParse(await response.json().catch(() => undefined))
  if (!read.success) return `The hub answered ${response.status}.`
  const { zh, title, detail } = read.data
  return [zh, title, detail].filter(part => part !== undefined).join(' ')
}

/** Runs `work` against the hub of this data directory, wherever it is. Throws CommandError when the directory stays busy. */
export async function withHub<T>(config: Config, work: (hub: HubClient) => Promise<T>): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(LOOK_AGAIN_MS)) {
    const owner = await readOwner(config.dataDir)
    if (owner !== undefined) {
      const running = new HubClient(owner.url, owner.controlToken)
      if (await running.answers()) return work(running)
      continue
    }
    const hub = await startHere(config)
    if (hub === undefined) continue
    try {
      return await work(new HubClient(hub.url, hub.controlToken))
    } finally {
      await hub.close()
    }
  }
  throw new CommandError(`The hub on ${config.dataDir} does not answer.`)
}

/** `undefined` when somebody else was quicker. */
async function startHere(config: Config) {
  const { createHub } = await import('../createHub.ts')
  try {
    const hub = await createHub({ ...config, host: '127.0.0.1', port: 0, logLevel: 'error' }, { page: 'none' })
    await hub.listen()
    return hub
  } catch (error) {
    if (error instanceof HubError && error.code === 'conflict') return undefined
    throw error
  }
}
