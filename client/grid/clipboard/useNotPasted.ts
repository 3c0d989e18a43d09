import { useEffect, useRef } from 'react'
import { useStoreValue } from '../../ui/valueStore.ts'
import type { SheetView } from '../SheetView.ts'

/** Shows the list as soon as something was not pasted: nobody has to look for what is missing. */
export function useNotPasted(view: SheetView, show: () => void): void {
  const count = useStoreValue(view.notPasted.store).length
  const before = useRef(0)
  useEffect(() => {
    if (count > before.current) show()
    before.current = count
  }, [count, show])
}
