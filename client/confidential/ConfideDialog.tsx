import { App as AntApp, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useSheets } from '../app/queries.ts'
import { rowsMeant } from '../grid/commands.ts'
import { useMoveRows } from './queries.ts'

/** Asks before rows are made confidential, or open again: who will see what (CONF-4). */
export function ConfideDialog({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { sheet } = open
  const [rows] = useState(() => rowsMeant(open))
  const move = useMoveRows(sheet)
  const home = useSheets().data?.find(({ id }) => id === sheet.confidentialOf)
  const confiding = sheet.confidentialOf === undefined
  const count = rows.length
  const words = confiding
    ? {
        ask: t('confidential.confideAsk', { count }),
        hint: t('confidential.confideHint'),
        ok: t('confidential.confideOk'),
        done: t('confidential.confided', { count }),
      }
    : {
        ask: t('confidential.discloseAsk', { count }),
        hint: t('confidential.discloseHint', { title: home?.title ?? '' }),
        ok: t('confidential.discloseOk'),
        done: t('confidential.disclosed', { count }),
      }
  return (
    <Modal
      open
      title={words.ask}
      okText={words.ok}
      cancelText={t('app.cancel')}
      confirmLoading={move.isPending}
      okButtonProps={{ danger: !confiding, disabled: count === 0 }}
      onCancel={onClose}
      onOk={() =>
        move.mutate(rows, {
          onSuccess: () => {
            void message.success(words.done)
            onClose()
          },
          onError: error => void message.error(sentenceOf(error, i18n)),
        })
      }
    >
      <p>{words.hint}</p>
    </Modal>
  )
}
