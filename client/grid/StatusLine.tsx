import { useTranslation } from 'react-i18next'
import { useStoreValue } from '../ui/valueStore.ts'
import type { SheetView } from './SheetView.ts'

/** How many rows there are, how many the filters show, how many are ticked. */
export function StatusLine({ view }: { readonly view: SheetView }) {
  const { t, i18n } = useTranslation()
  const { total, shown, selected } = useStoreValue(view.counts)
  const number = (count: number): string => count.toLocaleString(i18n.language)
  return (
    <footer className="status-line" aria-live="polite">
      <span>
        {shown === total
          ? t('grid.rows', { count: total, n: number(total) })
          : t('grid.shown', { count: total, n: number(total), shown: number(shown) })}
      </span>
      {selected > 0 ? <span>{t('grid.selected', { count: selected, n: number(selected) })}</span> : null}
    </footer>
  )
}
