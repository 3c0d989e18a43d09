/**
 * The environment, read and checked once at start (docs/SPEC.md CLI-1): nothing else in the hub looks at process.env.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export interface Config {
  /** TCP port; 0 lets the system choose (tests). */
  readonly port: number
  readonly host: string
  /** Where people reach the hub, without a trailing slash, when that is not `http://HOST:PORT`: behind a proxy with TLS. */
  readonly publicUrl: URL | undefined
  /** Absolute path of the folder that holds database, settings and owner file. */
  readonly dataDir: string
  /** `postgres://…`; without one the embedded database inside `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Accepted and not used yet: one machine needs no bell. */
  readonly redisUrl: string | undefined
  /** How many proxies in front are ours, and therefore how many entries of X-Forwarded-For to believe. */
  readonly trustProxy: number
  /** The secret that personal details are closed with, 32 bytes as hex or base64; without one the file `vault.key` inside `dataDir`. */
  readonly vaultKey: string | undefined
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** An OpenID Connect provider people may sign in with. */
  readonly oidc: OidcConfig | undefined
}

export interface OidcConfig {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** What people call it, on the button. */
  readonly name: string
}

/** The environment holds a value the hub cannot run with. `message` is one line naming the variable and the reason. */
export class ConfigError extends Error {}

const whole = (reason: string) =>
  z
    .string()
    .regex(/^\d{1,6}$/, reason)
    .transform(Number)
const url = (schemes: readonly string[], reason: string) =>
  z.string().refine(text => URL.canParse(text) && schemes.includes(new URL(text).protocol), reason)

const environment = z.object({
  PORT: whole('must be a port number, 0 to 65535')
    .refine(n => n <= 65_535, 'must be a port number, 0 to 65535')
    .default(4000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an address')
    .default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:'], 'must be a web address like https://hub.example.org')
    .transform(text => new URL(text))
    .refine(at => at.pathname === '/' && at.search === '' && at.hash === '', 'must be a web address without a path')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'must be an address like postgres://user@host/database').optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'must be an address like redis://host:6379').optional(),
  TRUST_PROXY: whole('must be the number of proxies in front of the hub').default(0),
  VAULT_KEY: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{64}|[\w+/-]{43}=?)$/, 'must be 32 bytes as 64 hexadecimal digits or as base64')
    .optional(),
  OIDC_ISSUER: url(['http:', 'https:'], 'must be the web address of an OpenID Connect provider')
    .transform(text => new URL(text))
    .refine(
      at => at.protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(at.hostname),
      'must begin with https',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2_000).optional(),
  OIDC_NAME: z.string().max(40).default('OpenID'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
})

type Env = Readonly<Record<string, string | undefined>>

/** Variables that may hold a password, and may therefore come from a file named by `<NAME>_FILE` instead. */
const SECRETS = ['DATABASE_URL', 'REDIS_URL', 'VAULT_KEY'] as const

function fromFile(env: Env, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined || file === '') return undefined
  if (env[name]) throw new ConfigError(`${name}_FILE: give either ${name} or ${name}_FILE, not both.`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError(`${name}_FILE: the file ${file} cannot be read.`, { cause })
  }
}

/** Reads the environment; an empty variable counts as not set. Throws ConfigError for the first value that will not do, never quoting a secret. */
export function loadConfig(env: Env): Config {
  const given = Object.fromEntries(Object.keys(environment.shape).map(name => [name, env[name] || undefined]))
  for (const name of SECRETS) given[name] = fromFile(env, name) ?? given[name]
  const read = environment.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new ConfigError(`${String(issue?.path[0])}: ${issue?.message}.`)
  }
  const it = read.data
  return {
    port: it.PORT,
    host: it.HOST,
    publicUrl: it.PUBLIC_URL,
    dataDir: resolve(it.DATA_DIR),
    databaseUrl: it.DATABASE_URL,
    redisUrl: it.REDIS_URL,
    trustProxy: it.TRUST_PROXY,
    vaultKey: it.VAULT_KEY,
    logLevel: it.LOG_LEVEL,
    oidc: oidcOf(it),
  }
}

/** All that signing in elsewhere needs, or nothing of it. */
function oidcOf(it: z.output<typeof environment>): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = it
  if (issuer === undefined) return undefined
  if (clientId === undefined) throw new ConfigError('OIDC_CLIENT_ID: is needed with OIDC_ISSUER.')
  if (clientSecret === undefined)
    throw new ConfigError('OIDC_CLIENT_SECRET: is needed with OIDC_ISSUER, or OIDC_CLIENT_SECRET_FILE.')
  if (it.PUBLIC_URL === undefined)
    throw new ConfigError('PUBLIC_URL: is needed with OIDC_ISSUER, which sends people back to it.')
  return { issuer, clientId, clientSecret, name }
}
