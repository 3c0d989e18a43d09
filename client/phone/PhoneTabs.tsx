import { EllipsisOutlined, TableOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link, NavLink } from 'react-router'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { sheetPath } from '../app/deepLink.ts'

/** Sheets that fit beside "more". */
const FIT = 3

interface Props {
  readonly sheet: SheetInfo
  readonly sheets: readonly SheetInfo[]
  readonly more: boolean
  readonly onMore: (open: boolean) => void
}

/** The first sheets of an operation, the open one always among them. */
export function tabsOf(sheets: readonly SheetInfo[], open: SheetInfo): readonly SheetInfo[] {
  const first = sheets.slice(0, FIT)
  return first.some(({ id }) => id === open.id) ? first : [...first.slice(0, FIT - 1), open]
}

/** At the foot of the screen, where a thumb is: the sheets, and everything else. */
export function PhoneTabs({ sheet, sheets, more, onMore }: Props) {
  const { t } = useTranslation()
  return (
    <nav className="phone-tabs" aria-label={t('frame.sheets')}>
      {tabsOf(sheets, sheet).map(({ id, operation, title }) =>
        id === sheet.id && more ? (
          <Link key={id} to={sheetPath(operation, id)} replace onClick={() => onMore(false)}>
            <TableOutlined aria-hidden /> <span>{title}</span>
          </Link>
        ) : (
          <NavLink key={id} to={sheetPath(operation, id)} onClick={() => onMore(false)}>
            <TableOutlined aria-hidden /> <span>{title}</span>
          </NavLink>
        ),
      )}
      <button type="button" aria-expanded={more} className={more ? 'active' : ''} onClick={() => onMore(!more)}>
        <EllipsisOutlined aria-hidden /> <span>{t('phone.more')}</span>
      </button>
    </nav>
  )
}
