/** Puts the parts of the forms together. */
import type { Kysely } from 'kysely'
import { newSecret } from '../auth/secrets.ts'
import type { Database } from '../storage/schema.ts'
import type { SheetRooms } from '../sync/SheetRooms.ts'
import { FormFollowers } from './formFollowers.ts'
import { FormPhotos } from './formPhotos.ts'
import { Forms } from './forms.ts'
import type { Intake } from './Intake.ts'
import type { IntakeGuard } from './intakeGuard.ts'
import { PublicForms } from './publicForms.ts'

export interface FormServices {
  readonly forms: Forms
  readonly formPhotos: FormPhotos
  readonly publicForms: PublicForms
  readonly formFollowers: FormFollowers
}

export interface MakeFormsParts {
  readonly db: Kysely<Database>
  readonly rooms: SheetRooms
  readonly intake: Intake
  readonly intakeGuard: IntakeGuard
}

export function makeForms({ db, rooms, intake, intakeGuard: guard }: MakeFormsParts): FormServices {
  const formPhotos = new FormPhotos(db)
  return {
    forms: new Forms({ db, newSecret }),
    formPhotos,
    publicForms: new PublicForms({ db, intake, guard, photos: formPhotos }),
    formFollowers: new FormFollowers({ db, rooms, intake, guard }),
  }
}
