/**
 * The cryptography of the vault, all of it (docs/SPEC.md VAULT-4): AES-256-GCM with a key for each person, those keys wrapped by the deployment's
 * secret, keyed hashes to tell the same number. Every box is bound to the contact it belongs to and opens nowhere else.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Bytes of the deployment's secret and of a person's key. */
export const SECRET_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Nonce, tag, ciphertext. `owner` is proved with it. */
function seal(key: Uint8Array, owner: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Throws when the key is another one, the box is another contact's or a bit of it has changed. */
function open(key: Uint8Array, owner: string, box: Uint8Array): Buffer {
  const nonce = box.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
}

/** A person's details closed, and the key to them closed with the deployment's secret. */
export interface Sealed {
  readonly wrappedKey: Uint8Array
  readonly sealed: Uint8Array
}

export class Sealer {
  readonly #wrapping: Uint8Array
  readonly #hashing: Uint8Array
  /** Tells one secret from another and nothing about either. */
  readonly fingerprint: string

  /** `secret`: SECRET_BYTES of it. */
  constructor(secret: Uint8Array) {
    const derived = (use: string) =>
      new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `gongji vault ${use}`, SECRET_BYTES))
    this.#wrapping = derived('wrap')
    this.#hashing = derived('hash')
    this.fingerprint = Buffer.from(derived('fingerprint')).toString('hex')
  }

  /** Closes a text for this contact, with a key nobody has had before. */
  close(contact: string, text: string): Sealed {
    const key = randomBytes(SECRET_BYTES)
    return {
      wrappedKey: seal(this.#wrapping, contact, key),
      sealed: seal(key, contact, Buffer.from(text, 'utf8')),
    }
  }

  /** The text again. Throws when anything is not what `close` gave for this contact. */
  open(contact: string, { wrappedKey, sealed }: Sealed): string {
    return open(open(this.#wrapping, contact, wrappedKey), contact, sealed).toString('utf8')
  }

  /** The same for the same value in the same operation; without the secret nobody can try values. */
  hash(operation: string, kind: 'phone' | 'idNumber', plain: string): string {
    return createHmac('sha256', this.#hashing)
      .update(JSON.stringify([operation, kind, plain]))
      .digest('base64url')
  }
}
