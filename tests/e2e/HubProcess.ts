/** The hub as people start it: a process of its own, on a data directory that outlives it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A port nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export class HubProcess {
  readonly port: number
  readonly #directory: string
  readonly #command: 'demo' | 'serve'
  #child: ChildProcess | undefined
  /** Role → the link that signs in as that demo member, of the newest start. */
  links: ReadonlyMap<string, string> = new Map()
  /** The one-time link of the first start of `serve`. */
  setupLink: string | undefined

  private constructor(port: number, directory: string, command: 'demo' | 'serve') {
    this.port = port
    this.#directory = directory
    this.#command = command
  }

  /** Builds the page if need be, starts the hub on a fresh directory and waits until it answers. */
  static async start(command: 'demo' | 'serve'): Promise<HubProcess> {
    const { status } = spawnSync(process.execPath, ['server/cli/prepare.mjs', 'build'], { cwd: ROOT, stdio: 'inherit' })
    if (status !== 0) throw new Error('the page could not be built')
    const hub = new HubProcess(await freePort(), await mkdtemp(join(tmpdir(), 'gongji-e2e-')), command)
    await hub.run()
    return hub
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts (again) on the same directory and port; resolves when the hub has said that it is running. */
  async run(): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', this.#command], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(this.port),
        HOST: '127.0.0.1',
        DATA_DIR: this.#directory,
        LOG_LEVEL: 'fatal',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#child = child
    const links = new Map<string, string>()
    for await (const line of createInterface({ input: child.stdout })) {
      const link = /^\s+(\w+)\s.*?(http\S+#\S+)$/.exec(line)
      if (link?.[1] !== undefined && link[2] !== undefined) links.set(link[1], link[2])
      this.setupLink = /^\s+(http\S+\/setup#\S+)$/.exec(line)?.[1] ?? this.setupLink
      // The links are printed last, the administrator's last of all; a first start of `serve` ends with its setup link.
      if (links.has('admin') || (this.#command === 'serve' && this.setupLink !== undefined)) break
    }
    if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}`)
    this.links = links
  }

  /** The link of a demo member. */
  link(role: string): string {
    const link = this.links.get(role)
    if (link === undefined) throw new Error(`no link for ${role}`)
    return link
  }

  /** As a power cut for the process: no handler runs. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    await this.kill()
    await rm(this.#directory, { recursive: true })
  }
}
