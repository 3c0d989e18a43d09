/** What others may ask of the inbox of submissions: the one way in for forms, paper lists, webhooks and tickets (docs/SPEC.md INTAKE). */
import type { Incoming, SOURCES } from '../../shared/protocol/forms.ts'
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
  /** What makes a second sending the same: the page's own id, a webhook's serial number. Unique for a source and form. */
  readonly key: string
  /** Signs of a machine, for the inbox to weigh: filled a hidden field, was faster than a person. */
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

export interface Intake {
  /** Keeps a submission once for ever before it resolves; never writes a sheet itself unless a rule accepts. Throws HubError `bad-request` naming what does not fit. */
  receive(submission: IncomingSubmission, making: Making): Promise<Received>
}
