import { expect, it } from 'vitest'
import { momentsContract } from '../../contracts/moments.ts'
import { postgresSetup, postgresSilence, sqliteSetup } from './databases.ts'

momentsContract('SQLite', sqliteSetup)

const silence = await postgresSilence()
if (silence === undefined) momentsContract('PostgreSQL', postgresSetup)
else
  it('STORE-17 PostgreSQL answers in CI', () => {
    if (process.env.CI) expect.fail(`PostgreSQL does not answer: ${silence}`)
  })
