import { Alert, App as AntApp, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useArrangeSheet } from './queries.ts'

/** Above a sheet that has been put away: why nothing can be typed, and for a coordinator the way back. */
export function ArchivedNotice({ open: { me, operation, sheet } }: { readonly open: OpenSheet }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const arrange = useArrangeSheet()
  if (sheet.archived !== true) return null
  const restore = (): void =>
    arrange.mutate(
      { sheet: sheet.id, archived: false },
      { onError: error => void message.error(sentenceOf(error, i18n)) },
    )
  return (
    <Alert
      type="info"
      banner
      title={t('columns.sheet.archived')}
      action={
        mayI(me, 'sheet.arrange', operation.id) ? (
          <Button size="small" loading={arrange.isPending} onClick={restore}>
            {t('columns.sheet.takeOut')}
          </Button>
        ) : null
      }
    />
  )
}
