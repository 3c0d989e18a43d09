/**
 * Every table of the hub, for both engines. Times are integers, milliseconds since the epoch (SQLite INTEGER, PostgreSQL BIGINT read as number);
 * `json` columns are TEXT on both engines, written and read with JSON.stringify / JSON.parse in one place each; blobs are BLOB / BYTEA.
 */
import type { Generated } from 'kysely'
import type { SheetColumnTable } from './schema/columns.ts'
import type { ConfidentialSettingTable } from './schema/confidential.ts'
import type { DuplicatePairTable, RowMergeTable } from './schema/duplicates.ts'
import type { FormLinkTable, FormPhotoTable, FormTable, FormVersionTable } from './schema/forms.ts'
import type { GuardTable, SuggestionTable } from './schema/guard.ts'
import type { SheetCommandStepTable, SheetCommandTable } from './schema/imports.ts'
import type { IntakeConnectionTable, IntakePayloadTable, IntakeSecretTable, SubmissionTable } from './schema/intake.ts'
import type { CommentTable, FileTable, InboxTable, NoteTable, ReminderTable } from './schema/notes.ts'
import type { InvitationTable, JoiningTable, KnownDeviceTable, OutsideAccountTable } from './schema/people.ts'
import type { ConflictSettledTable } from './schema/time.ts'
import type { ContactLogTable, ContactTable, ContactTieTable, VaultLockTable } from './schema/vault.ts'
import type { VerificationTable } from './schema/verification.ts'
import type { SheetViewTable } from './schema/views.ts'

export interface OperationTable {
  id: string
  name: string
  /** IANA zone, `Asia/Shanghai` by default: a day, a report, a date cell are in it. */
  time_zone: string
  created_at: number
  /** When it ended: from then on it can only be read. */
  closed_at: Generated<number | null>
  /** Days after which personal details are erased, counted from its end. */
  retention_days: Generated<number>
  /** When that was done. */
  erased_at: Generated<number | null>
}

export interface OrganizationTable {
  id: string
  name: string
  /** What it does, in its own words; may be empty. */
  about: Generated<string>
  created_at: number
}

/** A signed-in account: a person, or the service member behind an API token. */
export interface MemberTable {
  id: string
  kind: 'person' | 'service'
  name: string
  /** What a person signs in with, lower case; null for a service. Unique. */
  login: string | null
  /** argon2id, PHC string; null while none is set. */
  password_hash: string | null
  organization_id: string
  /** `#rrggbb`, the colour of this member's cursor. */
  color: string
  created_at: number
  disabled_at: number | null
}

/** The roles a member holds in one operation. */
export interface MembershipTable {
  member_id: string
  operation_id: string
  /** json: Role[] */
  roles: string
}

export interface SessionTable {
  /** SHA-256 of the cookie's token, hex. */
  token_hash: string
  id: string
  member_id: string
  created_at: number
  expires_at: number
}

export interface ApiTokenTable {
  id: string
  /** SHA-256 of the token, hex. */
  token_hash: string
  /** The first characters (`gj_` and six more), to tell tokens apart in a list. */
  prefix: string
  member_id: string
  name: string
  /** json: Action[] the token is limited to; null: everything its member may. */
  scopes: string | null
  created_by: string
  created_at: number
  expires_at: number | null
  revoked_at: number | null
}

/** A link that signs somebody in: `setup` makes the first admin (once), `demo` signs in as one demo member (until it expires), `recover` sets a new password (once). */
export interface SignInLinkTable {
  token_hash: string
  purpose: 'setup' | 'demo' | 'recover'
  member_id: string | null
  created_at: number
  expires_at: number
  used_at: number | null
  /** Who made a `recover` link; null for the hub's own. */
  created_by: Generated<string | null>
}

export interface SheetTable {
  id: string
  operation_id: string
  kind: string
  title: string
  /** The document's present name, `sheet/<id>` or, after its history had to end, `sheet/<id>.<epoch>`. */
  document: string
  position: number
  created_at: number
  /** When it was put away: hidden and read-only until it is taken out again. */
  archived_at: Generated<number | null>
  /** The sheet whose confidential rows these are; null for an open sheet. A companion has the columns of its sheet. */
  confidential_of: Generated<string | null>
}

