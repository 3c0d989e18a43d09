// Installs the peers into bench/node_modules when they are not there. Plain Node, because it may be the first thing that runs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8')
const marker = join(folder, 'node_modules', '.package-lock.json')

/** Whether what is installed is what the lock file names (npm keeps a copy of it without the root entry). */
function installed() {
  if (!existsSync(marker)) return false
  const have = JSON.parse(readFileSync(marker, 'utf8')).packages
  return Object.entries(JSON.parse(wanted).packages).every(
    ([path, wants]) => path === '' || wants.optional === true || have[path]?.version === wants.version,
  )
}

if (!installed()) {
  process.stderr.write('bench: installing the peers (better-sqlite3 may be compiled, about a minute) …\n')
  // `npm run` hands the project's engine-strict down; Hocuspocus asks for Node 22 and runs on 20.
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--engine-strict=false'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  })
  if (result.status !== 0) {
    process.stderr.write('bench: npm ci failed in bench/; the peers cannot be measured.\n')
    process.exit(result.status ?? 1)
  }
}
