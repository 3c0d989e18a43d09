import { useTranslation } from 'react-i18next'
import { useStoreValue } from '../ui/valueStore.ts'
import type { SheetView } from './SheetView.ts'

/** How many rows there are, how many the filters show, how many are ticked. */
export function StatusLine({ view }: { readonly view: SheetView }) {
  const { t } = useTranslation()
  const { total, shown, selected } = useStoreValue(view.counts)
  return (
    <footer className="status-line" aria-live="polite">
      <span>{shown === total ? t('grid.rows', { count: total }) : t('grid.shown', { count: total, shown })}</span>
      {selected > 0 ? <span>{t('grid.selected', { count: selected })}</span> : null}
    </footer>
  )
}
