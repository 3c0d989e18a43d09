import { describe, expect, it } from 'vitest'
import { Passwords } from '../../../server/auth/passwords.ts'

describe('passwords', { timeout: 30_000 }, () => {
  it('AUTH-3 are kept as argon2id with a salt of their own', async () => {
    const passwords = new Passwords()
    const [a, b] = await Promise.all([passwords.hash('同舟共济2022'), passwords.hash('同舟共济2022')])
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(a).not.toBe(b)
    expect(await passwords.matches(a, '同舟共济2022')).toBe(true)
    expect(await passwords.matches(a, '同舟共济2023')).toBe(false)
  })

  it('AUTH-3 of nobody match nothing, not even the text the comparison is made with', async () => {
    const passwords = new Passwords()
    expect(await passwords.matches(undefined, 'decoy')).toBe(false)
  })

  it('AUTH-3 waiting in too long a queue are told so, and the queue goes on', async () => {
    const passwords = new Passwords()
    const stored = await passwords.hash('right')
    const all = await Promise.allSettled(Array.from({ length: 130 }, () => passwords.matches(stored, 'right')))
    const refused = all.filter(it => it.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.every(it => it.reason.code === 'overloaded')).toBe(true)
    expect(all.filter(it => it.status === 'fulfilled').every(it => it.value)).toBe(true)
    expect(await passwords.matches(stored, 'right')).toBe(true)
  })
})
