import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../app/ApiError.ts'
import type { Decided } from './PairCard.tsx'
import { useDecision } from './queries.ts'

/** What has just been decided, with the way back; said aloud. */
export function JustDecided({ decided, onGone }: { readonly decided: Decided; readonly onGone: () => void }) {
  const { t, i18n } = useTranslation()
  const sheet = decided.kind === 'merged' ? decided.merge.sheet : decided.sheet
  const { dismiss, undo } = useDecision(sheet)
  const error = undo.error ?? dismiss.error
  const busy = undo.isPending || dismiss.isPending
  const left = (undo.data ?? (decided.kind === 'merged' ? decided.merge : undefined))?.leftCount ?? 0
  const back = (): void => {
    if (decided.kind === 'merged') undo.mutate(decided.merge.id)
    else dismiss.mutate({ rows: decided.rows, undo: true }, { onSuccess: onGone })
  }
  return (
    <Alert
      type={error === null ? 'success' : 'warning'}
      showIcon
      role="status"
      closable={{ onClose: onGone, 'aria-label': t('app.close') }}
      title={
        error !== null
          ? sentenceOf(error, i18n)
          : decided.kind === 'dismissed'
            ? t('duplicates.dismissedDone')
            : t(undo.data === undefined ? 'duplicates.done' : 'duplicates.undoneDone')
      }
      description={left === 0 ? undefined : t('duplicates.left', { count: left })}
      action={
        undo.data === undefined ? (
          <Button size="small" loading={busy} onClick={back}>
            {t(decided.kind === 'merged' ? 'duplicates.undo' : 'duplicates.notSameUndo')}
          </Button>
        ) : undefined
      }
    />
  )
}
