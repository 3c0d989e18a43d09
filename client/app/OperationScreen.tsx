import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import { Frame } from './Frame.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import type { OperationPage, PageProps } from './pages.tsx'
import { useSheets } from './queries.ts'
import { mayI } from './rights.ts'
import { ShellMessage } from './ShellMessage.tsx'
import { usePageTitle } from './usePageTitle.ts'

interface Props {
  readonly me: Me
  readonly page: OperationPage
}

/** `/o/<operation>/<page>`: the frame, the page's name, and the page; who may not see it finds nothing here (PAGE-25). */
export function OperationScreen({ me, page }: Props) {
  const { t } = useTranslation()
  const { operation: id } = useParams()
  const { data, error, refetch } = useSheets()
  const operation = me.operations.find(other => other.id === id)
  const title = t(page.title)
  usePageTitle(title)
  if (operation === undefined || !mayI(me, page.action, operation.id)) return <NotFoundPage />
  if (data === undefined)
    return error === null ? (
      <ShellMessage kind="loading" />
    ) : (
      <ShellMessage kind="failed" error={error} onRetry={() => void refetch()} />
    )
  const sheets = data.filter(sheet => sheet.operation === operation.id)
  const Content: ComponentType<PageProps> = page.Page
  return (
    <Frame me={me} operation={operation} sheets={sheets}>
      <main className="operation-page" id="sheet">
        <h1>{title}</h1>
        <Content me={me} operation={operation} sheets={sheets} />
      </main>
    </Frame>
  )
}
