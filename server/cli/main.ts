/**
 * `npm run gongji -- <command>`: finds the command, reads its options, and turns every failure into one line and an exit code.
 * A command's file is loaded only when it is called, so that `token create` does not wait for the server's parts.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ERRORS, HubError } from '../../shared/protocol/errors.ts'
import { ConfigError, loadConfig } from '../config.ts'
import { type Command, CommandError, EXIT, type Io } from './command.ts'

const COMMANDS: Readonly<
  Record<string, { readonly about: string; readonly load: () => Promise<{ command: Command }> }>
> = {
  serve: { about: '启动服务 · run the hub', load: () => import('./serve.ts') },
  dev: { about: '开发模式 · run the hub with the page from its source', load: () => import('./dev.ts') },
  demo: { about: '演示 · run the hub with a ready operation of real data', load: () => import('./demo.ts') },
  import: { about: '导入表格 · put a csv or xlsx file into a sheet', load: () => import('./import.ts') },
  export: { about: '导出表格 · write a sheet as csv, xlsx or hxl', load: () => import('./export.ts') },
  'org list': { about: '机构列表 · organizations', load: () => import('./orgList.ts') },
  'org add': { about: '添加机构 · add an organization', load: () => import('./orgAdd.ts') },
  'member add': { about: '添加成员 · make an account for a person', load: () => import('./memberAdd.ts') },
  'token create': { about: '创建令牌 · make an API token', load: () => import('./tokenCreate.ts') },
  'sheet list': { about: '表格列表 · sheets', load: () => import('./sheetList.ts') },
  backup: { about: '备份 · write a copy of everything', load: () => import('./backup.ts') },
  restore: { about: '恢复备份 · begin an empty data directory from a copy', load: () => import('./restore.ts') },
  doctor: { about: '检查 · check what is on disk', load: () => import('./doctor.ts') },
}

function find(args: readonly string[]): { name: string; rest: string[] } | undefined {
  const words = args.filter(arg => !arg.startsWith('-'))
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ')
    if (!(name in COMMANDS)) continue
    const rest = [...args]
    for (const word of words.slice(0, count)) rest.splice(rest.indexOf(word), 1)
    return { name, rest }
  }
  return undefined
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map(name => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  return ['gongji <command> [--json] [--help]', '', ...lines, '', '  --version'].join('\n')
}

function version(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(file) as { version: unknown }).version)
}

function makeIo(format: Io['format']): Io {
  return {
    format,
    line: text => void (format === 'text' && process.stdout.write(`${text}\n`)),
    value: value => void (format === 'json' && process.stdout.write(`${JSON.stringify(value)}\n`)),
    raw: bytes => new Promise((done, failed) => process.stdout.write(bytes, error => (error ? failed(error) : done()))),
    say: text => void process.stderr.write(`${text}\n`),
  }
}

async function runCommand(args: readonly string[]): Promise<number> {
  const found = find(args)
  if (found === undefined) {
    if (args.includes('--version')) process.stdout.write(`${version()}\n`)
    else if (args.includes('--help')) process.stdout.write(`${help()}\n`)
    else
      throw new CommandError(
        `${args.length === 0 ? 'No command given.' : `There is no command ${args[0]}.`}\n\n${help()}`,
        EXIT.usage,
      )
    return EXIT.done
  }
  const { command } = await (COMMANDS[found.name] as (typeof COMMANDS)[string]).load()
  const { values, positionals } = readOptions(command, found.rest)
  if (values.help === true) {
    process.stdout.write(`gongji ${command.usage}\n`)
    return EXIT.done
  }
  if (positionals.length !== command.operands) throw new CommandError(`Usage: gongji ${command.usage}`, EXIT.usage)
  const io = makeIo(values.json === true ? 'json' : 'text')
  return command.run({ values, operands: positionals, config: loadConfig(process.env), io })
}

function readOptions(command: Command, args: string[]) {
  const options = { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean' } } as const
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError(`${reason}\nUsage: gongji ${command.usage}`, EXIT.usage, { cause })
  }
}

/** The line for a person, and the exit code. What nobody foresaw is shown whole: here it is the operator who reads it. */
function explain(error: unknown): { text: string; exit: number } {
  if (error instanceof CommandError) return { text: error.message, exit: error.exit }
  if (error instanceof ConfigError) return { text: error.message, exit: EXIT.usage }
  if (error instanceof HubError) return { text: `${ERRORS[error.code].zh} ${error.message}`, exit: EXIT.failed }
  return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exit: EXIT.failed }
}

try {
  process.exitCode = await runCommand(process.argv.slice(2))
} catch (error) {
  const { text, exit } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exit
}
