/**
 * What a service needs to make something new. Ids come from outside, so that a POST repeated with the same Idempotency-Key makes the same thing
 * even if the hub was killed between making and answering (docs/SPEC.md HTTP-4).
 */
export interface Making {
  /** The next id: 16 characters of a–z and 0–9, the same sequence again for a repeated request. */
  readonly newId: () => string
  /** Milliseconds since the epoch. */
  readonly now: number
}
