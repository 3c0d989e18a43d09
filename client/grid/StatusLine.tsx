import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStoreValue } from '../ui/valueStore.ts'
import type { SheetView } from './SheetView.ts'
import { SelectionSums } from './selectionSums.ts'

/** How many rows there are, how many the filters show, how many are ticked; and what the selected cells come to. */
export function StatusLine({ view, children }: { readonly view: SheetView; readonly children?: ReactNode }) {
  const { t } = useTranslation()
  const { total, shown, selected } = useStoreValue(view.counts)
  const [sums, setSums] = useState<SelectionSums>()
  useEffect(() => {
    const made = new SelectionSums(view)
    setSums(made)
    return () => made.destroy()
  }, [view])
  return (
    <footer className="status-line">
      {children}
      <span className="status-sums" aria-live="polite">
        {sums === undefined ? null : <SumsText sums={sums} />}
      </span>
      <span aria-live="polite">
        <span>{shown === total ? t('grid.rows', { count: total }) : t('grid.shown', { count: total, shown })}</span>
        {selected > 0 ? <span className="status-part">{t('grid.selected', { count: selected })}</span> : null}
      </span>
    </footer>
  )
}

function SumsText({ sums }: { readonly sums: SelectionSums }) {
  const { t } = useTranslation()
  const known = useStoreValue(sums.store)
  if (known === undefined) return null
  const { filled, numbers, sum } = known
  return (
    <>
      <span>{t('keys.sums.filled', { count: filled })}</span>
      {numbers === 0 ? null : (
        <>
          <span className="status-part">{t('keys.sums.numbers', { count: numbers })}</span>
          <span className="status-part">{t('keys.sums.sum', { sum })}</span>
          <span className="status-part">{t('keys.sums.mean', { mean: sum / numbers })}</span>
        </>
      )}
    </>
  )
}
