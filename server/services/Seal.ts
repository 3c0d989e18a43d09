/** Closes what may hold personal details so that a copy of the database alone tells nothing. server/vault answers. */
export interface Seal {
  /** Throws HubError `vault-locked`. */
  close(owner: string, text: string): Uint8Array
  /** Throws HubError `vault-locked`, and when it is not what `close` gave for this owner. */
  open(owner: string, closed: Uint8Array): string
}
