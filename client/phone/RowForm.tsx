import { ArrowLeftOutlined, DeleteOutlined, DownOutlined, HistoryOutlined, UpOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { OpenSheet } from '../app/openSheet.ts'
import { StrayNotice } from '../contacts/StrayNotice.tsx'
import { RowDuplicates } from '../duplicates/RowDuplicates.tsx'
import { useLanguage } from '../i18n/language.ts'
import { type RowTab, RowTabs } from '../notes/RowTabs.tsx'
import { RowFields } from '../row/RowFields.tsx'
import { RowHistory } from '../row/RowHistory.tsx'
import { tabNamed } from '../row/rowPanels.ts'
import { useSheetVersion } from '../row/useCell.ts'
import { cardOf } from './cardOf.ts'

interface Props {
  readonly open: OpenSheet
  readonly row: string
  /** The rows of the list the person came from: where "next" goes. */
  readonly rows: readonly string[]
  readonly onRow: (row: string) => void
  readonly onClose: () => void
}

/** A row over the whole screen: its fields one below the other, and what can be done to it (PHONE-8). */
export function RowForm({ open, row, rows, onRow, onClose }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { view, columns, zone, actions, show } = open
  const { session } = view
  useSheetVersion(session)
  const heading = useRef<HTMLHeadingElement>(null)
  const [params] = useSearchParams()
  const [tab, setTab] = useState<RowTab>(() => tabNamed(params.get('panel') ?? ''))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is another form, read from its heading
  useEffect(() => heading.current?.focus(), [row])
  useEffect(() => () => session.setCell(undefined), [session])
  const { sheet } = session
  const there = sheet.has(row) && !sheet.isDeleted(row)
  const { title } = cardOf(columns, column => sheet.value(row, column), language, zone)
  const place = rows.indexOf(row)
  const step = (to: string | undefined) => ({
    disabled: to === undefined,
    onClick: () => (to === undefined ? undefined : onRow(to)),
  })
  return (
    <section className="row-form" aria-labelledby="row-form-title">
      <header className="row-form-head">
        <Button type="text" icon={<ArrowLeftOutlined aria-hidden />} aria-label={t('phone.back')} onClick={onClose} />
        <h2 id="row-form-title" ref={heading} tabIndex={-1}>
          {title === '' ? t('phone.untitled') : title}
        </h2>
        <Button
          type="text"
          icon={<UpOutlined aria-hidden />}
          aria-label={t('phone.previous')}
          {...step(place > 0 ? rows[place - 1] : undefined)}
        />
        <Button
          type="text"
          icon={<DownOutlined aria-hidden />}
          aria-label={t('phone.next')}
          {...step(place >= 0 ? rows[place + 1] : undefined)}
        />
      </header>
      {there ? (
        <div className="row-form-body">
          <StrayNotice open={open} row={row} />
          <RowTabs
            open={open}
            row={row}
            tab={tab}
            onTab={setTab}
            fields={
              <>
                <RowDuplicates key={`near ${row}`} open={open} row={row} />
                <RowFields
                  key={row}
                  session={session}
                  row={row}
                  columns={columns}
                  zone={zone}
                  aids={view.aids}
                  onEnter={column => {
                    view.enter({ row, column })
                    session.setCell({ row, column })
                  }}
                />
              </>
            }
            history={<RowHistory open={open} row={row} />}
          />
          <div className="row-form-foot">
            <Button
              icon={<HistoryOutlined aria-hidden />}
              onClick={() => {
                view.enter({
                  row,
                  column: view.cell.get()?.row === row ? (view.cell.get()?.column ?? '') : (columns[0]?.id ?? ''),
                })
                show('history')
              }}
            >
              {t('toolbar.history')}
            </Button>
            {session.readOnly ? null : (
              <Button
                danger
                icon={<DeleteOutlined aria-hidden />}
                onClick={() => {
                  onClose()
                  actions.deleteRows([row])
                }}
              >
                {t('phone.deleteRow')}
              </Button>
            )}
          </div>
        </div>
      ) : (
        <p className="row-form-gone">{session.sheet.generation === 0 ? t('app.loading') : t('phone.rowGone')}</p>
      )}
    </section>
  )
}
