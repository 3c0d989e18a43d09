import { createInstance, type i18n } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Bilingual } from '../../shared/schema/column.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import { en } from './en.ts'
import { zhCN } from './zhCN.ts'

export type Language = keyof Bilingual

/** BCP 47 tags for `lang` and for Intl. */
export const LANGUAGE_TAG: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

/**
 * The texts of the page. Chinese unless this device chose otherwise or `language` says so (PAGE-3); `lang` and the page's title follow.
 */
export function createTranslations(language: Language = readSetting('language') === 'en' ? 'en' : 'zh'): i18n {
  const instance = createInstance()
  instance.on('languageChanged', tag => {
    document.documentElement.lang = LANGUAGE_TAG[tag === 'en' ? 'en' : 'zh']
  })
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { zh: { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}

/** The language on screen. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh'
}

/** Changes the language on screen and remembers it on this device. */
export async function chooseLanguage(instance: i18n, language: Language): Promise<void> {
  writeSetting('language', language)
  await instance.changeLanguage(language)
}
