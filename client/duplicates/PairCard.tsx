import { Alert, Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { DuplicatePair, MergeInfo } from '../../shared/protocol/duplicates.ts'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { ApiError, sentenceOf } from '../app/ApiError.ts'
import { sheetPath } from '../app/deepLink.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { PairTable } from './PairTable.tsx'
import { useDecision } from './queries.ts'
import { reasonTexts } from './reasons.ts'
import { useMergeDraft } from './useMergeDraft.ts'

/** What has just been decided, so that it can be taken back where one stands. */
export type Decided =
  | { readonly kind: 'merged'; readonly merge: MergeInfo }
  | { readonly kind: 'dismissed'; readonly sheet: string; readonly rows: readonly [string, string] }

interface Props {
  readonly pair: DuplicatePair
  readonly sheet: SheetInfo
  readonly zone: string
  readonly mayDecide: boolean
  readonly mayMerge: boolean
  readonly onDecided: (decided: Decided) => void
}

/** Two rows and what can be said of them (DUP-5, DUP-7). */
export function PairCard({ pair, sheet, zone, mayDecide, mayMerge, onDecided }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const navigate = useNavigate()
  const draft = useMergeDraft(pair, sheet.columns)
  const { dismiss, merge } = useDecision(sheet.id)
  const [a, b] = pair.rows
  const rows = [a.row, b.row] as const
  const busy = dismiss.isPending || merge.isPending
  const error = merge.error ?? dismiss.error
  const { wish } = draft
  const { decided } = pair
  const title = String(a.cells.item ?? b.cells.item ?? '')
  const when = decided === null ? '' : momentText(decided.at, zone, language, now())
  return (
    <section className="pair" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="quiet">{sheet.title}</span>
        <span>
          {pair.score === 0 ? t('duplicates.chosen') : t('duplicates.alike', { percent: Math.round(pair.score * 100) })}
        </span>
        {reasonTexts(pair.why, t).map(reason => (
          <Tag key={reason}>{reason}</Tag>
        ))}
      </header>
      {decided === null ? null : (
        <p className="quiet">
          {pair.state === 'dismissed'
            ? t('duplicates.saidBy', { name: decided.by.name, when })
            : t('duplicates.changedSince', { name: decided.by.name })}
        </p>
      )}
      <PairTable
        pair={pair}
        columns={sheet.columns}
        zone={zone}
        draft={draft}
        mayMerge={mayMerge && pair.state !== 'dismissed'}
        onOpen={row => void navigate(`${sheetPath(sheet.operation, sheet.id, { row })}&panel=fields`)}
      />
      {error === null ? null : (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={
            error instanceof ApiError && error.code === 'conflict' ? t('duplicates.changed') : sentenceOf(error, i18n)
          }
        />
      )}
      <footer>
        {mayDecide ? (
          <Button
            disabled={busy}
            onClick={() => {
              const undo = pair.state === 'dismissed'
              dismiss.mutate(
                { rows, undo },
                { onSuccess: () => (undo ? undefined : onDecided({ kind: 'dismissed', sheet: sheet.id, rows })) },
              )
            }}
          >
            {t(pair.state === 'dismissed' ? 'duplicates.notSameUndo' : 'duplicates.notSame')}
          </Button>
        ) : null}
        {mayMerge && pair.state !== 'dismissed' ? (
          <>
            <Button
              type="primary"
              disabled={wish === undefined || busy}
              loading={merge.isPending}
              onClick={() =>
                wish === undefined
                  ? undefined
                  : merge.mutate(
                      { wish, key: draft.key },
                      { onSuccess: made => onDecided({ kind: 'merged', merge: made }) },
                    )
              }
            >
              {t('duplicates.merge')}
            </Button>
            <span className="quiet">{t('duplicates.mergeHint')}</span>
          </>
        ) : null}
      </footer>
    </section>
  )
}
