/** What is true about saving, from how the connection stands and what is on its way. */
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { SaveState } from './session.ts'

/** How the connection to the server stands. */
export type Link =
  | { readonly kind: 'opening' }
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly code: ErrorCode | undefined }
  | { readonly kind: 'closed'; readonly code: ErrorCode }

/** `count`: edits not known to be saved · `loaded`: whether there are rows to show · `savedAt`: when everything was on disk last. */
export function saveStateOf(link: Link, count: number, loaded: boolean, savedAt: number | undefined): SaveState {
  switch (link.kind) {
    case 'closed':
      return { kind: 'closed', count, code: link.code }
    case 'opening':
      return loaded ? { kind: 'waiting', count } : { kind: 'opening' }
    case 'down':
      return link.code === undefined ? { kind: 'waiting', count } : { kind: 'notSaved', count, code: link.code }
    case 'up':
      return count > 0 ? { kind: 'saving', count } : { kind: 'saved', at: savedAt }
  }
}
