import { expect, it } from 'vitest'
import { columnsContract } from '../../contracts/columns.ts'
import { postgresSetup, postgresSilence, sqliteSetup } from '../storage/databases.ts'

columnsContract('SQLite', sqliteSetup)

const silence = await postgresSilence()
if (silence === undefined) columnsContract('PostgreSQL', postgresSetup)
else
  it('STORE-17 PostgreSQL answers in CI', () => {
    if (process.env.CI) expect.fail(`PostgreSQL does not answer: ${silence}`)
  })
