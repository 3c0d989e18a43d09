import { ALL_ROWS, type SheetPlace, sheetPath } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'

/** The address of a place in the sheet, in the view on screen. It holds ids alone (VIEW-16). */
export function linkTo({ operation, sheet, view }: OpenSheet, place: Omit<SheetPlace, 'view'>): string {
  return location.origin + sheetPath(operation.id, sheet.id, { view: view.chosen.get()?.id ?? ALL_ROWS, ...place })
}
