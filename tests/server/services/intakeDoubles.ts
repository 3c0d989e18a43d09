/** What the inbox stands on in its tests: real sheets, a vault that only remembers, and likenesses that are told. */

import { ensureLocalOperator, LOCAL_OPERATOR } from '../../../server/auth/localOperator.ts'
import { Confidential } from '../../../server/services/confidential.ts'
import type { IncomingSubmission } from '../../../server/services/Intake.ts'
import { type Decider, IntakeDecisions } from '../../../server/services/intakeDecisions.ts'
import { IntakeReceive } from '../../../server/services/intakeReceive.ts'
import type { Likeness } from '../../../server/services/Likeness.ts'
import type { Making } from '../../../server/services/making.ts'
import type { Vault } from '../../../server/services/Vault.ts'
import type { PersonalDetails } from '../../../shared/protocol/contacts.ts'
import { RealSheets } from './realSheets.ts'

export class RememberingVault implements Vault {
  readonly kept = new Map<string, PersonalDetails>()
  readonly tied: (readonly [string, string, string])[] = []

  async keep(details: PersonalDetails, _kept: unknown, { newId }: Making): Promise<string> {
    const id = `contact-${newId()}`
    this.kept.set(id, details)
    return id
  }
  async tie(contact: string, sheet: string, row: string): Promise<void> {
    this.tied.push([contact, sheet, row])
  }
  async masked(contacts: readonly string[]) {
    const entries = contacts.flatMap(id => {
      const details = this.kept.get(id)
      if (details === undefined) return []
      return [
        [
          id,
          { id, organization: 'org', phone: details.phone === undefined ? null : '138****0000', name: null, more: [] },
        ] as const,
      ]
    })
    return new Map(entries)
  }
  async sameAs(): Promise<readonly string[]> {
    return []
  }
  async erase(contact: string): Promise<void> {
    this.kept.delete(contact)
  }
}

export interface IntakeBench {
  readonly real: RealSheets
  readonly vault: RememberingVault
  readonly receive: IntakeReceive
  readonly decisions: IntakeDecisions
  /** Rows that `near` finds from now on. */
  near: readonly Likeness[]
  readonly sheet: string
  making(): Making
  submission(more?: Partial<IncomingSubmission>): IncomingSubmission
}

export async function intakeBench(setup?: Parameters<typeof RealSheets.open>[1]): Promise<IntakeBench> {
  const real = await RealSheets.open({}, setup)
  await ensureLocalOperator(real.store.db, real.now)
  const vault = new RememberingVault()
  const { db } = real.store
  const decisions = new IntakeDecisions({
    db,
    rooms: real.rooms,
    vault,
    companionOf: (sheet, now) =>
      new Confidential({ db, rooms: real.rooms }).companionOf(sheet, { newId: () => `${sheet}secret`, now }),
  })
  let ids = 0
  const bench: IntakeBench = {
    real,
    vault,
    decisions,
    near: [],
    receive: new IntakeReceive({
      db,
      vault,
      likenesses: { near: async () => bench.near },
      acceptByRule: (id, now) => decisions.acceptByRule(id, now),
    }),
    sheet: await real.sheet('needs'),
    making: () => ({ newId: () => `sub${++ids}`, now: real.now }),
    submission: more => ({
      operation: 'op',
      sheet: bench.sheet,
      source: 'form',
      form: { id: 'form1', version: 1, link: 'link1' },
      organization: 'org',
      key: `key${++ids}`,
      suspicions: [],
      files: [],
      cells: { item: '医用外科口罩', quantity: 200, organization: '胜利社区' },
      answers: {},
      acceptByRule: false,
      confidential: false,
      ...more,
    }),
  }
  return bench
}

export const COORDINATOR: Decider = { member: LOCAL_OPERATOR.id, session: 'test', person: true, confidential: true }
