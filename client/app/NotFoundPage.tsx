import { Result } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

/** A link that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main className="shell-page">
      <Result
        status="404"
        title={t('app.notFound')}
        subTitle={t('app.notFoundHint')}
        extra={<Link to="/">{t('app.home')}</Link>}
      />
    </main>
  )
}
