import { Alert, Button, Segmented, Select, Spin } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { DuplicatePair } from '../../shared/protocol/duplicates.ts'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { JustDecided } from './JustDecided.tsx'
import { MergedList } from './MergedList.tsx'
import { type Decided, PairCard } from './PairCard.tsx'
import { type PairState, useDuplicates, usePair } from './queries.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

type Shown = PairState | 'merged'
const SHOWN: readonly Shown[] = ['open', 'dismissed', 'merged']

/** Rows that may tell of the same, likest first; a person says what they are. With `row` and `other` in its address, those two (DUP-5 … DUP-8). */
export function DuplicatesPage({ me, operation, sheets }: Props) {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const [shown, show] = useState<Shown>('open')
  const [decided, setDecided] = useState<Decided>()
  const living = sheets.filter(({ archived }) => archived !== true)
  const sheet = living.find(({ id }) => id === params.get('sheet'))
  const [row, other] = [params.get('row'), params.get('other')]
  const mayMerge = mayI(me, 'row.merge', operation.id)
  const card = (pair: DuplicatePair) => {
    const of = living.find(({ id }) => id === pair.sheet)
    const key = `${pair.sheet} ${pair.rows[0].row} ${pair.rows[1].row} ${pair.rows[0].seen} ${pair.rows[1].seen}`
    return of === undefined ? null : (
      <PairCard
        key={key}
        pair={pair}
        sheet={of}
        zone={operation.timeZone}
        mayDecide={mayI(me, 'duplicate.decide', operation.id) && pair.state !== 'none'}
        mayMerge={mayMerge}
        onDecided={setDecided}
      />
    )
  }
  return (
    <div className="duplicates">
      <p className="quiet">{t('duplicates.lead')}</p>
      {decided === undefined ? null : (
        <JustDecided key={JSON.stringify(decided)} decided={decided} onGone={() => setDecided(undefined)} />
      )}
      {sheet !== undefined && row !== null && other !== null ? (
        <>
          <Button className="duplicates-back" onClick={() => setParams({})}>
            {t('duplicates.back')}
          </Button>
          <OnePair sheet={sheet.id} row={row} other={other} card={card} />
        </>
      ) : (
        <>
          <div className="duplicates-bar">
            <Segmented
              aria-label={t('duplicates.show')}
              value={shown}
              options={SHOWN.map(value => ({ value, label: t(`duplicates.${value}`) }))}
              onChange={value => show(value)}
            />
            <Select
              aria-label={t('duplicates.sheet')}
              value={sheet?.id ?? ''}
              popupMatchSelectWidth={false}
              options={[
                { value: '', label: t('duplicates.allSheets') },
                ...living.map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={id => setParams(id === '' ? {} : { sheet: id })}
            />
          </div>
          {shown === 'merged' ? (
            (sheet === undefined ? living : [sheet])
              .filter(({ columns }) => columns.some(({ id }) => id === 'item'))
              .map(each => <MergedList key={each.id} sheet={each} zone={operation.timeZone} mayMerge={mayMerge} />)
          ) : (
            <Pairs operation={operation.id} state={shown} sheet={sheet?.id} card={card} />
          )}
        </>
      )}
    </div>
  )
}

interface Cards {
  readonly card: (pair: DuplicatePair) => ReactNode
}

function Pairs({
  operation,
  state,
  sheet,
  card,
}: Cards & { readonly operation: string; readonly state: PairState; readonly sheet: string | undefined }) {
  const { t, i18n } = useTranslation()
  const pairs = useDuplicates(operation, state, sheet)
  const items = pairs.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      {pairs.error === null ? null : (
        <Alert type="warning" showIcon role="alert" title={sentenceOf(pairs.error, i18n)} />
      )}
      {pairs.isPending ? <Spin size="small" /> : null}
      {pairs.data !== undefined && items.length === 0 ? (
        <p>{t(state === 'open' ? 'duplicates.none' : 'duplicates.noneDismissed')}</p>
      ) : null}
      {items.map(card)}
      {pairs.hasNextPage ? (
        <Button loading={pairs.isFetchingNextPage} onClick={() => void pairs.fetchNextPage()}>
          {t('duplicates.more')}
        </Button>
      ) : null}
    </>
  )
}

function OnePair({
  sheet,
  row,
  other,
  card,
}: Cards & { readonly sheet: string; readonly row: string; readonly other: string }) {
  const { i18n } = useTranslation()
  const { data, error } = usePair(sheet, row, other)
  if (error !== null) return <Alert type="warning" showIcon role="alert" title={sentenceOf(error, i18n)} />
  return data === undefined ? <Spin size="small" /> : card(data)
}
