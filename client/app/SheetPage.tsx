import { lazy } from 'react'
import { useParams } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import { useLayout } from '../phone/layout.ts'
import { NotFoundPage } from './NotFoundPage.tsx'
import { useSheets } from './queries.ts'
import { ShellMessage } from './ShellMessage.tsx'

// A phone never fetches the grid, nor a desk the cards.
const SheetScreen = lazy(async () => ({ default: (await import('./SheetScreen.tsx')).SheetScreen }))
const PhoneScreen = lazy(async () => ({ default: (await import('../phone/PhoneScreen.tsx')).PhoneScreen }))

/** `/o/<operation>/s/<sheet>`: the sheet, once it is known which one. */
export function SheetPage({ me }: { readonly me: Me }) {
  const { operation: operationId, sheet: sheetId } = useParams()
  const { data, error, refetch } = useSheets()
  const Screen = useLayout() === 'cards' ? PhoneScreen : SheetScreen
  if (data === undefined)
    return error === null ? (
      <ShellMessage kind="loading" />
    ) : (
      <ShellMessage kind="failed" error={error} onRetry={() => void refetch()} />
    )
  const sheet = data.find(({ id, operation }) => id === sheetId && operation === operationId)
  const operation = me.operations.find(({ id }) => id === operationId)
  if (sheet === undefined || operation === undefined) return <NotFoundPage />
  return (
    <Screen
      key={sheet.id}
      me={me}
      operation={operation}
      sheet={sheet}
      sheets={data.filter(other => other.operation === operation.id)}
    />
  )
}
