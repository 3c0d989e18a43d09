import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import { signInPath } from './deepLink.ts'
import { useMe } from './queries.ts'
import { ShellMessage } from './ShellMessage.tsx'

/** Shows its content to a signed-in member; sends everybody else to sign in and back to where they wanted to go (PAGE-6). */
export function SignedIn({ children }: { readonly children: (me: Me) => ReactNode }) {
  const { data, error, refetch } = useMe()
  const { pathname, search } = useLocation()
  if (data === undefined)
    return error === null ? (
      <ShellMessage kind="loading" />
    ) : (
      <ShellMessage kind="failed" error={error} onRetry={() => void refetch()} />
    )
  if (data === null) return <Navigate to={signInPath(pathname + search)} replace />
  return children(data)
}
