/** Submissions at a steady pace over the HTTP interface, each awaited and timed by itself. */
import type { Address } from '../process/server.ts'

export interface FloodResult {
  readonly accepted: number
  readonly refused: number
  /** From sending to the answer, ms at the 95th percentile; null without any. */
  readonly submissionsP95: number | null
}

export class Flood {
  readonly #address: Address
  readonly #sheet: string
  readonly #answers: Promise<{ readonly ok: boolean; readonly ms: number }>[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(address: Address) {
    this.#address = address
    this.#sheet = /^sheet\/([^.]+)/.exec(address.document)?.[1] ?? ''
  }

  /** Sends so many a minute, evenly. */
  start(perMinute: number): void {
    if (perMinute > 0)
      this.#timer = setInterval(() => this.#answers.push(this.#send(this.#answers.length)), 60_000 / perMinute)
  }

  /** Sends no more and waits for every answer. */
  async stop(): Promise<FloodResult> {
    clearInterval(this.#timer)
    const answers = await Promise.all(this.#answers)
    const times = answers.map(({ ms }) => ms).sort((a, b) => a - b)
    const accepted = answers.filter(({ ok }) => ok).length
    return {
      accepted,
      refused: answers.length - accepted,
      submissionsP95: times[Math.floor(times.length * 0.95)] ?? null,
    }
  }

  async #send(count: number): Promise<{ ok: boolean; ms: number }> {
    const { port, tokens } = this.#address
    const before = performance.now()
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[count % tokens.length]}` },
      body: JSON.stringify({
        sheet: this.#sheet,
        reference: `flood ${count}`,
        cells: { item: '医用外科口罩', quantity: 100 + count, organization: `社区 ${count % 50}` },
        answers: { more: '家里有老人，行动不便' },
        details: { phone: `1380000${String(count % 10_000).padStart(4, '0')}` },
      }),
    })
    await response.arrayBuffer()
    return { ok: response.ok, ms: performance.now() - before }
  }
}
