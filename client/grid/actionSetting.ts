/** What the actions of a sheet work with, and how they speak. */
import type { TFunction } from 'i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import type { SheetView } from './SheetView.ts'

/** Something a message offers: to take the step back, or anything else by its words. */
export type Offer = 'undo' | { readonly label: string; readonly run: () => void }

/** Says something and lets it go. */
export type Say = (text: string, kind: 'done' | 'warning', ...offers: readonly Offer[]) => void

export interface ActionSetting {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly language: Language
  /** IANA zone of the operation. */
  readonly zone: string
  readonly t: TFunction
  readonly say: Say
  /** Takes the last message away: the step it speaks of is no longer the newest. */
  readonly hush: () => void
}
