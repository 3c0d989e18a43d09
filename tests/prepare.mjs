/**
 * Makes a machine ready for `npm test`: dependencies, a Chromium, a PostgreSQL that answers. Plain Node, because it runs before anything is
 * installed. Where Debian's apt-get is at hand it installs what is missing; elsewhere it says what is missing and how to point at one.
 */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from '../server/cli/prepare.mjs'

const CI = Boolean(process.env.CI)
const DEFAULT_URL = 'postgres://postgres@127.0.0.1:5432/postgres'
const { hostname: HOST, port: PORT } = new URL(DEFAULT_URL)
/** Where the browser tests look, in this order. */
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

const say = text => process.stdout.write(`prepare: ${text}\n`)
const isRoot = () => process.getuid?.() === 0
/** Runs a program; gives whether it ended well. */
const run = (program, args, options = {}) => spawnSync(program, args, { stdio: 'inherit', ...options }).status === 0
const quietly = { stdio: 'ignore' }
const has = program => run('sh', ['-c', `command -v ${program}`], quietly)

/** Ends with what is missing and what a person can do. */
function fail(text) {
  say(text)
  process.exit(1)
}

let listsAreFresh = false

/** Installs Debian packages. Gives false, having said why, where that is not possible. */
function installPackages(...packages) {
  if (!has('apt-get')) return refuse('apt-get is not here')
  const asRoot = isRoot() ? [] : ['sudo', '-n']
  if (!isRoot() && !run('sudo', ['-n', 'true'], quietly))
    return refuse('this account is not root and sudo asks for a password')
  const apt = (...args) => {
    const [program, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args]
    return run(program, rest)
  }
  say(`installing ${packages.join(' and ')} with apt-get`)
  if (!listsAreFresh) listsAreFresh = apt('update')
  return apt('install', '-y', '--no-install-recommends', ...packages) || refuse('apt-get failed, see above')

  function refuse(why) {
    say(`${packages.join(' and ')} cannot be installed: ${why}`)
    return false
  }
}

const works = browser => existsSync(browser) && run(browser, ['--version'], quietly)

function prepareBrowser() {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) return works(chosen) ? say(`browser: ${chosen}`) : fail(`CHROMIUM_PATH=${chosen} is no browser that runs`)
  if (!BROWSERS.some(works)) installPackages('chromium')
  const found = BROWSERS.find(works)
  if (!found) fail('no Chromium: install one and set CHROMIUM_PATH to its program')
  say(`browser: ${found}`)
}

function prepareFonts() {
  const chinese = () => spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout?.trim()
  if (chinese() || !has('apt-get')) return
  if (!installPackages('fontconfig', 'fonts-noto-cjk'))
    say('no Chinese font: the pages are tested, but their pictures show boxes')
}

/** Why the server at the address is of no use to the tests; undefined when they can make databases there. */
async function troubleWith(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const answer = await client.query(
      'select rolcreatedb or rolsuper as able from pg_roles where rolname = current_user',
    )
    return answer.rows[0]?.able ? undefined : 'its account may not create databases'
  } catch (error) {
    return error.message || error.code || String(error)
  } finally {
    await client.end().catch(() => {})
  }
}

const portIsFree = () =>
  new Promise(resolve => {
    const socket = connect({ host: HOST, port: Number(PORT) })
    socket.once('error', () => resolve(true))
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
  })

/** The folder with initdb and pg_ctl; Debian keeps them out of PATH. */
function postgresPrograms() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map(version => `/usr/lib/postgresql/${version}/bin`)
  return [...folders, ...(process.env.PATH ?? '').split(':')].find(
    folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')),
  )
}

/** Debian starts a cluster that asks for passwords as soon as the package is installed. Ours takes its address, for as long as it is up. */
function stopClusterOfPackage() {
  const clusters = spawnSync('pg_lsclusters', ['-h'], { encoding: 'utf8' }).stdout ?? ''
  for (const line of clusters.split('\n')) {
    const [version, name, port, status] = line.split(/\s+/)
    if (port === PORT && status?.startsWith('online'))
      run(isRoot() ? 'pg_ctlcluster' : 'sudo', [...(isRoot() ? [] : ['-n', 'pg_ctlcluster']), version, name, 'stop'])
  }
}

/** A cluster of our own in a new folder, without passwords, on this machine only. */
function startCluster(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'gongji-postgres-'))
  const data = join(folder, 'data')
  // PostgreSQL does not run as root.
  const asOwner = isRoot() ? ['runuser', '-u', 'postgres', '--'] : []
  if (isRoot()) {
    const id = kind => Number(spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' }).stdout)
    chownSync(folder, id('-u'), id('-g'))
  }
  const owned = (program, ...args) => {
    const [first, ...rest] = [...asOwner, join(programs, program), ...args]
    return run(first, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const options = `-c listen_addresses=${HOST} -c port=${PORT} -c unix_socket_directories=${folder}`
  return (
    owned('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8') &&
    owned('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-o', options, 'start') &&
    say(
      `PostgreSQL runs in ${folder}; to stop it: ${[...asOwner, join(programs, 'pg_ctl')].join(' ')} -D ${data} stop`,
    ) !== false
  )
}

async function preparePostgres() {
  const chosen = process.env.DATABASE_URL
  const trouble = await troubleWith(chosen ?? DEFAULT_URL)
  if (trouble === undefined) return say(`PostgreSQL: ${chosen ? 'DATABASE_URL' : `${HOST}:${PORT}`} answers`)
  if (chosen) return without(`PostgreSQL at DATABASE_URL cannot be used: ${trouble}`)
  if (!(await portIsFree()))
    return without(
      `PostgreSQL at ${HOST}:${PORT} cannot be used (${trouble}); set DATABASE_URL to one where databases can be made`,
    )
  say(`PostgreSQL does not answer at ${HOST}:${PORT} (${trouble})`)
  if (!postgresPrograms() && installPackages('postgresql')) stopClusterOfPackage()
  const programs = postgresPrograms()
  if (!programs) return without('no PostgreSQL: install it, or set DATABASE_URL to one where databases can be made')
  if (!startCluster(programs)) return without('PostgreSQL did not start, see above')
  const still = await troubleWith(DEFAULT_URL)
  if (still !== undefined) return without(`PostgreSQL was started but cannot be used: ${still}`)
}

/** In CI the tests on PostgreSQL must run; elsewhere they are left out, which they say themselves. */
function without(text) {
  if (CI) fail(text)
  say(`${text}. Its half of the storage tests will be left out.`)
}

ensureInstalled()
prepareBrowser()
prepareFonts()
await preparePostgres()
