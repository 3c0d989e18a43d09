/** SHA-256 in a few lines: `crypto.subtle` is not there without https, and a call of it for each of 100,000 tries takes minutes. */

const K = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
])
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
const BLOCK = 64

/** The inner state after some whole blocks: what is hashed again and again from there begins with it. */
export type HashState = Uint32Array

export const startState = (): HashState => new Uint32Array(START)
const W = new Uint32Array(64)
const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n))

/** Takes one block of 64 bytes into the state. */
export function takeBlock(state: HashState, bytes: Uint8Array, from: number): void {
  for (let i = 0; i < 16; i++) {
    const at = from + i * 4
    W[i] = (byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3)
  }
  for (let i = 16; i < 64; i++) {
    const a = word(W, i - 15)
    const b = word(W, i - 2)
    W[i] =
      word(W, i - 16) +
      (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) +
      word(W, i - 7) +
      (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))
  }
  let a = word(state, 0)
  let b = word(state, 1)
  let c = word(state, 2)
  let d = word(state, 3)
  let e = word(state, 4)
  let f = word(state, 5)
  let g = word(state, 6)
  let h = word(state, 7)
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + word(K, i) + word(W, i)) | 0
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = word(state, i) + (next[i] ?? 0)
}

const word = (list: Uint32Array, at: number): number => list[at] as number
const byte = (list: Uint8Array, at: number): number => list[at] as number

/** The rest of a message of `length` bytes, `rest` of them not yet taken in, with the padding the hash ends in. */
export function lastBlocks(rest: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(Math.ceil((rest.length + 9) / BLOCK) * BLOCK)
  padded.set(rest)
  padded[rest.length] = 0x80
  new DataView(padded.buffer).setUint32(padded.length - 4, length * 8)
  return padded
}

/** The hash of a short message, as eight words. */
export function sha256(message: Uint8Array): HashState {
  const state = startState()
  const blocks = lastBlocks(message, message.length)
  for (let at = 0; at < blocks.length; at += BLOCK) takeBlock(state, blocks, at)
  return state
}
