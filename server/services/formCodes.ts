/** The end of a form's address: short, to be read from a wall and typed on a phone. */

/** Without letters and digits that are taken for each other. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'
const LENGTH = 8

/** Eight letters out of an id, the same ones again for the same id: about 850 thousand million of them, so that two forms do not meet. */
export function linkCode(newId: () => string): string {
  let left = Array.from(newId(), letter => Number.parseInt(letter, 36)).reduce(
    (sum, digit) => sum * 36n + BigInt(Number.isNaN(digit) ? 0 : digit),
    0n,
  )
  let code = ''
  for (let i = 0; i < LENGTH; i++) {
    code += LETTERS[Number(left % BigInt(LETTERS.length))]
    left /= BigInt(LETTERS.length)
  }
  return code
}
