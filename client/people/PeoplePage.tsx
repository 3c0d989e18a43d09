import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import { operationPath } from '../app/deepLink.ts'
import { Frame } from '../app/Frame.tsx'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { useSheets } from '../app/queries.ts'
import { mayI } from '../app/rights.ts'
import { ShellMessage } from '../app/ShellMessage.tsx'
import { usePageTitle } from '../app/usePageTitle.ts'
import { PeopleActivity } from './PeopleActivity.tsx'

/** `/o/<operation>/people-activity`: who changed how much, as a page of its own. */
export function PeoplePage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const { operation: id } = useParams()
  const { data, error, refetch } = useSheets()
  const operation = me.operations.find(other => other.id === id)
  usePageTitle(t('people.title'))
  if (operation === undefined || !mayI(me, 'activity.read', operation.id)) return <NotFoundPage />
  if (data === undefined)
    return error === null ? (
      <ShellMessage kind="loading" />
    ) : (
      <ShellMessage kind="failed" error={error} onRetry={() => void refetch()} />
    )
  const sheets = data.filter(sheet => sheet.operation === operation.id)
  return (
    <Frame me={me} operation={operation} sheets={sheets}>
      <main className="people-page" id="sheet">
        <div className="person-head">
          <h1>{t('people.title')}</h1>
          <Link to={operationPath(operation.id)}>{t('people.back')}</Link>
        </div>
        <PeopleActivity me={me} operation={operation} sheets={sheets} />
      </main>
    </Frame>
  )
}
