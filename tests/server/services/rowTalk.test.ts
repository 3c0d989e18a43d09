import { afterAll, beforeAll, describe } from 'vitest'
import { rowTalk } from '../../contracts/rowTalk.ts'
import { postgresSetup, postgresSilence } from '../storage/databases.ts'

describe('around a row, on SQLite', () => rowTalk(async () => ({})))

// That PostgreSQL answers where it must is asked by STORE-17.
describe.runIf((await postgresSilence()) === undefined)('around a row, on PostgreSQL', () => {
  let setup: Awaited<ReturnType<typeof postgresSetup>>
  beforeAll(async () => {
    setup = await postgresSetup()
  })
  afterAll(() => setup?.drop())
  rowTalk(async () => ({ DATABASE_URL: setup.url }))
})
