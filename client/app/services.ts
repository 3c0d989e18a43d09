import { createContext, use } from 'react'
import type { DeskParts, DeskSession } from '../desk/DeskSession.ts'
import type { NoteParts, NoteSession } from '../notes/NoteSession.ts'
import type { UnsavedEdit } from '../sync/localCopies.ts'
import type { SessionParts } from '../sync/SheetSession.ts'
import type { SheetSession } from '../sync/session.ts'
import type { Api } from './api.ts'

/** What the page reaches the world through; main.tsx gives the real ones, tests their own. */
export interface Services {
  readonly api: Api
  /** Opens a sheet on the sync socket. */
  readonly openSession: (parts: SessionParts) => SheetSession
  /** Opens the note of a row on the sync socket. */
  readonly openNote: (parts: NoteParts) => NoteSession
  /** Opens the desk of a sheet on the sync socket. */
  readonly openDesk: (parts: DeskParts) => DeskSession
  /** Deletes what the sheets keep on this device, at sign-out. */
  readonly clearLocalCopies: (member: string) => Promise<void>
  /** How many edits of this member wait on this device, over all sheets. */
  readonly unsavedOn: (member: string) => number
  /** Those edits and the refused ones, for taking them along as a file. */
  readonly unsavedEdits: (member: string) => readonly UnsavedEdit[]
  /** Now, in milliseconds since 1970. */
  readonly now: () => number
}

export const ServicesContext = createContext<Services | undefined>(undefined)

/** The services of this page. Throws outside their provider. */
export function useServices(): Services {
  const services = use(ServicesContext)
  if (services === undefined) throw new Error('the page has no services')
  return services
}
