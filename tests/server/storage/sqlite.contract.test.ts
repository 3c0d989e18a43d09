import { storeContract } from '../../contracts/store.ts'
import { sqliteSetup } from './databases.ts'

storeContract('SQLite', sqliteSetup)
