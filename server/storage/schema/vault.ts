/** The vault (docs/SPEC.md VAULT). Only server/vault reads these tables. */
import type { Generated } from 'kysely'

/** A person's details. Without `wrapped_key`, or without the deployment's secret, `sealed` is noise. */
export interface ContactTable {
  id: string
  operation_id: string
  /** Who took them down: whose members may see them as their own. */
  organization_id: string
  /** null: they came by a form. */
  member_id: string | null
  created_at: number
  changed_at: number
  /** The person's key, wrapped by the deployment's secret. */
  wrapped_key: Uint8Array
  /** json of PersonalDetails, AES-256-GCM with the person's key. */
  sealed: Uint8Array
  /** Keyed hashes of the plain forms, to tell the same phone or identity number. */
  phone_hash: string | null
  id_hash: string | null
  /** json: what everybody may see – phone and name masked, the names of the other fields. */
  masked: string
}

/** Which contact a row has. */
export interface ContactTieTable {
  sheet_id: string
  row_id: string
  contact_id: string
  at: number
}

/** Who looked at what, why and when; who changed, exported and erased. Holds nothing of the details themselves. */
export interface ContactLogTable {
  id: Generated<number>
  operation_id: string
  /** null: an export of many */
  contact_id: string | null
  sheet_id: string | null
  row_id: string | null
  member_id: string
  what: 'keep' | 'correct' | 'reveal' | 'export' | 'erase' | 'expire'
  /** Which detail was looked at. */
  field: string | null
  purpose: string | null
  /** In words, where one is asked. */
  reason: string | null
  /** How many contacts it was about. */
  count: number
  at: number
}

/** Which secret the vault was closed with: one row, so that another secret is told apart at the start. */
export interface VaultLockTable {
  id: number
  fingerprint: string
}
