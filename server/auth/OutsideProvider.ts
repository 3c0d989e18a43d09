/**
 * An OpenID Connect provider people may sign in with (docs/SPEC.md JOIN-20): authorization code with PKCE, state and nonce; the ID token's signature
 * is checked too. What the answer is compared with stays in the browser that began, in a cookie of its own, so a restart in between changes nothing.
 */
import * as oidc from 'openid-client'
import { HubError } from '../../shared/protocol/errors.ts'

export interface OutsideSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** What people call it, on the button. */
  readonly name: string
  /** Where the provider sends people back to. */
  readonly redirect: string
}

/** Who somebody is there. */
export interface OutsideAccount {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  /** Only when the provider has made sure that it is theirs. */
  readonly email: string | undefined
}

/** Seconds somebody may take at the provider. */
export const TICKET_SECONDS = 600
const TICKET = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/

export class OutsideProvider {
  readonly name: string
  readonly #settings: OutsideSettings
  #found: Promise<oidc.Configuration> | undefined

  constructor(settings: OutsideSettings) {
    this.#settings = settings
    this.name = settings.name
  }

  /** Where the browser goes, and the ticket it keeps until it is back. Throws HubError `outside-sign-in` when the provider does not answer. */
  async start(): Promise<{ address: string; ticket: string }> {
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
    const address = oidc.buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: this.#settings.redirect,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    return { address: address.href, ticket: [state, nonce, verifier].join('.') }
  }

  /** Who came back, by the query of the address they came back to. Throws HubError `outside-sign-in` for anything that does not fit the ticket. */
  async finish(query: string, ticket: string | undefined): Promise<OutsideAccount> {
    const [, state, nonce, verifier] = TICKET.exec(ticket ?? '') ?? []
    if (state === undefined || nonce === undefined || verifier === undefined) throw new HubError('outside-sign-in')
    const configuration = await this.#configuration()
    const came = new URL(this.#settings.redirect)
    came.search = query
    const claims = await oidc
      .authorizationCodeGrant(configuration, came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      .then(tokens => tokens.claims())
      .catch((cause: unknown) => {
        throw new HubError('outside-sign-in', undefined, { cause })
      })
    if (claims === undefined) throw new HubError('outside-sign-in')
    const email = claims.email_verified === true ? textOf(claims.email) : undefined
    const name = textOf(claims.name) ?? textOf(claims.preferred_username) ?? textOf(claims.email) ?? claims.sub
    return { issuer: claims.iss, subject: claims.sub, name: name.slice(0, 100), email }
  }

  /** The provider's own description, asked once; asked again after it did not answer. */
  #configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings
    this.#found ??= oidc
      .discovery(issuer, clientId, clientSecret, undefined, {
        // Plain http is for a provider on this machine only; the configuration has seen to that.
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch((cause: unknown) => {
        this.#found = undefined
        throw new HubError('outside-sign-in', undefined, { cause })
      })
    return this.#found
  }
}

const textOf = (claim: unknown): string | undefined =>
  typeof claim === 'string' && claim.trim() !== '' ? claim.trim() : undefined
