import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EditorWords } from './columnSetting.ts'

/** The texts of editors in the language on screen; the same object until it changes. */
export function useEditorWords(zone: string): EditorWords {
  const { t } = useTranslation()
  return useMemo(
    () => ({
      blank: t('grid.blank'),
      choiceSearch: t('grid.choiceSearch'),
      choiceNone: t('grid.choiceNone'),
      choiceKeys: t('grid.choiceKeys'),
      dateHint: t('grid.dateHint'),
      dateTimeHint: t('grid.dateTimeHint', { zone }),
      pickDate: t('grid.pickDate'),
      newLineHint: t('grid.newLineHint'),
      // The editor puts the text in: it is not known yet.
      useText: t('types.useText', { text: '{{text}}' }),
      amountHint: t('types.amountHint'),
      openLink: t('types.openLink'),
    }),
    [t, zone],
  )
}
