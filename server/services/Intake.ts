/** What others may ask of the inbox of submissions: the one way in for forms, paper lists, webhooks and tickets (docs/SPEC.md INTAKE). */
import type { Incoming, SOURCES, SubmissionState } from '../../shared/protocol/forms.ts'
import type { Making } from './making.ts'

export interface IncomingSubmission extends Incoming {
  readonly operation: string
  /** The sheet it is meant for. */
  readonly sheet: string
  readonly source: (typeof SOURCES)[number]
  readonly form?: { readonly id: string; readonly version: number; readonly link: string | undefined }
  /** The member who filed it for somebody (proxy, paper) or the service member behind a token. */
  readonly member?: string
  /** Organization that receives it: whose members may see its personal details. */
  readonly organization: string
  /** The way in from elsewhere it came by. */
  readonly connection?: string
  /** What makes a second sending the same: the page's own id, a webhook's serial number. 1 to 200 characters, unique for a source and form. */
  readonly key: string
  /** What speaks against believing it unseen: codes of shared/domain/intakeSigns.ts. With any, its own or found here, it waits as `held`. */
  readonly suspicions: readonly string[]
  /** Ids of pictures that came with it. */
  readonly files: readonly string[]
  readonly acceptByRule: boolean
  readonly confidential: boolean
}

export interface Received {
  readonly id: string
  /** Follows the submission without an account: `GJ-XXXX-XXXX`. The same again for a second sending. */
  readonly trackingCode: string
  readonly again: boolean
}

/** What somebody with a tracking code is told: never who or where. */
export interface Followed {
  readonly state: SubmissionState
  /** ms. */
  readonly at: number
  /** ms; null while it waits. */
  readonly decidedAt: number | null
}

export interface Intake {
  /** Keeps a submission once for ever before it resolves; never writes a sheet itself unless a rule accepts. Throws HubError `bad-request` naming what does not fit. */
  receive(submission: IncomingSubmission, making: Making): Promise<Received>
  /** What became of the submission with this code, however it is typed; undefined when there is none, after the same work. */
  follow(code: string): Promise<Followed | undefined>
}
