import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Navigate, useLocation } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import { WaitingPage } from '../join/WaitingPage.tsx'
import { signInPath } from './deepLink.ts'
import { LEFT, useMe } from './queries.ts'
import { ShellMessage } from './ShellMessage.tsx'

/** Shows its content to a signed-in member; sends everybody else to sign in and back to where they wanted to go (PAGE-6). */
export function SignedIn({ children }: { readonly children: (me: Me) => ReactNode }) {
  const { data, error, refetch } = useMe()
  if (data === undefined)
    return error === null ? (
      <ShellMessage kind="loading" />
    ) : (
      <ShellMessage kind="failed" error={error} onRetry={() => void refetch()} />
    )
  if (data === null) return <SignedOut />
  // Who is in no operation has nothing to look at yet (JOIN-7).
  if (data.operations.length === 0) return <WaitingPage me={data} />
  return children(data)
}

/**
 * Stands where the page was and leads to sign-in. Answers are forgotten here and not earlier: a page still on screen would ask for them
 * again, without a session. Who left on purpose leaves no way back for the next person (PHONE-11).
 */
function SignedOut() {
  const client = useQueryClient()
  const { pathname, search } = useLocation()
  const [path] = useState(() => (client.getQueryData(LEFT) === true ? '/sign-in' : signInPath(pathname + search)))
  useEffect(() => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    client.getMutationCache().clear()
  }, [client])
  return <Navigate to={path} replace />
}
