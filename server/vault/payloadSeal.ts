/** What other services sent, closed with the vault's secret and a key of its own each. */
import type { Seal } from '../services/Seal.ts'
import { required, type Secret } from './secret.ts'

/** Bytes of a wrapped key: nonce, tag, key. */
const WRAPPED_BYTES = 60

export const payloadSeal = (secret: Secret): Seal => ({
  close(owner, text) {
    const { wrappedKey, sealed } = required(secret).close(owner, text)
    return Buffer.concat([wrappedKey, sealed])
  },
  open: (owner, closed) =>
    required(secret).open(owner, {
      wrappedKey: closed.subarray(0, WRAPPED_BYTES),
      sealed: closed.subarray(WRAPPED_BYTES),
    }),
})
