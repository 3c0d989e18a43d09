import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { conflictList } from '../../shared/protocol/time.ts'
import { useServices } from '../app/services.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { ConflictStyle } from './ConflictStyle.ts'
import { ConflictWatch } from './ConflictWatch.ts'

/** The open conflicts of the sheet on screen, and their marks in the rows. */
export function useConflicts(view: SheetView, sheetId: string): ConflictWatch {
  const { api } = useServices()
  const { t } = useTranslation()
  const watch = useMemo(
    () =>
      new ConflictWatch(view, async signal => {
        const path = `sheets/${encodeURIComponent(sheetId)}/conflicts`
        return (await api.get(path, conflictList, signal)).items
      }),
    [view, sheetId, api],
  )
  useEffect(() => watch.start(), [watch])
  useEffect(() => {
    const style = new ConflictStyle()
    style.attach()
    const show = (): void => style.show(watch.open.get(), t('time.conflict.mark'))
    const stop = watch.open.subscribe(show)
    show()
    return () => {
      stop()
      style.detach()
    }
  }, [watch, t])
  return watch
}
