import { App as AntApp, Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { createSheetActions, type SheetActions } from '../grid/sheetActions.ts'
import { useLanguage } from '../i18n/language.ts'

/** One message at a time: the newest says what just happened, and its "undo" always means that. */
const KEY = 'sheet'

/** What can be done to the sheet on screen, with its messages. */
export function useSheetActions(view: SheetView, columns: readonly Column[], zone: string): SheetActions {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = AntApp.useApp()
  return useMemo(() => {
    const actions: SheetActions = createSheetActions({
      view,
      columns,
      language,
      t,
      zone,
      hush: () => message.destroy(KEY),
      say: (text, kind, ...offers) => {
        const chosen = (run: () => void) => () => {
          message.destroy(KEY)
          run()
        }
        const undo = { label: t('grid.undo'), run: () => actions.undo() }
        const buttons = offers.map(offer => {
          const { label, run } = offer === 'undo' ? undo : offer
          return (
            <Button key={label} size="small" type="link" onClick={chosen(run)}>
              {label}
            </Button>
          )
        })
        const content = (
          <>
            {text} {buttons}
          </>
        )
        message.open({
          key: KEY,
          type: kind === 'done' ? 'success' : 'warning',
          content: offers.length === 0 ? text : content,
          duration: offers.length === 0 ? 4 : 8,
        })
      },
    })
    return actions
  }, [view, columns, language, zone, t, message])
}
