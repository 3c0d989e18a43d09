import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BITS, type Challenge, IntakeGuard, MIN_FILL_MS, RATES } from '../../../server/services/intakeGuard.ts'

function solve({ challenge, bits }: Challenge): { challenge: string; nonce: string } {
  for (let n = 0; ; n++) {
    const hash = createHash('sha256').update(`${challenge}:${n}`).digest()
    if (hash.readUInt32BE() >>> (32 - bits) === 0) return { challenge, nonce: String(n) }
  }
}

function guarded() {
  const clock = { now: 1_000_000_000 }
  const guard = new IntakeGuard({ secret: async () => 'secret', now: () => clock.now })
  const brought = { address: '192.0.2.1', link: 'link1', honeypot: undefined }
  return { clock, guard, brought }
}

describe('the guard of what anybody may send', () => {
  it('INTAKE-3 a solved sum after a while is no sign, and counts once', async () => {
    const { clock, guard, brought } = guarded()
    const proof = solve(await guard.challenge(brought.address))
    clock.now += MIN_FILL_MS
    expect(await guard.weigh({ ...brought, proof })).toEqual([])
    expect(await guard.weigh({ ...brought, proof })).toEqual(['noProof'])
  })

  it('INTAKE-3 too fast, a filled hidden field, no sum, a forged, wrong or old one are signs and no refusal', async () => {
    const { clock, guard, brought } = guarded()
    const fresh = await guard.challenge(brought.address)
    expect(await guard.weigh({ ...brought, proof: solve(fresh), honeypot: 'http://x' })).toEqual([
      'honeypot',
      'tooFast',
    ])
    expect(await guard.weigh({ ...brought, proof: undefined })).toEqual(['noProof'])
    const other = new IntakeGuard({ secret: async () => 'other', now: () => clock.now })
    expect(await guard.weigh({ ...brought, proof: solve(await other.challenge('a')) })).toEqual(['noProof'])
    const old = solve(await guard.challenge(brought.address))
    clock.now += 24 * 3_600_000
    expect(await guard.weigh({ ...brought, proof: old })).toEqual(['noProof'])
    expect(await guard.weigh({ ...brought, proof: { challenge: 'x.y', nonce: '1' } })).toEqual(['noProof'])
  })

  it('INTAKE-3 many from one address do a larger sum, then wait, and only a flood is refused; the next minute is a new one', async () => {
    const { clock, guard, brought } = guarded()
    const send = async () => (await guard.weigh({ ...brought, proof: undefined })).includes('manyFromAddress')
    expect((await guard.challenge(brought.address)).bits).toBe(BITS.calm)
    for (let i = 0; i < RATES.address.calm; i++) expect(await send()).toBe(false)
    expect((await guard.challenge(brought.address)).bits).toBe(BITS.busy)
    for (let i = RATES.address.calm; i < RATES.address.busy; i++) expect(await send()).toBe(false)
    expect((await guard.challenge(brought.address)).bits).toBe(BITS.crowded)
    expect((await guard.challenge('192.0.2.2')).bits).toBe(BITS.calm)
    for (let i = RATES.address.busy; i < RATES.address.most; i++) expect(await send()).toBe(true)
    await expect(send()).rejects.toMatchObject({ code: 'rate-limited' })
    clock.now += 60_000
    expect(await send()).toBe(false)
  })

  it('INTAKE-3 codes of others are not guessed: tries from one address are counted', () => {
    const { guard, brought } = guarded()
    for (let i = 0; i < 30; i++) guard.countFollowing(brought.address)
    expect(() => guard.countFollowing(brought.address)).toThrow(/Too fast/)
    guard.countFollowing('192.0.2.2')
  })
})
