/**
 * Makes a fresh clone ready with nothing but Node and npm: installs what package-lock.json says and, asked for `build`, builds the page.
 * Plain Node without dependencies, because it runs before any are there. Everything it says goes to stderr: stdout belongs to the command.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const at = (...parts) => join(ROOT, ...parts)
const say = text => process.stderr.write(`${text}\n`)

/** Ends the process with one clear line when this Node is too old. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(
    `共济需要 Node 20.19 或更新版本，这里是 ${process.versions.node}。 Gongji needs Node 20.19 or newer; this is ${process.versions.node}.`,
  )
  process.exit(1)
}

/** Runs a program of Node's with its output on stderr; ends this process with the same code when it fails. */
function runNode(program, args, env = process.env) {
  const { status, error } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, env, stdio: ['ignore', 2, 2] })
  if (error) say(String(error.message))
  if (status !== 0) process.exit(status ?? 1)
}

function runNpm(args) {
  const npm = process.env.npm_execpath
  if (npm && /\.c?js$/.test(npm)) return runNode(npm, args)
  const windows = process.platform === 'win32'
  const { status, error } = spawnSync('npm', args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: windows })
  if (error) say(`npm: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** Whether node_modules holds the versions of package-lock.json. Dates would not tell: a checkout touches files it does not change. */
function isInstalled() {
  const lock = at('package-lock.json')
  const installed = at('node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages
  const want = JSON.parse(readFileSync(lock, 'utf8')).packages
  return Object.entries(want).every(
    ([name, { version, optional }]) => name === '' || optional || have[name]?.version === version,
  )
}

/** Installs the dependencies when they are missing or not those of package-lock.json. */
export function ensureInstalled() {
  requireNode()
  if (isInstalled()) return
  say('正在安装依赖……  Installing dependencies…')
  runNpm(['ci', '--no-audit', '--no-fund'])
}

/** The latest change below a file or folder, milliseconds. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs)
}

/** The staff's page, and the one for people without an account. */
const CONFIGS = ['vite.config.ts', 'vite.intake.config.ts']

/** Builds the pages when one is missing or older than anything they are made of. */
export function ensureBuilt() {
  const pages = [at('dist', 'client', 'index.html'), at('dist', 'intake', 'intake.html')]
  const built = Math.min(...pages.map(page => statSync(page, { throwIfNoEntry: false })?.mtimeMs ?? -1))
  const sources = ['client', 'shared', ...CONFIGS, 'package-lock.json'].map(name => newest(at(name)))
  if (built >= Math.max(...sources)) return
  say('正在构建网页……  Building the page…')
  // Whatever the environment says of the hub: the pages are built as people get them.
  for (const config of CONFIGS)
    runNode(at('node_modules', 'vite', 'bin', 'vite.js'), ['build', '--config', config, '--logLevel', 'warn'], {
      ...process.env,
      NODE_ENV: 'production',
    })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled()
  if (process.argv[2] === 'build') ensureBuilt()
}
