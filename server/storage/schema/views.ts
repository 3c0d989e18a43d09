/** A view of a sheet: one member's own, or shared with everyone who may read the sheet. */
export interface SheetViewTable {
  id: string
  sheet_id: string
  /** Who made it. No foreign key: the operator of the machine is no account. */
  owner_id: string
  /** 0 or 1 */
  shared: number
  /** 0 or 1; at most one shared view of a sheet is what newcomers begin with. */
  is_default: number
  name: string
  /** json: ViewContent of shared/views/content.ts */
  content: string
  /** Counts the savings; who saves names the one they saw. */
  version: number
  created_at: number
  updated_at: number
  /** Who saved it last. */
  updated_by: string
}
