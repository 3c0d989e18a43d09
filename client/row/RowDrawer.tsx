import { CloseOutlined, DownOutlined, UpOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { ConfideButton } from '../confidential/ConfideButton.tsx'
import { RowDuplicates } from '../duplicates/RowDuplicates.tsx'
import { useLanguage } from '../i18n/language.ts'
import { RowTabs } from '../notes/RowTabs.tsx'
import { useStoreValue } from '../ui/valueStore.ts'
import { RowFields } from './RowFields.tsx'
import { RowHistory } from './RowHistory.tsx'
import { PANEL_OF, tabOf } from './rowPanels.ts'
import { useSheetVersion } from './useCell.ts'

/** A row beside the grid, from all sides; follows the row the person is in. Over the whole screen where that is narrow (NOTE-21). */
export function RowDrawer({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { view } = open
  const place = useStoreValue(view.cell)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useSheetVersion(view.session)
  const close = (): void => {
    onClose()
    const cell = view.cell.get()
    if (cell !== undefined) view.reveal(cell)
  }
  const row = place?.row
  const there = row !== undefined && view.session.sheet.has(row) && !view.session.sheet.isDeleted(row)
  return (
    <aside
      className="side-panel row-drawer"
      aria-label={t('notes.drawer')}
      onKeyDown={event => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing && !event.defaultPrevented) close()
      }}
    >
      <header className="side-head">
        <h2 ref={heading} tabIndex={-1}>
          {there ? <Title open={open} row={row} /> : t('notes.drawer')}
        </h2>
        {there ? <ConfideButton open={open} /> : null}
        <Step open={open} by={-1} />
        <Step open={open} by={1} />
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('app.close')}
          onClick={close}
        />
      </header>
      {there ? (
        <RowTabs
          open={open}
          row={row}
          tab={tabOf(open.panel) ?? 'fields'}
          onTab={tab => open.show(PANEL_OF[tab])}
          fields={
            <>
              <RowDuplicates key={`near ${row}`} open={open} row={row} />
              <RowFields
                key={row}
                session={view.session}
                row={row}
                columns={open.columns}
                zone={open.zone}
                aids={view.aids}
              />
            </>
          }
          history={<RowHistory open={open} row={row} />}
        />
      ) : (
        <p className="quiet side-body">{row === undefined ? t('notes.pick') : t('notes.rowGone')}</p>
      )}
    </aside>
  )
}

/** What the row is about: its number and the first of its fields that says something. */
function Title({ open, row }: { readonly open: OpenSheet; readonly row: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { view, columns } = open
  const named = columns.find(({ kind, id }) => {
    const value = view.session.sheet.value(row, id)
    return kind.type === 'text' && typeof value === 'string' && value.trim() !== ''
  })
  const number = view.rowNumber(row)
  const said = named === undefined ? '' : String(view.session.sheet.value(row, named.id))
  return (
    <span lang={language}>
      {number === undefined ? '' : `${t('notes.rowNumber', { row: number })} `}
      {said}
    </span>
  )
}

/** To the row above or below on screen. */
function Step({ open: { view, columns }, by }: { readonly open: OpenSheet; readonly by: 1 | -1 }) {
  const { t } = useTranslation()
  const place = view.cell.get()
  const api = view.grid.get()
  const index = place === undefined ? undefined : api?.getRowNode(place.row)?.rowIndex
  const next = typeof index === 'number' ? api?.getDisplayedRowAtIndex(index + by)?.data?.id : undefined
  const column = place?.column ?? columns[0]?.id
  return (
    <Button
      type="text"
      size="small"
      icon={by < 0 ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
      aria-label={by < 0 ? t('notes.previousRow') : t('notes.nextRow')}
      disabled={next === undefined}
      onClick={event => {
        const button = event.currentTarget
        if (next !== undefined && column !== undefined) view.reveal({ row: next, column })
        // The person goes on pressing; the grid has taken the focus to the cell.
        button.focus()
      }}
    />
  )
}
