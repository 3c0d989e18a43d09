import { LockOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useParams } from 'react-router'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { SheetMenu } from '../columns/SheetMenu.tsx'
import { sheetPath } from './deepLink.ts'
import { NewSheetDialog } from './NewSheetDialog.tsx'
import { mayI } from './rights.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

/** The sheets of the operation, and a plus for who may add one. */
export function SheetTabs({ me, operation, sheets }: Props) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const { sheet: currentId } = useParams()
  const titleOf = (sheet: string) => sheets.find(({ id }) => id === sheet)?.title ?? ''
  const current = sheets.find(({ id }) => id === currentId)
  return (
    <nav className="tabs" aria-label={t('frame.sheets')}>
      <div className="tabs-scroll">
        {sheets
          .filter(({ id, archived }) => archived !== true || id === current?.id)
          .map(({ id, title, confidentialOf }) => (
            <NavLink key={id} to={sheetPath(operation.id, id)} className="tab" title={title}>
              {confidentialOf === undefined ? title : <CompanionLabel of={titleOf(confidentialOf)} />}
            </NavLink>
          ))}
      </div>
      {sheets.length === 0 ? null : <SheetMenu me={me} operation={operation} sheets={sheets} current={current} />}
      {mayI(me, 'sheet.create', operation.id) ? (
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden />}
          aria-label={t('frame.newSheet')}
          title={t('frame.newSheet')}
          onClick={() => setAdding(true)}
        />
      ) : null}
      {adding ? <NewSheetDialog operation={operation} onClose={() => setAdding(false)} /> : null}
    </nav>
  )
}

/** The lock tab beside a sheet. */
function CompanionLabel({ of }: { readonly of: string }) {
  const { t } = useTranslation()
  return (
    <>
      <LockOutlined aria-hidden />
      <span aria-hidden>{t('confidential.tab')}</span>
      <span className="visually-hidden">{t('confidential.tabOf', { title: of })}</span>
    </>
  )
}
