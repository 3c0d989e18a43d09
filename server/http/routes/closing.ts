/** The end of an operation. */
import { closing, closingWish } from '../../../shared/protocol/closing.ts'
import type { Closings } from '../../vault/Closings.ts'
import { type Route, route } from '../route.ts'

export interface ClosingRoutesParts {
  readonly closings: Closings
}

export function closingRoutes({ closings }: ClosingRoutesParts): Route[] {
  const of = ({ params }: { readonly params: Readonly<Record<string, string>> }) => params.id ?? ''
  const path = '/operations/:id/closing'
  return [
    route(
      {
        method: 'get',
        path,
        summary: 'Whether the operation has ended, and when personal details are erased',
        action: 'operation.read',
        of,
        response: closing,
      },
      async ({ params }) => ({ json: await closings.state(params.id ?? '') }),
    ),
    route(
      {
        method: 'post',
        path,
        summary: 'End the operation, with the days personal details are kept, or let it go on',
        action: 'operation.close',
        of,
        body: closingWish,
        response: closing,
      },
      async ({ params, body, now }) => ({ json: await closings.set(params.id ?? '', body, now) }),
    ),
  ]
}
