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
export function useSheetActions(view: SheetView, columns: readonly Column[]): SheetActions {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = AntApp.useApp()
  return useMemo(() => {
    const actions: SheetActions = createSheetActions({
      view,
      columns,
      language,
      t,
      hush: () => message.destroy(KEY),
      say: (text, kind, offer) => {
        const content =
          offer === 'undo' ? (
            <>
              {text}{' '}
              <Button size="small" type="link" onClick={() => actions.undo()}>
                {t('grid.undo')}
              </Button>
            </>
          ) : (
            text
          )
        message.open({
          key: KEY,
          type: kind === 'done' ? 'success' : 'warning',
          content,
          duration: offer === undefined ? 4 : 8,
        })
      },
    })
    return actions
  }, [view, columns, language, t, message])
}
