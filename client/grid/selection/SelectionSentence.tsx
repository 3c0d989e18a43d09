import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStoreValue } from '../../ui/valueStore.ts'
import type { SheetView } from '../SheetView.ts'

/** While a selection grows nobody wants every size read out. */
const QUIET = 400

/** Reads out how much is selected, and what is said for the ear alone (docs/SPEC.md CELL-5). */
export function SelectionSentence({ view }: { readonly view: SheetView }) {
  const { t } = useTranslation()
  const selection = useStoreValue(view.selection)
  const spoken = useStoreValue(view.spoken)
  const [sentence, say] = useState('')
  const rows = selection?.rows.length ?? 0
  const columns = selection?.columns.length ?? 0
  useEffect(() => {
    const size = rows * columns > 1 ? t('cells.selected', { rows, columns }) : ''
    const timer = setTimeout(() => say(size), QUIET)
    return () => clearTimeout(timer)
  }, [rows, columns, t])
  return (
    <>
      <output className="visually-hidden" aria-live="polite">
        {sentence}
      </output>
      <output className="visually-hidden" aria-live="polite">
        {spoken}
      </output>
    </>
  )
}
