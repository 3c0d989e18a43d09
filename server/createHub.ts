/**
 * The composition root: the only place that sees all parts and puts them together. main, command line and tests make their hub here.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { customAlphabet } from 'nanoid'
import { type Logger, pino } from 'pino'
import { Authenticator } from './auth/Authenticator.ts'
import { ensureLocalOperator } from './auth/localOperator.ts'
import { OutsideProvider } from './auth/OutsideProvider.ts'
import { originAllowed } from './auth/origin.ts'
import type { Config } from './config.ts'
import { makeApp } from './http/app.ts'
import type { FormOf } from './http/intakePage.ts'
import { makeMetrics, watchSync } from './http/metrics.ts'
import { builtPage, vitePage } from './http/page.ts'
import type { Route } from './http/route.ts'
import { routesOf } from './http/routes/all.ts'
import { forgetCopies } from './http/routes/upkeep.ts'
import { type Served, serve } from './http/server.ts'
import { makeServices, type Services } from './makeServices.ts'
import { TabularWorker } from './services/tabularWorker.ts'
import { isClosed } from './storage/closed.ts'
import { own } from './storage/dataDirectory.ts'
import { openStore } from './storage/openStore.ts'
import type { Store } from './storage/Store.ts'
import { openSettings } from './storage/settings.ts'
import { Rooms } from './sync/Rooms.ts'
import { SheetChanges } from './sync/SheetChanges.ts'
import { openSecret } from './vault/secret.ts'

/** What tests and commands put in the place of the usual. */
export interface HubOverrides {
  /** `built`: what `npm run build` made · `vite`: from its source · `none`: no page. */
  readonly page?: 'built' | 'vite' | 'none'
  readonly now?: () => number
  readonly newId?: () => string
  readonly log?: Logger
  /** Instead of the one that the configuration names; closed with the hub. */
  readonly store?: Store
}

export interface Hub {
  readonly server: Server
  readonly store: Store
  readonly rooms: Rooms
  readonly services: Services
  readonly routes: readonly Route[]
  readonly log: Logger
  /** Acts as the operator of this machine, as long as this hub runs. */
  readonly controlToken: string
  /** Where this machine reaches the hub, `http://127.0.0.1:4000`. Throws before `listen`. */
  readonly url: string
  /** Takes connections; rejects when the port is taken. */
  listen(): Promise<void>
  /** Lets every edit under way reach the disk, ends all connections, gives the data directory back. May be called twice. */
  close(): Promise<void>
}

/** Requests under way when the hub is asked to stop get this long. */
const REQUESTS_MAY_TAKE_MS = 5_000
const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The version in package.json. */
export function hubVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return version
}

/**
 * Takes the data directory, opens database and settings, and makes everything ready to listen. Throws HubError `conflict` when another hub has the
 * directory, and what `openStore` throws; nothing stays open then.
 */
export async function createHub(config: Config, overrides: HubOverrides = {}): Promise<Hub> {
  const ownership = await own(config.dataDir)
  try {
    const now = overrides.now ?? Date.now
    const store =
      overrides.store ?? (await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, now }))
    try {
      return await assemble(config, overrides, { ownership, store, now })
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    await ownership.release()
    throw error
  }
}

interface Opened {
  readonly ownership: Awaited<ReturnType<typeof own>>
  readonly store: Store
  readonly now: () => number
}

