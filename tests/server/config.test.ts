import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../server/config.ts'
import { temporaryFolder } from './testHub.ts'

const refusal = (env: Record<string, string>): string => {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'accepted'
}

describe('the environment', () => {
  it('CLI-1 is optional: an empty one serves on 127.0.0.1:4000 from ./data', () => {
    expect(loadConfig({ PORT: '' })).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      dataDir: resolve('data'),
      trustProxy: 0,
      vaultKey: undefined,
      logLevel: 'info',
    })
  })

  it.each([
    ['PORT', '4000x'],
    ['PORT', '70000'],
    ['HOST', 'a b'],
    ['PUBLIC_URL', 'hub.example.org'],
    ['PUBLIC_URL', 'https://hub.example.org/deep'],
    ['DATABASE_URL', 'mysql://root:topsecret@h/d'],
    ['REDIS_URL', 'http://:topsecret@h'],
    ['TRUST_PROXY', 'true'],
    ['OIDC_ISSUER', 'http://accounts.example.org'],
    ['LOG_LEVEL', 'loud'],
  ])('CLI-1 names %s when it is %s, in one line and without quoting a secret', (name, value) => {
    const message = refusal({ [name]: value })
    expect(message).toMatch(new RegExp(`^${name}: .+\\.$`))
    expect(message).not.toContain('\n')
    expect(message).not.toContain('topsecret')
  })

  it('CLI-1 takes a secret from the file named by DATABASE_URL_FILE, and says when it cannot or when both are given', async () => {
    const file = join(await temporaryFolder(), 'url')
    await writeFile(file, 'postgres://gongji@localhost/gongji\n')
    expect(loadConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://gongji@localhost/gongji')
    expect(refusal({ DATABASE_URL_FILE: `${file}.gone` })).toContain('DATABASE_URL_FILE')
    expect(refusal({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://a@b/c' })).toContain('not both')
  })

  it.each(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'])('CLI-1 signing in elsewhere needs %s too', name => {
    const whole: Record<string, string> = {
      OIDC_ISSUER: 'https://accounts.example.org',
      OIDC_CLIENT_ID: 'gongji',
      OIDC_CLIENT_SECRET: 'topsecret',
      PUBLIC_URL: 'https://hub.example.org',
    }
    expect(loadConfig(whole).oidc).toMatchObject({ clientId: 'gongji', name: 'OpenID' })
    expect(refusal({ ...whole, [name]: '' })).toMatch(new RegExp(`^${name}: .+\\.$`))
  })
})
