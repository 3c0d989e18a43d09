/** Tables of what belongs to a row beside its cells: notes, pictures, comments, reminders; and the inbox of each member. */

/** Which document is the note of a row; `note/<row id>` unless that name is another sheet's or has had to end. */
export interface NoteTable {
  sheet_id: string
  row_id: string
  document: string
}

/** A picture in a note. */
export interface FileTable {
  id: string
  sheet_id: string
  row_id: string
  member_id: string
  at: number
  name: string
  /** Media type, as its first bytes say. */
  type: string
  size: number
  body: Uint8Array
}

export interface CommentTable {
  id: string
  sheet_id: string
  row_id: string
  /** The cell it is about; null: the row. */
  column_id: string | null
  /** The comment it answers; null for the first of a thread. */
  thread_id: string | null
  member_id: string
  /** Empty once deleted. */
  body: string
  /** json: member ids named in it */
  mentions: string
  at: number
  edited_at: number | null
  deleted_at: number | null
  /** Of the first of a thread: when and by whom it was settled. */
  resolved_at: number | null
  resolved_by: string | null
}

/** Something a member should see. */
export interface InboxTable {
  id: string
  member_id: string
  kind: 'mention' | 'reply' | 'reminder'
  sheet_id: string
  row_id: string
  column_id: string | null
  /** Whose comment or reminder it is. */
  from_member: string
  body: string
  at: number
  read_at: number | null
}

export interface ReminderTable {
  id: string
  sheet_id: string
  row_id: string
  member_id: string
  /** `me`: who asked for it · `us`: everybody of their organization who may read the sheet */
  audience: 'me' | 'us'
  body: string
  due_at: number
  created_at: number
  fired_at: number | null
}
