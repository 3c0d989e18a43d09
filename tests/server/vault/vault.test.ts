import { afterAll, beforeAll, describe } from 'vitest'
import { vault } from '../../contracts/vault.ts'
import { postgresSetup, postgresSilence } from '../storage/databases.ts'

describe('the vault, on SQLite', () => vault(async () => ({})))

// That PostgreSQL answers where it must is asked by STORE-17.
describe.runIf((await postgresSilence()) === undefined)('the vault, on PostgreSQL', () => {
  let setup: Awaited<ReturnType<typeof postgresSetup>>
  beforeAll(async () => {
    setup = await postgresSetup()
  })
  afterAll(() => setup?.drop())
  vault(async () => ({ DATABASE_URL: setup.url, VAULT_KEY: 'ab'.repeat(32) }))
})
