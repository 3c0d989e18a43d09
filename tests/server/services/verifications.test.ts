import { afterAll, beforeAll, describe } from 'vitest'
import { verificationContract } from '../../contracts/verification.ts'
import { postgresSetup, postgresSilence } from '../storage/databases.ts'

describe('verification, on SQLite', () => verificationContract(async () => ({})))

// That PostgreSQL answers where it must is asked by STORE-17.
describe.runIf((await postgresSilence()) === undefined)('verification, on PostgreSQL', () => {
  let setup: Awaited<ReturnType<typeof postgresSetup>>
  beforeAll(async () => {
    setup = await postgresSetup()
  })
  afterAll(() => setup?.drop())
  verificationContract(async () => ({ DATABASE_URL: setup.url }))
})
