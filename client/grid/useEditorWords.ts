import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EditorWords } from './columnSetting.ts'

/** The texts of editors and filters in the language on screen; the same object until it changes. */
export function useEditorWords(zone: string): EditorWords {
  const { t } = useTranslation()
  return useMemo(
    () => ({
      blank: t('grid.blank'),
      yes: t('grid.yes'),
      no: t('grid.no'),
      all: t('grid.filterAll'),
      choiceSearch: t('grid.choiceSearch'),
      choiceNone: t('grid.choiceNone'),
      choiceKeys: t('grid.choiceKeys'),
      dateHint: t('grid.dateHint'),
      dateTimeHint: t('grid.dateTimeHint', { zone }),
      pickDate: t('grid.pickDate'),
      newLineHint: t('grid.newLineHint'),
    }),
    [t, zone],
  )
}
