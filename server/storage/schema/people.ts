/** Tables of how people come in: invitations, who waits, accounts elsewhere, devices known by their sign-in (docs/SPEC.md JOIN). */

/** A link that lets people join an operation. */
export interface InvitationTable {
  id: string
  /** SHA-256 of the link's token, hex. */
  token_hash: string
  operation_id: string
  organization_id: string
  /** json: Role[] */
  roles: string
  /** 0 or 1: newcomers wait for approval. */
  approve: number
  used: number
  ceiling: number
  expires_at: number
  /** Who made it. No foreign key: the operator of the machine is no account. */
  created_by: string
  created_at: number
  revoked_at: number | null
}

/** One person who came in, or waits to: the record of how they came. */
export interface JoiningTable {
  id: string
  member_id: string
  /** Null: an account from elsewhere, which any operation may take in. */
  operation_id: string | null
  organization_id: string | null
  /** json: Role[] */
  roles: string
  /** What they followed; null: an account from elsewhere. */
  invitation_id: string | null
  asked_at: number
  decided_at: number | null
  /** Null where the invitation itself decided. */
  decided_by: string | null
  /** 0 or 1; null while waiting. */
  accepted: number | null
}

/** An account of an OpenID Connect provider that stands for a member. */
export interface OutsideAccountTable {
  issuer: string
  subject: string
  member_id: string
  linked_at: number
}

/** A browser somebody has signed in with: it has wrong tries of its own (AUTH-5). */
export interface KnownDeviceTable {
  /** SHA-256 of the device cookie, hex. */
  token_hash: string
  member_id: string
  created_at: number
}
