import { useTranslation } from 'react-i18next'

/** The refused rows and cells as a csv file. */
export function RefusalsLink({ href }: { readonly href: string }) {
  const { t } = useTranslation()
  return (
    <a href={href} download>
      {t('import.download')}
    </a>
  )
}
