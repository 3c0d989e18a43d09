import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the browser tab: what is on it first, the product after. */
export function usePageTitle(what: string | undefined): void {
  const { t } = useTranslation()
  const product = t('app.fullName')
  useEffect(() => {
    document.title = what === undefined ? product : `${what} · ${product}`
  }, [what, product])
}
