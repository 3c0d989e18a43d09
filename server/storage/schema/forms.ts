/** Tables of public forms, their links and the pictures sent with them. What is sent by them is the inbox's (schema/intake.ts). */

export interface FormTable {
  id: string
  operation_id: string
  sheet_id: string
  organization_id: string
  version: number
  opens_at: number | null
  closes_at: number | null
  closed_at: number | null
  created_at: number
  created_by: string
  changed_at: number
  changed_by: string
}

/** What a form asked at each of its versions: a submission answers the one it was shown. */
export interface FormVersionTable {
  form_id: string
  version: number
  /** json: FormContent */
  content: string
  at: number
  member_id: string
}

export interface FormLinkTable {
  id: string
  form_id: string
  /** The end of `/f/<code>`. Unique in the hub. */
  code: string
  name: string
  /** json: column → value */
  fixed: string
  closed_at: number | null
  created_at: number
  /** SHA-256 of the secret of the community head's page, hex; null without one. */
  head_hash: string | null
}

/** A picture sent with a form, by somebody nobody knows. */
export interface FormPhotoTable {
  id: string
  form_id: string
  /** The key of the page that sent it: what it files may name these pictures and no others. */
  page_key: string
  at: number
  type: string
  size: number
  body: Uint8Array
  /** When a submission with it came in; until then it goes again after a day. */
  kept_at: number | null
}
