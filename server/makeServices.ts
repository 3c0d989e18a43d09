/** Puts the services together; createHub.ts gives them what they stand on. */
import type { OutsideProvider } from './auth/OutsideProvider.ts'
import { Passwords } from './auth/passwords.ts'
import { SignInBrake } from './auth/SignInBrake.ts'
import { Accounts } from './services/accounts.ts'
import { Activities } from './services/activity.ts'
import { Columns } from './services/columns.ts'
import { Comments } from './services/comments.ts'
import { Confidential } from './services/confidential.ts'
import { Conflicts } from './services/conflicts.ts'
import { Duplicates } from './services/duplicates/Duplicates.ts'
import { DuplicateWatch } from './services/duplicates/DuplicateWatch.ts'
import { Merges } from './services/duplicates/Merges.ts'
import { Exports } from './services/exports.ts'
import { Files } from './services/files.ts'
import { formTexts } from './services/formContents.ts'
import { Guard } from './services/guard.ts'
import { Idempotency } from './services/idempotency.ts'
import { Imports } from './services/imports.ts'
import { Inbox } from './services/inbox.ts'
import { Invitations } from './services/invitations.ts'
import { Joinings } from './services/joinings.ts'
import { type FormServices, makeForms } from './services/makeForms.ts'
import { type IntakeServices, makeIntake } from './services/makeIntake.ts'
import { Members } from './services/members.ts'
import { OperationsPeople } from './services/operationPeople.ts'
import { Operations } from './services/operations.ts'
import { Organizations } from './services/organizations.ts'
import { OutsideSignIn } from './services/outsideSignIn.ts'
import { Reminders } from './services/reminders.ts'
import { Restore } from './services/restore.ts'
import { Reverts } from './services/revert.ts'
import { Sessions } from './services/sessions.ts'
import { Setup } from './services/setup.ts'
import { SheetCommands } from './services/sheetCommands.ts'
import { Sheets } from './services/sheets.ts'
import { Suggestions } from './services/suggestions.ts'
import type { TabularWorker } from './services/tabularWorker.ts'
import { Tokens } from './services/tokens.ts'
import { VerificationQueues } from './services/verificationQueue.ts'
import { Verifications } from './services/verifications.ts'
import { Views } from './services/views.ts'
import type { Store } from './storage/Store.ts'
import type { Settings } from './storage/settings.ts'
import type { Desk } from './sync/Desk.ts'
import type { Notes } from './sync/notes/NoteRooms.ts'
import type { SheetChanges } from './sync/SheetChanges.ts'
import type { SheetRooms } from './sync/SheetRooms.ts'
import type { Closings } from './vault/Closings.ts'
import type { ContactExports } from './vault/ContactExports.ts'
import type { Contacts } from './vault/Contacts.ts'
import type { Erasure } from './vault/Erasure.ts'
import { makeVault } from './vault/makeVault.ts'
import { payloadSeal } from './vault/payloadSeal.ts'
import type { Retention } from './vault/Retention.ts'
import type { Reveals } from './vault/Reveals.ts'
import type { Secret } from './vault/secret.ts'
import type { Closing } from './vault/strayDocuments.ts'

export interface ServicesParts {
  readonly store: Store
  readonly rooms: SheetRooms & { readonly notes: Notes; readonly desks: Desk } & Closing
  /** What `rooms` tell their followers by. */
  readonly changes: SheetChanges
  readonly worker: TabularWorker
  readonly now: () => number
  readonly newId: () => string
  readonly version: string
  readonly settings: Settings
  /** Undefined where people sign in by name and password only. */
  readonly provider: OutsideProvider | undefined
  /** What personal details are closed with. */
  readonly secret: Secret
}

