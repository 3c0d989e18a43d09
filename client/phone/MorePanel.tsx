import {
  ClockCircleOutlined,
  DownloadOutlined,
  HistoryOutlined,
  LockOutlined,
  RedoOutlined,
  TableOutlined,
  UndoOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { sheetPath } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { PageCount } from '../app/PageCount.tsx'
import { pagePath, pagesFor } from '../app/pages.tsx'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { SheetMenu } from '../columns/SheetMenu.tsx'
import { useSession } from '../ui/useSession.ts'
import { chooseLayout } from './layout.ts'
import { useOfflineStart } from './offlineStart.ts'

interface Props {
  readonly open: OpenSheet
  readonly sheets: readonly SheetInfo[]
  readonly onClose: () => void
}

/** Behind the last tab: the other sheets, what can be done to this one, and what this device can do without a network. */
export function MorePanel({ open, sheets, onClose }: Props) {
  const { t } = useTranslation()
  const { me, operation, sheet, show } = open
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const start = useOfflineStart()
  return (
    <section className="more-panel" aria-labelledby="more-title">
      <h2 id="more-title" ref={heading} tabIndex={-1}>
        {t('phone.more')}
      </h2>
      <h3>
        {t('frame.sheets')} <SheetMenu me={me} operation={operation} sheets={sheets} current={sheet} />
      </h3>
      <ul className="more-list">
        {sheets
          .filter(({ archived }) => archived !== true)
          .map(({ id, title }) => (
            <li key={id}>
              <Link
                to={sheetPath(operation.id, id)}
                onClick={onClose}
                {...(id === sheet.id ? { 'aria-current': 'page' as const } : {})}
              >
                <TableOutlined aria-hidden /> {title}
              </Link>
            </li>
          ))}
      </ul>
      <Pages open={open} onClose={onClose} />
      <h3>{sheet.title}</h3>
      <ul className="more-list">
        <Steps open={open} />
        {mayI(me, 'history.read', operation.id) ? (
          <li>
            <button type="button" onClick={() => show('history')}>
              <HistoryOutlined aria-hidden /> {t('toolbar.history')}
            </button>
          </li>
        ) : null}
        {sheet.waits === true || mayI(me, 'edit.nod', operation.id) ? (
          <li>
            <button type="button" onClick={() => show('suggestions')}>
              <ClockCircleOutlined aria-hidden /> {t('guard.menu')}
            </button>
          </li>
        ) : null}
        {mayI(me, 'sheet.import', operation.id) ? (
          <li>
            <button type="button" onClick={() => show('import')}>
              <UploadOutlined aria-hidden /> {t('toolbar.import')}
            </button>
          </li>
        ) : null}
        {mayI(me, 'sheet.export', operation.id) ? <Downloads sheetId={sheet.id} /> : null}
        {mayI(me, 'contact.export', operation.id) ? (
          <li>
            <button type="button" onClick={() => show('contactExport')}>
              <LockOutlined aria-hidden /> {t('contacts.take.menu')}
            </button>
          </li>
        ) : null}
      </ul>
      <h3>{t('phone.thisDevice')}</h3>
      <p>{t(`phone.start.${start}`)}</p>
      <ul className="more-list">
        <li>
          <button type="button" onClick={() => chooseLayout('grid')}>
            <TableOutlined aria-hidden /> {t('phone.showGrid')}
          </button>
        </li>
      </ul>
    </section>
  )
}

function Pages({ open: { me, operation }, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const pages = pagesFor(me, operation)
  if (pages.length === 0) return null
  return (
    <>
      <h3>{t('frame.pages')}</h3>
      <ul className="more-list">
        {pages.map(page => (
          <li key={page.path}>
            <Link to={pagePath(operation.id, page)} onClick={onClose}>
              {page.icon} {t(page.title)} <PageCount page={page} operation={operation.id} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Steps({ open: { view, actions } }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const { session } = view
  const canUndo = useSession(session, s => s.canUndo)
  const canRedo = useSession(session, s => s.canRedo)
  if (session.readOnly) return null
  return (
    <>
      <li>
        <button type="button" disabled={!canUndo} onClick={() => actions.undo()}>
          <UndoOutlined aria-hidden /> {t('toolbar.undo')}
        </button>
      </li>
      <li>
        <button type="button" disabled={!canRedo} onClick={() => actions.redo()}>
          <RedoOutlined aria-hidden /> {t('toolbar.redo')}
        </button>
      </li>
    </>
  )
}

function Downloads({ sheetId }: { readonly sheetId: string }) {
  const { t } = useTranslation()
  const { api } = useServices()
  return (['xlsx', 'csv'] as const).map(format => (
    <li key={format}>
      <a href={api.url(`sheets/${encodeURIComponent(sheetId)}/export?format=${format}`)} download>
        <DownloadOutlined aria-hidden /> {t(format === 'xlsx' ? 'toolbar.exportXlsx' : 'toolbar.exportCsv')}
      </a>
    </li>
  ))
}
