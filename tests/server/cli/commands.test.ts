import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operationIn, temporaryFolder, testHub } from '../testHub.ts'
import { cliJson, runCli } from './runCli.ts'

describe('the command line', { timeout: 120_000 }, () => {
  it('CLI-2 keeps data on stdout and talk on stderr, and tells by its exit code how it went', async () => {
    const folder = await temporaryFolder()
    expect(await runCli(folder, ['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
    expect(await runCli(folder, ['token', 'create', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--role R'),
    })
    const wrong = await Promise.all(
      [
        [],
        ['frob'],
        ['org', 'list', '--frob'],
        ['org', 'add'],
        ['token', 'create', '--role', 'viewer'],
        ['export', '--sheet', 'x', '--format', 'pdf'],
      ].map(args => runCli(folder, args)),
    )
    expect(wrong.map(({ code, stdout }) => [code, stdout])).toEqual(Array(6).fill([2, '']))
    expect(wrong[4]?.stderr).toContain('--org')
    const badEnv = await runCli(folder, ['org', 'list'], { PORT: '4000x' })
    expect([badEnv.code, badEnv.stderr]).toEqual([2, expect.stringMatching(/^PORT: .+\n$/)])
  })

  it('CLI-3 works without a running hub: what one command makes the next one finds', async () => {
    const folder = await temporaryFolder()
    const made = await cliJson<{ id: string }>(folder, ['org', 'add', '西安联众力'])
    expect(await cliJson(folder, ['org', 'list'])).toEqual([{ id: made.id, name: '西安联众力' }])
    const again = await runCli(folder, ['org', 'add', '西安联众力'])
    expect([again.code, again.stdout, again.stderr]).toEqual([1, '', expect.stringContaining('西安联众力')])
  })

  it('CLI-4 beside a running hub gives many tokens at once, each its own and working at once', async () => {
    const test = await testHub()
    await operationIn(test, '甲')
    const args = ['token', 'create', '--role', 'editor', '--org', '甲机构']
    const made = await Promise.all(
      Array.from({ length: 4 }, () => cliJson<{ token: string }>(test.config.dataDir, args)),
    )
    expect(new Set(made.map(({ token }) => token)).size).toBe(4)
    for (const { token } of made) expect((await test.ask('GET', '/session', { token })).status).toBe(200)
  })

  it('CLI-4 without a running hub waits for its turn', async () => {
    const first = await testHub()
    await operationIn(first, '甲')
    await first.hub.close()
    const args = ['token', 'create', '--role', 'viewer', '--org', '甲机构']
    const made = await Promise.all(
      Array.from({ length: 3 }, () => cliJson<{ token: string }>(first.config.dataDir, args)),
    )
    expect(new Set(made.map(({ token }) => token)).size).toBe(3)
  })

  it('CLI-3 adds a member who can sign in, with a password made or read from stdin', async () => {
    const test = await testHub()
    await operationIn(test, '甲')
    const args = [
      'member',
      'add',
      '--name',
      '社工（演示）',
      '--login',
      'shegong',
      '--org',
      '甲机构',
      '--role',
      'verifier',
    ]
    const { password } = await cliJson<{ password: string }>(test.config.dataDir, args)
    expect((await test.ask('POST', '/session', { json: { login: 'shegong', password } })).json).toMatchObject({
      member: { memberships: [{ roles: ['verifier'] }] },
    })
    expect((await runCli(test.config.dataDir, args)).stderr).toContain('shegong')
  })

  it('CLI-5 writes a whole backup for its owner only, while the hub runs', async () => {
    const test = await testHub()
    await operationIn(test, '甲')
    const file = join(await temporaryFolder(), 'copy.db')
    expect(await cliJson(test.config.dataDir, ['backup', file])).toEqual({ file })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await readFile(file)).subarray(0, 15).toString()).toBe('SQLite format 3')
    expect((await runCli(test.config.dataDir, ['doctor'])).code).toBe(0)
  })

  it('CLI-13 --dry-run tells the plan and changes nothing, --duplicates says what becomes of rows that are there', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { dataDir } = test.config
    const file = join(await temporaryFolder(), 'needs.csv')
    await writeFile(file, '物资,数量,行号 ID\n口罩,3,a\n')
    await cliJson(dataDir, ['import', file, '--sheet', 'needs'])
    await writeFile(file, '物资,数量,行号 ID\n口罩,5,a\n手套,1,\n')
    const args = ['import', file, '--sheet', 'needs', '--duplicates', 'update']
    const dry = await runCli(dataDir, [...args, '--dry-run'])
    expect([dry.code, dry.stderr]).toEqual([0, expect.stringContaining('quantity: 3 → 5')])
    const rows = async () =>
      (
        await test.operator<{ items: { cells: Record<string, unknown> }[] }>('GET', `/sheets/${here.sheet}/rows`)
      ).items.map(({ cells }) => cells.quantity)
    expect(await rows()).toEqual([3])
    expect(await cliJson(dataDir, args)).toMatchObject({ added: 1, updatedRows: 1, updatedCells: 1 })
    expect(await rows()).toEqual([5, 1])
    expect((await runCli(dataDir, [...args.slice(0, -1), 'perhaps'])).code).toBe(2)
  })

  it('CLI-11 imports nothing while something would be refused, says what and why, and goes on with --yes', async () => {
    const test = await testHub()
    const here = await operationIn(test, '甲')
    const { dataDir } = test.config
    const file = join(await temporaryFolder(), '需求.csv')
    await writeFile(file, '物资名称,数量\n口罩,300\n防护服,很多很多个\n')
    const args = ['import', file, '--sheet', 'needs']
    const refused = await runCli(dataDir, args)
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain('很多很多个')
    expect(refused.stderr).toMatch(/不是数字|Not a number/)
    expect(refused.stderr).toContain('--yes')
    const rows = () => test.operator<{ rowCount: number }>('GET', `/sheets/${here.sheet}`)
    expect((await rows()).rowCount).toBe(0)
    expect(await cliJson(dataDir, [...args, '--yes'])).toMatchObject({ added: 2, refusedRows: 0 })
    const out = join(await temporaryFolder(), 'out.csv')
    expect(await cliJson(dataDir, ['export', '--sheet', here.sheet, '--format', 'csv', '--out', out])).toMatchObject({
      file: out,
    })
    expect((await readFile(out)).toString()).toContain('防护服')
    const piped = await runCli(dataDir, ['export', '--sheet', 'needs', '--format', 'csv'])
    // Reading a stream as text drops the byte order mark.
    // Each says when it was made.
    const undated = (csv: string) => csv.replace(/ @\S+Z"/, '')
    expect(undated(`\ufeff${piped.stdout}`)).toBe(undated((await readFile(out)).toString()))
    expect((await runCli(dataDir, ['import', file, '--sheet', 'nothing'])).stderr).toContain(here.sheet)
  })
})
