/** What every way in ends with: who one is, and the cookies of the session just begun. */
import type { Me } from '../../../shared/protocol/http.ts'
import { deviceCookie, sessionCookie } from '../../auth/cookie.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Members } from '../../services/members.ts'
import type { NewSession } from '../../services/sessions.ts'

export interface SignedInParts {
  readonly members: Members
  readonly transport: 'https' | 'http'
  /** The identity behind a session's secret. */
  readonly identify: (secret: string) => Promise<Identity | undefined>
}

/** Answers with the member and sets the cookies. */
export const signedInReply =
  ({ members, transport, identify }: SignedInParts) =>
  async ({ secret, seconds, device }: NewSession): Promise<{ json: Me; cookie: string[] }> => {
    const identity = await identify(secret)
    if (identity === undefined) throw new Error('a session just begun is not known')
    const known = device === undefined ? [] : [deviceCookie(device, transport)]
    return { json: await members.me(identity), cookie: [sessionCookie(secret, seconds, transport), ...known] }
  }
