import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { NearRow } from '../../shared/protocol/duplicates.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { operationPath, sheetPath } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useSheetVersion } from '../row/useCell.ts'
import { useMerges, useNear } from './queries.ts'
import { reasonTexts } from './reasons.ts'

type Cells = Readonly<Record<string, Scalar>>

interface Props {
  readonly open: OpenSheet
  readonly row: string
}

/** Typing goes on for so long before it is asked what the row is like, ms. */
const PAUSE_MS = 800
/** Named in the hint; the page has all. */
const NAMED = 3

/** Beside a row's fields: what may be there already, also while the row is being filled in, and what it has been made one with (DUP-4, DUP-9). */
export function RowDuplicates({ open, row }: Props) {
  return open.columns.some(({ id }) => id === 'item') ? <Hint open={open} row={row} /> : null
}

function Hint({ open: { view, sheet, operation }, row }: Props) {
  const { t } = useTranslation()
  useSheetVersion(view.session)
  const held = view.session.sheet.cells(row)
  const text = useSettled(JSON.stringify(held), PAUSE_MS)
  const cells = JSON.parse(text) as Cells
  const says = typeof cells.item === 'string' && cells.item.trim() !== '' && cells.status !== 'duplicate'
  const near = useNear(sheet.id, row, says ? cells : undefined).data ?? []
  const merges = (useMerges(sheet.id, row).data ?? []).filter(({ state }) => state === 'done')
  const into = merges.find(({ merged }) => merged === row && held.status === 'duplicate')
  const took = merges.filter(({ kept }) => kept === row)
  const compare = (other: string): string =>
    `${operationPath(operation.id)}/duplicates?${new URLSearchParams({ sheet: sheet.id, row, other })}`
  if (near.length === 0 && into === undefined && took.length === 0) return null
  return (
    <aside className="near-hint" aria-label={t('duplicates.title')} role="status">
      {into === undefined ? null : (
        <p>
          {t('duplicates.into')}{' '}
          <Link to={`${sheetPath(operation.id, sheet.id, { row: into.kept })}&panel=fields`}>
            {t('duplicates.showIt')}
          </Link>
        </p>
      )}
      {took.length === 0 ? null : <p>{t('duplicates.took', { count: took.length })}</p>}
      {near.length === 0 ? null : (
        <>
          <strong>
            <span aria-hidden>⧉ </span>
            {t('duplicates.mayBe')}
          </strong>
          <ul>
            {near.slice(0, NAMED).map(each => (
              <li key={each.row}>
                {t('duplicates.mayBeRow', { item: String(each.cells.item ?? ''), where: whereOf(each) })}{' '}
                <span className="quiet">{reasonTexts(each.why, t).join(' · ')}</span>{' '}
                <Link to={compare(each.row)}>{t('duplicates.compare')}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}

const whereOf = ({ cells }: NearRow): string =>
  [cells.organization, cells.district, cells.place, cells.quantity]
    .filter(value => value !== null && value !== undefined && value !== '')
    .slice(0, 3)
    .join(' · ')

/** A value once it has stayed the same for a while. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, settle] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
