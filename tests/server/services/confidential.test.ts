import { expect, it } from 'vitest'
import { confidentialContract } from '../../contracts/confidential.ts'
import { postgresSetup, postgresSilence, sqliteSetup } from '../storage/databases.ts'

confidentialContract('SQLite', sqliteSetup)

const silence = await postgresSilence()
if (silence === undefined) confidentialContract('PostgreSQL', postgresSetup)
else
  it('STORE-17 PostgreSQL answers in CI', () => {
    if (process.env.CI) expect.fail(`PostgreSQL does not answer: ${silence}`)
  })
