import { describe, expect, it } from 'vitest'
import { SignInBrake } from '../../../server/auth/SignInBrake.ts'

const QUARTER = 15 * 60_000
const at = (address: string, device?: string) => ({ address, device })

/** Guesses as fast as it is let, for a quarter of an hour, from a new address each time; counts the tries it got. */
function guessFor(brake: SignInBrake, clock: { now: number }, address: (n: number) => string): number {
  const end = clock.now + QUARTER
  let tries = 0
  while (clock.now < end) {
    const wait = brake.begin('lin', at(address(tries)))
    if (wait > 0) clock.now += wait
    else tries++
  }
  return tries
}

describe('the brake on guessing', () => {
  it('AUTH-5 lets fingers slip five times and then asks for more patience each time', () => {
    const clock = { now: 0 }
    const brake = new SignInBrake(() => clock.now)
    const waits = Array.from({ length: 9 }, () => {
      const wait = brake.begin('lin', at('a'))
      clock.now += wait
      if (wait > 0) brake.begin('lin', at('a'))
      return wait
    })
    expect(waits).toEqual([0, 0, 0, 0, 0, 30_000, 60_000, 120_000, 240_000])
  })

  it.each([
    ['one address', () => 'a'],
    ['many addresses', (n: number) => `a${n}`],
  ])('AUTH-5 gives a guesser at %s some ten tries in a quarter of an hour', (_, address) => {
    const clock = { now: 0 }
    expect(guessFor(new SignInBrake(() => clock.now), clock, address)).toBeLessThanOrEqual(10)
  })

  it('AUTH-5 lets of a hundred tries at once no more through than one after the other', () => {
    const brake = new SignInBrake(() => 0)
    const through = Array.from({ length: 100 }, (_, n) => brake.begin('lin', at(`a${n}`))).filter(wait => wait === 0)
    expect(through.length).toBe(5)
  })

  it('AUTH-5 does not make the person wait where they have signed in before, nor at a browser of theirs', () => {
    const brake = new SignInBrake(() => 0)
    brake.begin('lin', at('home'))
    brake.succeeded('lin', at('home'))
    for (let n = 0; n < 9; n++) brake.begin('lin', at(`a${n}`))
    expect(brake.begin('lin', at('elsewhere'))).toBeGreaterThan(0)
    expect(brake.begin('lin', at('home'))).toBe(0)
    expect(brake.begin('lin', at('elsewhere', 'phone'))).toBe(0)
  })

  it('AUTH-5 forgets a wrong try at a known place once the right password came, and other logins are not concerned', () => {
    const brake = new SignInBrake(() => 0)
    for (let i = 0; i < 4; i++) brake.begin('lin', at('a', 'desk'))
    expect(brake.begin('lin', at('a', 'desk'))).toBe(0)
    brake.succeeded('lin', at('a', 'desk'))
    expect(Array.from({ length: 6 }, () => brake.begin('lin', at('a', 'desk'))).filter(wait => wait > 0)).toHaveLength(
      1,
    )
    expect(brake.begin('wang', at('a'))).toBe(0)
  })

  it('AUTH-5 a right password from a new place takes back its own try and no guess', () => {
    const brake = new SignInBrake(() => 0)
    for (let n = 0; n < 4; n++) brake.begin('lin', at(`a${n}`))
    brake.begin('lin', at('new'))
    brake.succeeded('lin', at('new'))
    expect(brake.begin('lin', at('b'))).toBe(0)
    expect(brake.begin('lin', at('c'))).toBeGreaterThan(0)
  })
})
