/** Puts the parts of the inbox together. */
import type { Kysely } from 'kysely'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import type { Intake } from './Intake.ts'
import { IntakeConnections } from './intakeConnections.ts'
import { IntakeDecisions } from './intakeDecisions.ts'
import { IntakeGuard } from './intakeGuard.ts'
import { type FormWords, IntakeInbox } from './intakeInbox.ts'
import { IntakeReceive } from './intakeReceive.ts'
import type { Likenesses } from './Likeness.ts'
import type { Seal } from './Seal.ts'
import type { Vault } from './Vault.ts'

export interface IntakeParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly vault: Vault
  /** The sheet of a sheet's confidential rows, made when there is none. */
  readonly companionOf: (sheet: string, now: number) => Promise<string>
  readonly likenesses: Likenesses
  readonly seal: Seal
  readonly forms: FormWords
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export interface IntakeServices {
  readonly intake: Intake
  readonly intakeGuard: IntakeGuard
  readonly intakeDecisions: IntakeDecisions
  readonly intakeInbox: IntakeInbox
  readonly intakeConnections: IntakeConnections
}

export function makeIntake(parts: IntakeParts): IntakeServices {
  const { db, rooms, vault, companionOf, likenesses, forms, seal, now } = parts
  const intakeDecisions = new IntakeDecisions({ db, rooms, vault, companionOf })
  const intake = new IntakeReceive({
    db,
    vault,
    likenesses,
    acceptByRule: (submission, at) => intakeDecisions.acceptByRule(submission, at),
  })
  const intakeGuard = new IntakeGuard({ secret: () => intake.secret(), now })
  const intakeInbox = new IntakeInbox({ db, rooms, vault, likenesses, forms })
  const intakeConnections = new IntakeConnections({ db, seal, receive: intake })
  return { intake, intakeGuard, intakeDecisions, intakeInbox, intakeConnections }
}
