/**
 * What the test of rights needs to know of a route. Each area keeps its own list in a file beside this one, exported as `examples`; every file here is
 * found by itself.
 */
import type { Relation } from '../../../../shared/domain/roles.ts'
import { PLAIN_VIEW } from '../../../../shared/views/content.ts'
import type { Ask, Operation, TestHub } from '../../testHub.ts'

/** A call about to be made: where, and by whom. */
export interface Scene {
  readonly test: TestHub
  /** The sheet may be a confidential companion: whatever an example makes, it makes there. */
  readonly at: Operation
  /** The caller's; undefined for nobody known. */
  readonly token: string | undefined
}

export interface Example {
  /** What is sent; nothing without it. */
  readonly send?: (at: Operation) => Pick<Ask, 'json' | 'raw'>
  /** With its question mark. */
  readonly query?: string
  /** The `:id` of the path where it is neither the operation's nor the sheet's: made anew where the call uses it up. */
  readonly id?: (scene: Scene) => Promise<string>
  /** The `:item` of the path. */
  readonly item?: (scene: Scene) => Promise<string>
  /** `hub`: the `:id` names nothing that is in a sheet. Without it things of an id of their own are. */
  readonly in?: 'hub'
  /** Done before each call, where the sheet has to hold something. */
  readonly before?: (scene: Scene) => Promise<void>
  /** What a caller without the right is answered where that is not 403: somebody else's upload, say, is as good as not there. */
  readonly refused?: 404
  /** `own`: the thing stands as the own one to members of `at.organization`, and only to them. */
  readonly relation?: 'own'
  /** How it stands to all others; somebody else's without it. */
  readonly others?: Relation
}

/** `get /sheets/:id` → its example. */
export type Examples = Readonly<Record<string, Example>>

/** A row of every sheet, where a route needs one. */
export const ROW = 'row1'
/** The smallest thing that begins as a picture does. */
export const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Makes something as the caller, or as the operator of the machine where the caller may not; answers whose token it was too. */
export async function makeAsMayBe<T>(
  { test, token }: Scene,
  path: string,
  ask: Ask,
): Promise<{ readonly made: T; readonly by: string | undefined }> {
  const own = await test.ask('POST', path, { ...ask, token })
  if (own.status < 300) return { made: own.json as T, by: token }
  const by = test.hub.controlToken
  return { made: (await test.ask('POST', path, { ...ask, token: by })).json as T, by }
}

/** A small file of rows to import. */
export const CSV: Ask = {
  raw: new TextEncoder().encode('物资,数量\n口罩,3\n'),
  headers: { 'x-file-name': 'a.csv' },
}

/** A view as it is asked for. */
export const VIEW = { name: '视图', content: PLAIN_VIEW }
