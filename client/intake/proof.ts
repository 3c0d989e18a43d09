/** The little sum a page does before it sends, so that nobody has to read crooked letters (docs/SPEC.md INTAKE-3). */
import { lastBlocks, startState, takeBlock } from './sha256.ts'

const BLOCK = 64
/** Digits of a nonce: enough for any difficulty, and always as many, so that only the last block is hashed again. */
const DIGITS = 10

const bytesOf = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** Tries nonces until SHA-256 of `<challenge>:<nonce>` begins with so many zero bits. `slice`: called between slices of tries. */
export async function solve(challenge: string, bits: number, slice: () => Promise<void>): Promise<string> {
  const head = bytesOf(`${challenge}:`)
  const state = startState()
  const whole = head.length - (head.length % BLOCK)
  for (let at = 0; at < whole; at += BLOCK) takeBlock(state, head, at)
  const rest = new Uint8Array(head.length - whole + DIGITS)
  rest.set(head.subarray(whole))
  const blocks = lastBlocks(rest, head.length + DIGITS)
  const digits = head.length - whole
  const tried = startState()
  for (let nonce = 0; ; nonce++) {
    if (nonce % 2_000 === 1_999) await slice()
    const text = String(nonce)
    for (let i = 0; i < DIGITS; i++) {
      const digit = i - (DIGITS - text.length)
      blocks[digits + i] = digit < 0 ? 48 : text.charCodeAt(digit)
    }
    tried.set(state)
    for (let at = 0; at < blocks.length; at += BLOCK) takeBlock(tried, blocks, at)
    if (Math.clz32(tried[0] as number) >= Math.min(bits, 32)) return `${'0000000000'.slice(text.length)}${text}`
  }
}

/** Between slices the page draws and answers to the finger. */
const breathe = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

export interface Proof {
  readonly challenge: string
  readonly nonce: string
}

/** Solves a challenge beside whatever the person does. */
export async function prove({
  challenge,
  bits,
}: {
  readonly challenge: string
  readonly bits: number
}): Promise<Proof> {
  return { challenge, nonce: await solve(challenge, bits, breathe) }
}
