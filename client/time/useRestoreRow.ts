import { App as AntApp } from 'antd'
import { useTranslation } from 'react-i18next'
import { pastCells } from '../../shared/protocol/time.ts'
import { type CellEdit, ROW_EXISTS, ROW_GONE, ROW_ORDER, type Scalar } from '../../shared/sheet/cell.ts'
import type { SheetDocument } from '../../shared/sheet/SheetDocument.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'

/** What has to be written so that a row holds again what it held; its place among the others stays. */
export function rowEdits(sheet: SheetDocument, row: string, then: Readonly<Record<string, Scalar>>): CellEdit[] {
  return Object.entries(then).flatMap(([column, value]) => {
    if (column === ROW_EXISTS || column === ROW_ORDER) return []
    const now = sheet.value(row, column)
    const same = column === ROW_GONE ? (now === true) === (value === true) : now === value
    return same ? [] : [{ row, column, value }]
  })
}

/** Brings a row back to a moment (milliseconds), as one ordinary edit, and says so (TIME-19). */
export function useRestoreRow(view: SheetView, sheetId: string, zone: string): (row: string, at: number) => void {
  const { api, now } = useServices()
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { message } = AntApp.useApp()
  return (row, at) => {
    const moment = new Date(at).toISOString()
    const query = new URLSearchParams({ at: moment, row })
    api.get(`sheets/${encodeURIComponent(sheetId)}/past?${query}`, pastCells).then(
      ({ rows }) => {
        const edits = rowEdits(view.session.sheet, row, rows[row] ?? {})
        if (edits.length === 0) return void message.info(t('time.row.same'))
        view.session.edit(edits, 'restore')
        view.feed.flush()
        void message.success(
          t('time.row.restored', { moment: momentText(moment, zone, language, now()), count: edits.length }),
        )
      },
      (error: unknown) => void message.error(sentenceOf(error, i18n)),
    )
  }
}
