import { DoubleLeftOutlined, DoubleRightOutlined, TableOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import { operationPath } from './deepLink.ts'
import { PageCount } from './PageCount.tsx'
import { pagePath, pagesFor } from './pages.tsx'

interface Props {
  readonly me: Me
  readonly operation: Operation
}

/** The way from the sheets to everything else and back (PAGE-25). Nothing where there is nothing else. */
export function Rail({ me, operation }: Props) {
  const { t } = useTranslation()
  const [wide, setWide] = useState(readSetting('rail') === 'wide')
  const pages = pagesFor(me, operation)
  const { pathname } = useLocation()
  if (pages.length === 0) return null
  const home = operationPath(operation.id)
  const elsewhere = pages.some(page => pathname === pagePath(operation.id, page))
  const toggle = (): void => {
    writeSetting('rail', wide ? undefined : 'wide')
    setWide(!wide)
  }
  return (
    <nav className={wide ? 'rail rail-wide' : 'rail'} aria-label={t('frame.pages')}>
      <RailLink to={home} current={!elsewhere} icon={<TableOutlined aria-hidden />} name={t('frame.sheets')} />
      {pages.map(page => (
        <RailLink
          key={page.path}
          to={pagePath(operation.id, page)}
          current={pathname === pagePath(operation.id, page)}
          icon={page.icon}
          name={t(page.title)}
          count={<PageCount page={page} operation={operation.id} />}
        />
      ))}
      <button type="button" className="rail-fold" aria-expanded={wide} onClick={toggle}>
        {wide ? <DoubleLeftOutlined aria-hidden /> : <DoubleRightOutlined aria-hidden />}
        <span className="rail-name">{t(wide ? 'frame.railNarrow' : 'frame.railWide')}</span>
      </button>
    </nav>
  )
}

interface LinkProps {
  readonly to: string
  readonly current: boolean
  readonly icon: ReactNode
  readonly name: string
  readonly count?: ReactNode
}

function RailLink({ to, current, icon, name, count }: LinkProps) {
  return (
    <Link to={to} className="rail-link" title={name} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {icon}
      <span className="rail-name">{name}</span>
      {count}
    </Link>
  )
}
