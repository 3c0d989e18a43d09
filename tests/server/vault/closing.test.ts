import { afterAll, beforeAll, describe } from 'vitest'
import { closing } from '../../contracts/closing.ts'
import { postgresSetup, postgresSilence } from '../storage/databases.ts'

describe('the end of an operation, on SQLite', () => closing(async () => ({})))

// That PostgreSQL answers where it must is asked by STORE-17.
describe.runIf((await postgresSilence()) === undefined)('the end of an operation, on PostgreSQL', () => {
  let setup: Awaited<ReturnType<typeof postgresSetup>>
  beforeAll(async () => {
    setup = await postgresSetup()
  })
  afterAll(() => setup?.drop())
  closing(async () => ({ DATABASE_URL: setup.url, VAULT_KEY: 'ab'.repeat(32) }))
})
