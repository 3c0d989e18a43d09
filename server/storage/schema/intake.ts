/** Tables of what comes in from outside and waits for a person (docs/SPEC.md INTAKE). Personal details are never here: the vault has them. */
import type { SOURCES, SubmissionState } from '../../../shared/protocol/forms.ts'

/** One thing that came in, kept once for ever. */
export interface SubmissionTable {
  id: string
  operation_id: string
  /** The sheet it is meant for. */
  sheet_id: string
  source: (typeof SOURCES)[number]
  /** Where it came from, e.g. `form/<id>`: with `key` it is the same submission when it is sent again. */
  origin: string
  key: string
  form_id: string | null
  form_version: number | null
  link_id: string | null
  connection_id: string | null
  /** Who filed it for somebody, or the service member behind a token; null by a public form or webhook. */
  member_id: string | null
  /** Whose members may see its personal details as their own. */
  organization_id: string
  /** HMAC of its tracking code, hex; unique. */
  tracking_hash: string
  /** Which code of its row of codes it has: grows where two codes would have been the same. */
  tracking_turn: number
  /** json: column → scalar */
  cells: string
  /** json: question → scalar or scalars */
  answers: string
  /** json: codes of shared/domain/intakeSigns.ts */
  signs: string
  /** json: file ids */
  files: string
  /** Contact in the vault. */
  contact_id: string | null
  /** The community or institution in its cells, else the place, else the district: what the inbox filters by. */
  community: string | null
  /** 0 or 1 */
  accept_by_rule: number
  /** 0 or 1 */
  confidential: number
  state: SubmissionState
  /** What it waited as before it was decided. */
  waited_as: 'received' | 'held'
  created_at: number
  decided_at: number | null
  /** Member; null while it waits, and for a rule. */
  decided_by: string | null
  reason: string | null
  /** The row it became or was put to. */
  row_id: string | null
  /** The sheet of that row: the confidential companion for confidential ones. */
  row_sheet_id: string | null
  /** json: column → scalar as it was written into the row; null unless accepted. */
  row_cells: string | null
  /** 0 while an accepted row may not be in its sheet yet: seen to at the next start. */
  row_written: number
}

/** The one secret tracking codes and challenges are made with. */
export interface IntakeSecretTable {
  id: 1
  secret: string
}

/** A way in from elsewhere: a form of another service that calls us. */
export interface IntakeConnectionTable {
  id: string
  operation_id: string
  sheet_id: string
  name: string
  organization_id: string
  /** SHA-256 of the secret, hex. */
  secret_hash: string
  /** json: shared/protocol/intake.ts `mapping` */
  mapping: string
  /** json: names of fields seen so far, in the order they were first seen */
  fields: string
  created_by: string
  created_at: number
  closed_at: number | null
}

/** What a webhook sent, as it was sent, until its submission is decided. Sealed: see server/services/intakeSeal.ts. */
export interface IntakePayloadTable {
  submission_id: string
  connection_id: string
  at: number
  body: Uint8Array
}
