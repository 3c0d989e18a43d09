import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Text files below these folders, by path from the root. */
const filesIn = (...folders: string[]): string[] =>
  folders.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(tsx?|mjs|css|html|md)$/.test(name) && !name.includes('node_modules'))
      .map(name => `${folder}/${name}`),
  )

const spec = read('docs/SPEC.md')
const defined = [...spec.matchAll(/^- \*\*([A-Z]+-\d+)\*\* /gm)].map(match => match[1] ?? '')
const kinds = [...new Set(defined.map(id => id.slice(0, id.indexOf('-'))))]
const ANY_ID = new RegExp(`\\b(?:${kinds.join('|')})-\\d+\\b`, 'g')
const idsIn = (text: string): string[] => text.match(ANY_ID) ?? []

/** `SYNC-20 … SYNC-24`: every id of a range. */
function rangesIn(text: string): string[] {
  return [...text.matchAll(/\b([A-Z]+)-(\d+) … \1-(\d+)\b/g)].flatMap(([, kind, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${kind}-${Number(from) + i}`),
  )
}

/** What stands in the names of tests: the quoted first argument of it and it.each(…). */
function testNames(text: string): string {
  const names = /\bit(?:\.each\([\s\S]*?\))?\s*\(\s*(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g
  return [...text.matchAll(names)].map(match => match[1] ?? match[2] ?? '').join('\n')
}

describe('the rules', () => {
  it('HOUSE-1 names of tests are read, however they are written', () => {
    const text = "it('A-1 x', f)\nit(`B-2 x`, f)\nit.each([\n  1,\n])('C-3 %j', f)\n// it says D-4"
    expect(testNames(text).match(/[A-Z]-\d/g)).toEqual(['A-1', 'B-2', 'C-3'])
    expect(rangesIn('see SYNC-3 … SYNC-5')).toEqual(['SYNC-3', 'SYNC-4', 'SYNC-5'])
  })

  it('HOUSE-1 each rule is written once, under its heading, and numbered without gaps', () => {
    expect(defined.filter((id, i) => defined.indexOf(id) !== i)).toEqual([])
    expect(defined.length).toBeGreaterThan(100)
    for (const section of spec.split(/^## /m).slice(1)) {
      const [kind = ''] = section.split(' ', 1)
      const ids = [...section.matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(match => match[1])
      expect(ids, kind).toEqual(ids.map((_, i) => `${kind}-${i + 1}`))
    }
  })

  it('HOUSE-1 every rule is quoted by the name of a test', () => {
    const quoted = new Set(
      filesIn('tests')
        .filter(file => /\.tsx?$/.test(file))
        .flatMap(file => idsIn(testNames(read(file)))),
    )
    expect(defined.filter(id => !quoted.has(id))).toEqual([])
  })

  it('HOUSE-1 no rule is quoted that is not written', () => {
    const known = new Set(defined)
    const places = [...filesIn('tests', 'client', 'server', 'shared', 'docs', 'bench'), 'README.md']
    const unknown = places.flatMap(file => {
      const text = read(file)
      return [...new Set([...idsIn(text), ...rangesIn(text)])]
        .filter(id => isRule(id) && !known.has(id))
        .map(id => `${file}: ${id}`)
    })
    expect(unknown).toEqual([])
  })
})

const isRule = (id: string): boolean => kinds.includes(id.slice(0, id.indexOf('-')))

describe('what is installed', () => {
  const lockFiles = ['package-lock.json', 'bench/package-lock.json']

  it.each(lockFiles)('HOUSE-5 %s names no host: every registry may be used', file => {
    expect(read(file)).not.toMatch(/"https?:[^"]*\.tgz|"registry"/)
    expect(read(file)).not.toContain('"resolved"')
  })

  it.each(lockFiles)(
    'HOUSE-5 %s has an entry for every optional dependency, so that it installs on every machine',
    file => {
      const { packages } = JSON.parse(read(file)) as {
        packages: Record<string, { optionalDependencies?: Record<string, string> }>
      }
      const names = new Set(
        Object.keys(packages).map(path => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
      )
      const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter(name => !names.has(name))
          .map(name => `${path} needs ${name}`),
      )
      expect(missing).toEqual([])
      expect(names.size).toBeGreaterThan(20)
    },
  )
})