async function assemble(config: Config, overrides: HubOverrides, { ownership, store, now }: Opened): Promise<Hub> {
  const log = overrides.log ?? pino({ level: config.logLevel, base: null }, pino.destination(2))
  const newId = overrides.newId ?? customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 16)
  const settings = await openSettings(config.dataDir)
  await ensureLocalOperator(store.db, now())
  await forgetCopies(config.dataDir)
  if (config.redisUrl !== undefined) log.warn('REDIS_URL is set and not used: a single hub needs no Redis')
  const controlToken = randomBytes(32).toString('base64url')
  const authenticator = new Authenticator({ db: store.db, now, controlToken })
  const authenticate = (request: IncomingMessage) => authenticator.authenticate(request)
  const allowed = (request: IncomingMessage) => originAllowed(request, config.publicUrl)
  const changes = new SheetChanges()
  const rooms = new Rooms({
    store,
    now,
    clock: () => performance.now(),
    log,
    changes,
    authenticate,
    originAllowed: allowed,
  })
  const version = hubVersion()
  const worker = new TabularWorker()
  const secret = await openSecret({ db: store.db, dataDir: config.dataDir, given: config.vaultKey })
  if ('reason' in secret) log.error(secret.reason)
  const services = makeServices({
    store,
    rooms,
    changes,
    worker,
    now,
    newId,
    version,
    settings: settings.value,
    secret,
    provider: providerOf(config),
  })
  services.watch.start(changes, error => log.error({ error }, 'duplicates could not be looked for'))
  const identify = (secret: string) => authenticator.bySession(secret)
  const transport = config.publicUrl?.protocol === 'https:' ? 'https' : 'http'
  const routes = routesOf({ ...services, store, rooms, dataDir: config.dataDir, transport, identify })
  const metrics = makeMetrics()
  watchSync(metrics.registry, rooms)
  const server = createServer({ maxHeaderSize: 16_384 })
  const page = await pageOf(overrides.page ?? 'built', server, code => services.publicForms.page(code, now()))
  const app = makeApp({
    routes,
    authenticate,
    originAllowed: allowed,
    idempotency: services.idempotency,
    isClosed: operation => isClosed(store.db, operation),
    now,
    newId,
    maxFileBytes: settings.value.importMaxBytes,
    store,
    metrics,
    log,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    version,
    page: page?.served,
  })
  const served = serve(server, app, rooms)
  return new RunningHub({
    config,
    server,
    store,
    rooms,
    services,
    routes,
    log,
    controlToken,
    ownership,
    served,
    worker,
    closePage: page?.close,
  })
}

/** Where people are sent back to is a page of ours, whatever the provider is. */
function providerOf({ oidc, publicUrl }: Config): OutsideProvider | undefined {
  if (oidc === undefined || publicUrl === undefined) return undefined
  return new OutsideProvider({ ...oidc, redirect: `${publicUrl.origin}/outside` })
}

async function pageOf(from: 'built' | 'vite' | 'none', server: Server, formOf: FormOf) {
  if (from === 'none') return undefined
  if (from === 'built')
    return { served: { handler: builtPage(`${ROOT}dist`, formOf), from }, close: async () => undefined }
  const { handler, close } = await vitePage(ROOT, server, formOf)
  return { served: { handler, from }, close }
}

interface RunningParts {
  readonly config: Config
  readonly server: Server
  readonly store: Store
  readonly rooms: Rooms
  readonly services: Services
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly controlToken: string
  readonly ownership: Opened['ownership']
  readonly served: Served
  readonly worker: TabularWorker
  readonly closePage: (() => Promise<unknown>) | undefined
}

class RunningHub implements Hub {
  readonly server: Server
  readonly store: Store
  readonly rooms: Rooms
  readonly services: Services
  readonly routes: readonly Route[]
  readonly log: Logger
  readonly controlToken: string
  readonly #parts: RunningParts
  #closing: Promise<void> | undefined

  constructor(parts: RunningParts) {
    this.#parts = parts
    this.server = parts.server
    this.store = parts.store
    this.rooms = parts.rooms
    this.services = parts.services
    this.routes = parts.routes
    this.log = parts.log
    this.controlToken = parts.controlToken
  }

  get url(): string {
    const address = this.server.address() as AddressInfo | null
    if (address === null) throw new Error('the hub does not listen yet')
    const { host } = this.#parts.config
    // From this machine; 0.0.0.0 and :: are not addresses one can go to.
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
    return `http://${name}:${address.port}`
  }

  async listen(): Promise<void> {
    const { config, ownership, controlToken } = this.#parts
    await this.services.intakeDecisions
      .finish()
      .catch((error: unknown) => this.log.error({ error }, 'accepted submissions could not be written'))
    this.server.listen(config.port, config.host)
    await once(this.server, 'listening')
    this.services.reminders.start(error => this.log.error({ error }, 'reminders could not be told'))
    this.services.retention.start(error =>
      this.log.error({ error }, 'details of closed operations could not be erased; the next look tries again'),
    )
    await ownership.announce({ pid: process.pid, url: this.url, controlToken })
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { closePage, ownership, served, worker } = this.#parts
    const ended = new Promise<void>(resolve => this.server.close(() => resolve()))
    this.server.closeIdleConnections()
    await served.drained(REQUESTS_MAY_TAKE_MS)
    await worker.close()
    await this.services.reminders.stop()
    await this.services.retention.stop()
    await this.services.watch.stop()
    await this.rooms.close()
    this.server.closeAllConnections()
    await ended
    await closePage?.()
    await this.store.close()
    await ownership.release()
  }
}
