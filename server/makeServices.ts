/** Puts the services together; createHub.ts gives them what they stand on. */
import { Passwords } from './auth/passwords.ts'
import { SignInBrake } from './auth/SignInBrake.ts'
import { Exports } from './services/exports.ts'
import { Idempotency } from './services/idempotency.ts'
import { Imports } from './services/imports.ts'
import { Members } from './services/members.ts'
import { Operations } from './services/operations.ts'
import { Organizations } from './services/organizations.ts'
import { Sessions } from './services/sessions.ts'
import { Setup } from './services/setup.ts'
import { Sheets } from './services/sheets.ts'
import type { TabularWorker } from './services/tabularWorker.ts'
import { Tokens } from './services/tokens.ts'
import type { Store } from './storage/Store.ts'
import type { Settings } from './storage/settings.ts'
import type { SheetRooms } from './sync/SheetRooms.ts'

export interface ServicesParts {
  readonly store: Store
  readonly rooms: SheetRooms
  readonly worker: TabularWorker
  readonly now: () => number
  readonly newId: () => string
  readonly version: string
  readonly settings: Settings
}

export interface Services {
  readonly operations: Operations
  readonly organizations: Organizations
  readonly members: Members
  readonly tokens: Tokens
  readonly sessions: Sessions
  readonly setup: Setup
  readonly sheets: Sheets
  readonly imports: Imports
  readonly exports: Exports
  readonly idempotency: Idempotency
}

export function makeServices({ store, rooms, worker, now, newId, version, settings }: ServicesParts): Services {
  const { db } = store
  const passwords = new Passwords()
  const operations = new Operations(db)
  const organizations = new Organizations(db)
  const sessions = new Sessions({
    db,
    passwords,
    brake: new SignInBrake(now),
    now,
    newId,
    sessionSeconds: settings.sessionDays * 86_400,
    disconnect: (member, session) => rooms.disconnect(member, session),
  })
  return {
    operations,
    organizations,
    members: new Members({ db, passwords, operations, organizations }),
    tokens: new Tokens({ db, operations, organizations, disconnect: member => rooms.disconnect(member) }),
    sessions,
    setup: new Setup({ db, passwords, organizations, sessions, now, newId, version }),
    sheets: new Sheets({ db, rooms }),
    imports: new Imports({ store, rooms, worker, now, newId, maxBytes: settings.importMaxBytes }),
    exports: new Exports({ store, rooms, worker }),
    idempotency: new Idempotency(store, now),
  }
}
