import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Wording } from './words.ts'

/** The words of verification in the language on screen. */
export function useWording(columns: readonly Column[], zone: string): Wording {
  const { t } = useTranslation()
  const { now } = useServices()
  const language = useLanguage()
  return useMemo(() => ({ t, language, zone, now: now(), columns }), [t, language, zone, now, columns])
}
