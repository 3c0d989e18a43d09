import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, type Language, useLanguage } from '../i18n/language.ts'

/** 中 / EN. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <Segmented<Language>
      size="small"
      aria-label={t('frame.language')}
      value={useLanguage()}
      options={[
        { value: 'zh', label: '中', title: '中文' },
        { value: 'en', label: 'EN', title: 'English' },
      ]}
      onChange={language => void chooseLanguage(i18n, language)}
    />
  )
}
