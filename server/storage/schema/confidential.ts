/** What those who may not see confidential rows are told of them; no row: how many there are, by district and cluster. */
export interface ConfidentialSettingTable {
  operation_id: string
  shown: 'nothing' | 'counts'
}
