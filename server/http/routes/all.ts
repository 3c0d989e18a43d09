/** Every route of /api/v1. */
import type { Route } from '../route.ts'
import { type AccountRoutesParts, accountRoutes } from './account.ts'
import { type ClosingRoutesParts, closingRoutes } from './closing.ts'
import { type ColumnRoutesParts, columnRoutes } from './columns.ts'
import { type ConfidentialRoutesParts, confidentialRoutes } from './confidential.ts'
import { type ContactRoutesParts, contactRoutes } from './contacts.ts'
import { type DuplicateRoutesParts, duplicateRoutes } from './duplicates.ts'
import { type FileRoutesParts, fileRoutes } from './files.ts'
import { type FormRoutesParts, formRoutes } from './forms.ts'
import { type GuardRoutesParts, guardRoutes } from './guard.ts'
import { type IntakeRoutesParts, intakeRoutes } from './intake.ts'
import { type IntakeConnectionRoutesParts, intakeConnectionRoutes } from './intakeConnections.ts'
import { type JoiningRoutesParts, joiningRoutes } from './joining.ts'
import { type NoteRoutesParts, noteRoutes } from './notes.ts'
import { type OperationPeopleRoutesParts, operationPeopleRoutes } from './operationPeople.ts'
import { type OutsideRoutesParts, outsideRoutes } from './outside.ts'
import { type PeopleRoutesParts, peopleRoutes } from './people.ts'
import { type PublicFormRoutesParts, publicFormRoutes } from './publicForms.ts'
import { type RevertRoutesParts, revertRoutes } from './revert.ts'
import { type SessionRoutesParts, sessionRoutes } from './session.ts'
import { type SheetRoutesParts, sheetRoutes } from './sheets.ts'
import { type TimeRoutesParts, timeRoutes } from './time.ts'
import { type UpkeepRoutesParts, upkeepRoutes } from './upkeep.ts'
import { type VerificationRoutesParts, verificationRoutes } from './verifications.ts'
import { type ViewRoutesParts, viewRoutes } from './views.ts'

export type RoutesParts = PeopleRoutesParts &
  SessionRoutesParts &
  AccountRoutesParts &
  JoiningRoutesParts &
  OutsideRoutesParts &
  OperationPeopleRoutesParts &
  SheetRoutesParts &
  ClosingRoutesParts &
  ColumnRoutesParts &
  ContactRoutesParts &
  GuardRoutesParts &
  ConfidentialRoutesParts &
  IntakeRoutesParts &
  IntakeConnectionRoutesParts &
  FileRoutesParts &
  FormRoutesParts &
  PublicFormRoutesParts &
  NoteRoutesParts &
  UpkeepRoutesParts &
  ViewRoutesParts &
  TimeRoutesParts &
  DuplicateRoutesParts &
  RevertRoutesParts &
  VerificationRoutesParts

export const routesOf = (parts: RoutesParts): Route[] => [
  ...sessionRoutes(parts),
  ...peopleRoutes(parts),
  ...accountRoutes(parts),
  ...joiningRoutes(parts),
  ...outsideRoutes(parts),
  ...operationPeopleRoutes(parts),
  ...sheetRoutes(parts),
  ...closingRoutes(parts),
  ...columnRoutes(parts),
  ...contactRoutes(parts),
  ...guardRoutes(parts),
  ...confidentialRoutes(parts),
  ...intakeRoutes(parts),
  ...intakeConnectionRoutes(parts),
  ...fileRoutes(parts),
  ...formRoutes(parts),
  ...publicFormRoutes(parts),
  ...noteRoutes(parts),
  ...upkeepRoutes(parts),
  ...viewRoutes(parts),
  ...timeRoutes(parts),
  ...revertRoutes(parts),
  ...duplicateRoutes(parts),
  ...verificationRoutes(parts),
]
