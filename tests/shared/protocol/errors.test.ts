import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERRORS, type ErrorRow } from '../../../shared/protocol/errors.ts'

const documented = (): Map<string, readonly string[]> => {
  const lines = readFileSync('docs/ERRORS.md', 'utf8').split('\n')
  const rows = lines.filter(line => line.startsWith('| <a id=')).map(line => line.split('|').map(cell => cell.trim()))
  return new Map(rows.map(row => [/`(.+)`/.exec(row[1] ?? '')?.[1] ?? '', row.slice(2, 8)]))
}

describe('the table of errors', () => {
  it('ERR-1 says the same as docs/ERRORS.md, in both directions', () => {
    const table = Object.entries(ERRORS).map(([code, it]): [string, string[]] => [
      code,
      [String(it.status), String(it.close), it.retry, it.log, it.zh, it.en],
    ])
    expect(documented()).toEqual(new Map(table))
  })

  it('ERR-2 has close codes that tell y-websocket to stop exactly where trying again is no use', () => {
    for (const [code, row] of Object.entries<ErrorRow>(ERRORS)) {
      const stops = row.close >= 4400 && row.close <= 4499
      expect([code, stops]).toEqual([code, row.retry === 'never'])
      if (row.retry === 'later') expect([code, row.close]).toEqual([code, code === 'internal' ? 1011 : 1013])
    }
  })
})
