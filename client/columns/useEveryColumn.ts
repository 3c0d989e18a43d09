import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { useColumns } from './queries.ts'

/** The sheet's columns and those taken away, which say so in their name: the history knows both (COL-7). */
export function useEveryColumn(sheet: string, columns: readonly Column[]): readonly Column[] {
  const { t } = useTranslation()
  const removed = useColumns(sheet).data?.removed
  return useMemo(() => {
    const gone = (removed ?? []).map(column => ({
      ...column,
      label: {
        zh: t('columns.removedName', { name: column.label.zh }),
        en: t('columns.removedName', { name: column.label.en }),
      },
    }))
    return [...columns, ...gone]
  }, [columns, removed, t])
}
