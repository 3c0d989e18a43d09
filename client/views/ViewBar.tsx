import { App as AntApp } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { ArrangementChips } from './ArrangementChips.tsx'
import { FilterPopover } from './FilterPopover.tsx'
import { Legend } from './Legend.tsx'
import { LinkNotice } from './LinkNotice.tsx'
import { useViews } from './useViews.ts'
import { ViewSwitcher } from './ViewSwitcher.tsx'

/** Between the tools and the rows: what is shown and how, in words, and the views kept of it. */
export function ViewBar({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const book = useViews(open)
  const { view, shown, zone } = open
  const given = { view, columns: shown, zone }
  useCopiedMessage(view)
  return (
    <>
      <section className="view-bar" aria-label={t('views.bar')}>
        <div className="view-chips">
          <ArrangementChips {...given} />
        </div>
        <ViewSwitcher open={open} book={book} />
      </section>
      <Legend {...given} />
      <LinkNotice open={open} book={book} />
      <FilterPopover {...given} />
    </>
  )
}

/** Says once for each copied link that it is on the clipboard, or that the browser did not let us. */
function useCopiedMessage(view: SheetView): void {
  const { t } = useTranslation()
  const { message } = AntApp.useApp()
  const last = useStoreValue(view.linkCopied)
  useEffect(() => {
    if (last === undefined) return
    view.linkCopied.set(undefined)
    if (last.copied) void message.success(t('views.linkCopied'))
    else void message.warning(t('views.linkFailed'))
  }, [view, last, message, t])
}