/** The head of a document's log; its row is the lock that keeps seq gapless. */
export interface DocumentTable {
  name: string
  sheet_id: string
  head_seq: number
  snapshot_seq: number
  snapshot_at: number | null
  snapshot: Uint8Array | null
  /** SHA-256 over seq, at and bytes of the snapshot, hex. */
  snapshot_digest: string | null
}

export interface DocLogTable {
  document: string
  seq: number
  at: number
  /** json: Authorship[] */
  authors: string
  body: Uint8Array
  /** SHA-256 over document, seq, at, authors and body, hex. */
  digest: string
}

/** What a repair set aside, or found lost: from `seq` on the document is not what it was. */
export interface DocDamagedTable {
  document: string
  seq: number
  at: number
  authors: string
  /** Empty where nothing was left to set aside. */
  body: Uint8Array
  digest: string
  what: string
  moved_at: number
}

export interface ClientBindingTable {
  document: string
  /** Yjs client id. */
  client: number
  member_id: string
}

export interface CellChangeTable {
  id: Generated<number>
  sheet_id: string
  row_id: string
  column_id: string
  /** json scalar */
  old: string
  /** json scalar */
  new: string
  member_id: string
  at: number
  seq: number
  /** 0 or 1 */
  won: number
  /** 0 or 1 */
  unseen: number
  client: number
  clock: number
}

/** An update the gate or the disk refused, kept apart so that nothing anybody typed is gone. */
export interface RefusedUpdateTable {
  id: Generated<number>
  document: string
  member_id: string
  at: number
  reason: string
  body: Uint8Array
}

export interface ImportTable {
  id: string
  sheet_id: string
  member_id: string
  file_name: string
  created_at: number
  /** json: the parsed table, waiting for its confirmation */
  content: string
  confirmed_at: number | null
  /** When the file was exported from this hub, if it says so. */
  exported_at: number | null
  /** json: what the newest preview decided about rows that are in the sheet already; null before the first */
  decided: string | null
}

export interface IdempotencyTable {
  member_id: string
  key: string
  /** SHA-256 of method, path and body, hex. */
  request_digest: string
  /** null while the first call is under way */
  status: number | null
  /** json */
  response: string | null
  at: number
}

/** Written to and emptied again, to see whether the disk takes writes. */
export interface DiskProbeTable {
  id: Generated<number>
  body: Uint8Array
}

export interface Database {
  operation: OperationTable
  organization: OrganizationTable
  member: MemberTable
  membership: MembershipTable
  session: SessionTable
  api_token: ApiTokenTable
  sign_in_link: SignInLinkTable
  sheet: SheetTable
  document: DocumentTable
  doc_log: DocLogTable
  doc_damaged: DocDamagedTable
  client_binding: ClientBindingTable
  cell_change: CellChangeTable
  refused_update: RefusedUpdateTable
  import: ImportTable
  idempotency: IdempotencyTable
  disk_probe: DiskProbeTable
  conflict_settled: ConflictSettledTable
  sheet_command: SheetCommandTable
  sheet_command_step: SheetCommandStepTable
  sheet_view: SheetViewTable
  sheet_column: SheetColumnTable
  guard: GuardTable
  confidential_setting: ConfidentialSettingTable
  suggestion: SuggestionTable
  note: NoteTable
  file: FileTable
  comment: CommentTable
  inbox: InboxTable
  reminder: ReminderTable
  verification: VerificationTable
  contact: ContactTable
  contact_tie: ContactTieTable
  contact_log: ContactLogTable
  vault_lock: VaultLockTable
  submission: SubmissionTable
  intake_secret: IntakeSecretTable
  intake_connection: IntakeConnectionTable
  intake_payload: IntakePayloadTable
  invitation: InvitationTable
  joining: JoiningTable
  outside_account: OutsideAccountTable
  known_device: KnownDeviceTable
  duplicate_pair: DuplicatePairTable
  row_merge: RowMergeTable
  form: FormTable
  form_version: FormVersionTable
  form_link: FormLinkTable
  form_photo: FormPhotoTable
}
