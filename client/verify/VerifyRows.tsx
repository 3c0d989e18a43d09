import { App as AntApp } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HARD, type Hard, hardness, usualQuantities } from '../../shared/domain/hardRows.ts'
import { cellsThatCount, countingColumns, digestOf, standingOf } from '../../shared/domain/verification.ts'
import { VERIFICATION_COLUMN } from '../../shared/schema/deskColumns.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { rowsMeant } from '../grid/commands.ts'
import { useDeciding } from './queries.ts'
import { useWording } from './useWording.ts'
import { type Verdict, VerifyForm } from './VerifyForm.tsx'
import { changeText, outcomeTexts } from './words.ts'

/** The rows a verification is about: whole selected rows, those ticked, else the one the person is in. */
export function rowsToVerify(open: OpenSheet): readonly string[] {
  const selected = open.view.selection.get()
  if (open.view.range.range?.kind === 'rows' && selected !== undefined) return selected.rows
  return rowsMeant(open)
}

/** The small form over the rows: how they were verified, Enter, and the person is at the next row that waits (VERIFY-14). */
export function VerifyRows({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const [rows] = useState(() => rowsToVerify(open))
  const { decide } = useDeciding(open.sheet.id)
  const wording = useWording(open.columns, open.zone)
  const { session, desk } = open.view
  const counting = countingColumns(open.columns)
  const reader = (row: string) => (column: string) => session.sheet.value(row, column)
  const only = rows.length === 1 ? rows[0] : undefined
  const standing = only === undefined ? undefined : standingOf(desk.get('verification', only), counting, reader(only))
  const changed = standing?.state === 'stale' ? standing.changed : []
  const hard = useHard(open, rows)
  const send = ({ picture, ...verdict }: Verdict): void => {
    const seen = rows.map(row => ({
      row,
      digest: digestOf(cellsThatCount(counting, reader(row))),
      ...(changed.length > 0 && verdict.verdict === 'verified' ? { columns: changed.map(({ column }) => column) } : {}),
    }))
    decide.mutate(
      { ...verdict, rows: seen, picture },
      {
        onSuccess: outcome => {
          const { good, bad } = outcomeTexts(outcome, verdict.verdict, wording)
          if (good !== undefined) void message.success(good)
          for (const text of bad) void message.warning(text)
          onClose()
          goOn(open, rows)
        },
        onError: error => void message.error(sentenceOf(error, i18n)),
      },
    )
  }
  return (
    <div
      className="verify-popover"
      role="dialog"
      aria-label={t('verify.form', { count: rows.length })}
      style={placeOf(rows[0])}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        onClose()
      }}
    >
      <strong>{t('verify.form', { count: rows.length })}</strong>
      {changed.map(change => (
        <p key={change.column} className="verify-change">
          ⚠ {changeText(change, wording)}
        </p>
      ))}
      {hard.count === 0 ? null : (
        <p className="verify-hard">
          {t('verify.hard', {
            count: hard.count,
            why: hard.why.map(reason => t(`verify.hardWhy.${reason}`)).join('、'),
          })}
        </p>
      )}
      <VerifyForm
        busy={decide.isPending}
        submit={t(changed.length > 0 ? 'verify.submitOnly' : 'verify.submit')}
        picture={only !== undefined}
        onVerdict={send}
        onCancel={onClose}
      />
    </div>
  )
}

/** How many of these rows are hard, and for what. */
function useHard({ view, columns }: OpenSheet, rows: readonly string[]) {
  const [hard] = useState(() => {
    const { sheet } = view.session
    const usual = usualQuantities(
      sheet.rows().map(row => ({
        item: sheet.value(row, 'item'),
        unit: sheet.value(row, 'unit'),
        quantity: sheet.value(row, 'quantity'),
      })),
    )
    const found = rows.map(row =>
      hardness(columns, column => sheet.value(row, column), {
        usual,
        duplicates: view.desk.get('duplicate', row)?.rows.length ?? 0,
      }),
    )
    const why: readonly Hard[] = HARD.filter(reason => found.some(reasons => reasons.includes(reason)))
    return { count: found.filter(reasons => reasons.length > 0).length, why }
  })
  return hard
}

/** To the next row on screen that waits to be verified; without one the person stays. */
function goOn({ view }: OpenSheet, rows: readonly string[]): void {
  const api = view.grid.get()
  const column = VERIFICATION_COLUMN.id
  const from = api?.getRowNode(rows.at(-1) ?? '')?.rowIndex
  if (api === undefined || typeof from !== 'number') return
  for (let index = from + 1; index < api.getDisplayedRowCount(); index++) {
    const row = api.getDisplayedRowAtIndex(index)?.data?.id
    if (row === undefined || rows.includes(row) || !view.session.sheet.has(row)) continue
    const standing = view.value(row, column)
    if (standing === 'unverified' || standing === 'stale') return void view.reveal({ row, column })
  }
  const last = rows.at(-1)
  if (last !== undefined) view.reveal({ row: last, column })
}

/** Under the row it is about, as far as that is on screen. */
function placeOf(row: string | undefined): { readonly left: number; readonly top: number } {
  const line = row === undefined ? null : document.querySelector(`.ag-row[row-id="${CSS.escape(row)}"]`)
  const cell = line?.querySelector(`[col-id="${VERIFICATION_COLUMN.id}"]`) ?? line
  const box = cell?.getBoundingClientRect()
  const [width, height] = [380, 260]
  if (box === undefined) return { left: Math.max(8, (innerWidth - width) / 2), top: 120 }
  return {
    left: Math.max(8, Math.min(box.left, innerWidth - width)),
    top: box.bottom + height > innerHeight ? Math.max(8, box.top - height) : box.bottom + 4,
  }
}
