import { expect, it } from 'vitest'
import { viewsContract } from '../../contracts/views.ts'
import { postgresSetup, postgresSilence, sqliteSetup } from '../storage/databases.ts'

viewsContract('SQLite', sqliteSetup)

const silence = await postgresSilence()
if (silence === undefined) viewsContract('PostgreSQL', postgresSetup)
else
  it('STORE-17 PostgreSQL answers in CI', () => {
    if (process.env.CI) expect.fail(`PostgreSQL does not answer: ${silence}`)
  })
