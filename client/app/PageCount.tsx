import type { OperationPage } from './pages.tsx'

const noCount = (): undefined => undefined

/** How much waits on a page, beside its name (PAGE-25); nothing while nothing does. */
export function PageCount({ page, operation }: { readonly page: OperationPage; readonly operation: string }) {
  // The list of pages never changes while the page is open: each of these always calls the same hook.
  const useCount = page.useCount ?? noCount
  const count = useCount(operation) ?? 0
  return count > 0 ? <span className="rail-count">{count > 999 ? '999+' : count}</span> : null
}
