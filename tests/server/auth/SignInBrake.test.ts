import { describe, expect, it } from 'vitest'
import { SignInBrake } from '../../../server/auth/SignInBrake.ts'

const QUARTER = 15 * 60_000

/** Guesses as fast as it is let, for a quarter of an hour, from a new address each time; counts the tries it got. */
function guessFor(brake: SignInBrake, clock: { now: number }, address: (n: number) => string): number {
  const end = clock.now + QUARTER
  let tries = 0
  while (clock.now < end) {
    const wait = brake.wait('lin', address(tries))
    if (wait > 0) clock.now += wait
    else brake.failed('lin', address(tries++))
  }
  return tries
}

describe('the brake on guessing', () => {
  it('AUTH-5 lets fingers slip five times and then asks for more patience each time', () => {
    const clock = { now: 0 }
    const brake = new SignInBrake(() => clock.now)
    const waits = Array.from({ length: 8 }, () => {
      brake.failed('lin', 'a')
      return brake.wait('lin', 'a')
    })
    expect(waits).toEqual([0, 0, 0, 0, 30_000, 60_000, 120_000, 240_000])
  })

  it.each([
    ['one address', () => 'a'],
    ['many addresses', (n: number) => `a${n}`],
  ])('AUTH-5 gives a guesser at %s some ten tries in a quarter of an hour', (_, address) => {
    const clock = { now: 0 }
    expect(guessFor(new SignInBrake(() => clock.now), clock, address)).toBeLessThanOrEqual(10)
  })

  it('AUTH-5 does not make the person wait where they have signed in before', () => {
    const clock = { now: 0 }
    const brake = new SignInBrake(() => clock.now)
    brake.succeeded('lin', 'home')
    for (let n = 0; n < 9; n++) brake.failed('lin', `a${n}`)
    expect(brake.wait('lin', 'elsewhere')).toBeGreaterThan(0)
    expect(brake.wait('lin', 'home')).toBe(0)
  })

  it('AUTH-5 forgets a wrong try once the right password came, and other logins are not concerned', () => {
    const brake = new SignInBrake(() => 0)
    for (let i = 0; i < 9; i++) brake.failed('lin', 'a')
    expect(brake.wait('wang', 'a')).toBe(0)
    brake.succeeded('lin', 'a')
    expect(brake.wait('lin', 'a')).toBe(0)
  })
})