export interface Services extends IntakeServices, FormServices {
  readonly operations: Operations
  readonly organizations: Organizations
  readonly members: Members
  readonly invitations: Invitations
  readonly joinings: Joinings
  readonly people: OperationsPeople
  readonly accounts: Accounts
  readonly outside: OutsideSignIn
  readonly tokens: Tokens
  readonly sessions: Sessions
  readonly setup: Setup
  readonly sheets: Sheets
  readonly columns: Columns
  readonly guard: Guard
  readonly confidential: Confidential
  readonly suggestions: Suggestions
  readonly imports: Imports
  readonly commands: SheetCommands
  readonly reverts: Reverts
  readonly activities: Activities
  readonly exports: Exports
  readonly idempotency: Idempotency
  readonly comments: Comments
  readonly files: Files
  readonly inbox: Inbox
  readonly reminders: Reminders
  readonly views: Views
  readonly conflicts: Conflicts
  readonly restore: Restore
  readonly verifications: Verifications
  readonly verificationQueues: VerificationQueues
  readonly vault: Contacts
  readonly reveals: Reveals
  readonly watch: DuplicateWatch
  readonly duplicates: Duplicates
  readonly merges: Merges
  readonly erasure: Erasure
  readonly contactExports: ContactExports
  readonly closings: Closings
  readonly retention: Retention
}

export function makeServices(parts: ServicesParts): Services {
  const { store, rooms, changes, worker, now, newId, version, settings, secret, provider } = parts
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
  const disconnect = (member: string, session?: string): void => rooms.disconnect(member, session)
  const rejoin = (member: string): void => rooms.rejoin(member)
  const invitations = new Invitations(db, organizations)
  const setup = new Setup({ db, passwords, organizations, sessions, now, newId, version })
  const commands = new SheetCommands({ store, rooms, now })
  const sheets = new Sheets({ db, rooms, now })
  const exports = new Exports({ store, rooms, worker, now })
  const { contacts, ...vault } = makeVault({ store, secret, rooms, changes, sheets, exports, now })
  const { desks } = rooms
  const watch = new DuplicateWatch({
    store,
    rooms,
    desks,
    now,
    contacts: (sheet, rows) => contacts.peopleOf(sheet, rows),
  })
  const merges = new Merges({ store, rooms, desks, commands, watch })
  const duplicates = new Duplicates({
    store,
    rooms,
    desks,
    watch,
    personOf: contact => contacts.personOf(contact),
  })
  desks.register({ kind: 'duplicate', project: (sheet, rows) => merges.project(sheet, rows) })
  const verifications = new Verifications({ store, rooms })
  desks.register(verifications)
  const confidential = new Confidential({ db, rooms })
  const inbox = makeIntake({
    db,
    rooms,
    vault: contacts,
    companionOf: (sheet, at) => confidential.companionOf(sheet, { newId, now: at }),
    likenesses: duplicates,
    seal: payloadSeal(secret),
    forms: formTexts(db),
    now,
  })
  return {
    operations,
    organizations,
    members: new Members({ db, passwords, operations, organizations }),
    invitations,
    joinings: new Joinings({ db, passwords, invitations, organizations, sessions, rejoin }),
    people: new OperationsPeople({ db, organizations, disconnect, rejoin }),
    accounts: new Accounts({ db, passwords, sessions, disconnect }),
    tokens: new Tokens({ db, operations, organizations, disconnect: member => rooms.disconnect(member) }),
    sessions,
    setup,
    outside: new OutsideSignIn({ db, sessions, setup, provider }),
    sheets,
    columns: new Columns({ db, rooms }),
    guard: new Guard({ db, rooms }),
    confidential,
    suggestions: new Suggestions({ db, rooms }),
    imports: new Imports({ store, rooms, worker, commands, now, newId, maxBytes: settings.importMaxBytes }),
    commands,
    reverts: new Reverts({ store, rooms, commands }),
    activities: new Activities({ store, rooms, now }),
    exports,
    idempotency: new Idempotency(store, now),
    comments: new Comments({ db, rooms }),
    files: new Files({ db, notes: rooms.notes }),
    inbox: new Inbox(db),
    reminders: new Reminders({ db, rooms, now }),
    views: new Views(db),
    conflicts: new Conflicts({ store, rooms }),
    restore: new Restore({ store, rooms, now }),
    verifications,
    verificationQueues: new VerificationQueues({ store, rooms, verifications }),
    vault: contacts,
    ...vault,
    ...inbox,
    ...makeForms({ db, rooms, ...inbox }),
    watch,
    duplicates,
    merges,
  }
}
