import { parseOptions } from './options.ts'
import { runLive } from './parts/live.ts'
import { runJoin } from './parts/join.ts'
import { runMillion } from './parts/million.ts'
import { runKill } from './parts/kill.ts'
const o = parseOptions(process.argv.slice(2), process.env)
const f = { live: runLive, join: runJoin, million: runMillion, kill: runKill }
for (const p of o.parts) console.log(JSON.stringify(await f[p](o), null, 1))
