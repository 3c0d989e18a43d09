import { PlusOutlined } from '@ant-design/icons'
import { Button, Empty } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useParams } from 'react-router'
import type { Me, SheetInfo } from '../../shared/protocol/http.ts'
import { readSetting } from '../ui/localSetting.ts'
import { sheetPath } from './deepLink.ts'
import { Frame } from './Frame.tsx'
import { NewSheetDialog } from './NewSheetDialog.tsx'
import { useSheets } from './queries.ts'
import { mayI } from './rights.ts'
import { ShellMessage } from './ShellMessage.tsx'
import { usePageTitle } from './usePageTitle.ts'

/** The sheet to begin with: the one this device was last in, else the first; within one operation when it is given. */
export function sheetToOpen(
  sheets: readonly SheetInfo[],
  operation: string | undefined,
  last: string | undefined,
): SheetInfo | undefined {
  const there = sheets.filter(
    sheet => sheet.archived !== true && (operation === undefined || sheet.operation === operation),
  )
  return there.find(({ id }) => id === last) ?? there[0]
}

/** `/` and `/o/<operation>`: leads on to a sheet, or says how to get the first one. */
export function HomePage({ me }: { readonly me: Me }) {
  const { operation: wanted } = useParams()
  const { data, error, refetch } = useSheets()
  usePageTitle(undefined)
  if (data === undefined)
    return error === null ? (
      <ShellMessage kind="loading" />
    ) : (
      <ShellMessage kind="failed" error={error} onRetry={() => void refetch()} />
    )
  const sheet = sheetToOpen(data, wanted, readSetting('lastSheet'))
  if (sheet !== undefined) return <Navigate to={sheetPath(sheet.operation, sheet.id)} replace />
  const operation = wanted === undefined ? me.operations[0] : me.operations.find(({ id }) => id === wanted)
  return (
    <Frame me={me} operation={operation} sheets={[]}>
      <main className="shell-page">
        {operation === undefined ? <NoOperation /> : <NoSheets me={me} operation={operation} />}
      </main>
    </Frame>
  )
}

function NoOperation() {
  const { t } = useTranslation()
  return (
    <Empty
      description={
        <>
          <strong>{t('sheet.noOperations')}</strong>
          <br />
          <span className="quiet">{t('sheet.noOperationsHint')}</span>
        </>
      }
    />
  )
}

function NoSheets({ me, operation }: { readonly me: Me; readonly operation: Me['operations'][number] }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const may = mayI(me, 'sheet.create', operation.id)
  return (
    <Empty
      description={
        <>
          <strong>{t('sheet.noSheets')}</strong>
          <br />
          <span className="quiet">{may ? t('sheet.noSheetsHint') : t('sheet.noSheetsAsk')}</span>
        </>
      }
    >
      {may ? (
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t('frame.newSheet')}
        </Button>
      ) : null}
      {adding ? <NewSheetDialog operation={operation} onClose={() => setAdding(false)} /> : null}
    </Empty>
  )
}
