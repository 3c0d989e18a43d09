import { Tabs } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { ContactSection } from '../contacts/ContactSection.tsx'
import { RowVerification } from '../verify/RowVerification.tsx'
import { CommentsPanel } from './CommentsPanel.tsx'
import { useComments } from './rowTalk.ts'

// The editor is heavy; who only reads a row's fields does not wait for it.
const NotePanel = lazy(async () => ({ default: (await import('./NotePanel.tsx')).NotePanel }))

const ROW_TABS = ['fields', 'note', 'comments', 'history', 'verification'] as const
export type RowTab = (typeof ROW_TABS)[number]

interface Props {
  readonly open: OpenSheet
  readonly row: string
  readonly tab: RowTab
  readonly onTab: (tab: RowTab) => void
  /** What stands under the tabs that are not about notes and comments. */
  readonly fields: ReactNode
  readonly history: ReactNode
}

/** A row from four sides: its fields, its note, what is said about it, what was changed. Beside the grid and on a phone alike. */
export function RowTabs({ open, row, tab, onTab, fields, history }: Props) {
  const { t } = useTranslation()
  const comments = useComments(open.sheet.id, row).data ?? []
  const unsettled = comments.filter(it => it.thread === null && it.resolved === null && !it.deleted).length
  const content: Record<RowTab, ReactNode> = {
    fields: (
      <>
        {fields}
        <ContactSection key={row} sheet={open.sheet.id} row={row} zone={open.zone} />
      </>
    ),
    note: (
      <Suspense fallback={<p className="quiet">{t('app.loading')}</p>}>
        <NotePanel key={row} open={open} row={row} />
      </Suspense>
    ),
    comments: <CommentsPanel key={row} open={open} row={row} />,
    history,
    verification: <RowVerification key={row} open={open} row={row} />,
  }
  return (
    <Tabs
      className="row-tabs"
      size="small"
      activeKey={tab}
      destroyOnHidden
      onChange={key => onTab(ROW_TABS.find(name => name === key) ?? 'fields')}
      items={ROW_TABS.map(key => ({
        key,
        label:
          key === 'comments' && unsettled > 0 ? `${t('notes.tabs.comments')} ${unsettled}` : t(`notes.tabs.${key}`),
        children: content[key],
      }))}
    />
  )
}
