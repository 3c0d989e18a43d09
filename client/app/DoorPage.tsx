import { Card } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { Mark } from './Mark.tsx'
import { usePageTitle } from './usePageTitle.ts'

/** The frame of the pages in front of the sheets: sign-in, setup, demo. */
export function DoorPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t } = useTranslation()
  usePageTitle(title)
  return (
    <main className="door">
      <div className="door-head">
        <Mark />
        <div>
          <div className="door-name">{t('app.fullName')}</div>
          <div className="quiet">{t('app.promise')}</div>
        </div>
      </div>
      <Card className="door-card">
        <h1>{title}</h1>
        {children}
      </Card>
      <LanguageSwitch />
    </main>
  )
}
