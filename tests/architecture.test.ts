import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const FOLDERS = ['client', 'server', 'shared']
/** Longest file, in lines. */
const LONGEST = 400
const FORBIDDEN_FOLDERS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'managers', 'misc', 'lib'])
/** Packages with a reason not to be here (biome.json has the sentence for the first three). */
const FORBIDDEN_PACKAGES = [
  'ag-grid-enterprise',
  'xlsx',
  'libsql',
  'exceljs',
  '@y/websocket-server',
  'ag-charts-enterprise',
]

/** Everything a source text imports: static, for its effect, types, when called, and as a worker's file. */
function importsOf(text: string): string[] {
  const forms = [
    /^(?:import|export)\s[^'"]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
    /\bnew URL\(\s*['"](\.[^'"]+\.(?:m?[jt]sx?))['"],\s*import\.meta\.url/g,
  ]
  return forms.flatMap(form => [...text.matchAll(form)].map(match => match[1] ?? ''))
}

const files = FOLDERS.flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
).filter(name => /\.(tsx?|mjs)$/.test(name))
const textOf = new Map(files.map(file => [file, readFileSync(join(ROOT, file), 'utf8')]))
/** File → files it imports; `?raw` and the like left off. */
const graph = new Map(
  files.map(file => [
    file,
    importsOf(textOf.get(file) ?? '')
      .filter(name => name.startsWith('.'))
      .map(name => relative(ROOT, resolve(ROOT, dirname(file), name.replace(/\?.*$/, '')))),
  ]),
)

/** Folder or file → what it may import, from the table of docs/ARCHITECTURE.md. */
function readTable(): Map<string, string[]> {
  const text = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8')
  const table = /<!-- imports -->([\s\S]*?)<!-- \/imports -->/.exec(text)?.[1] ?? ''
  const rows = table.split('\n').filter(line => line.startsWith('| `'))
  return new Map(
    rows.map(row => {
      const [, from = '', to = ''] = row.split('|')
      const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '')
      return [names(from)[0] ?? '', names(to)]
    }),
  )
}

const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`)

/** The table's line for a file: the one that says most. */
const lineFor = (file: string, table: ReadonlyMap<string, string[]>): string | undefined =>
  [...table.keys()].filter(place => isIn(file, place)).sort((a, b) => b.length - a.length)[0]

describe('the house', () => {
  it('HOUSE-2 every kind of import is seen', () => {
    const text = [
      "import { a } from './a.ts'",
      "import type {\n  B,\n  C,\n} from './b.ts'",
      "export { d } from './d.ts'",
      "export type * from './e.ts'",
      "import './f.css'",
      "const g = () => import('./g.ts')",
      "new Worker(new URL('./h.mjs', import.meta.url))",
      " * import { no } from './comment.ts'",
    ].join('\n')
    expect(importsOf(text)).toEqual(['./a.ts', './b.ts', './d.ts', './e.ts', './f.css', './g.ts', './h.mjs'])
    expect([...graph.values()].flat().length).toBeGreaterThan(400)
  })

  it('HOUSE-2 files import in the directions of the table in docs/ARCHITECTURE.md', () => {
    const table = readTable()
    expect(table.size).toBeGreaterThan(10)
    const wrong = [...graph].flatMap(([file, imported]) => {
      const line = lineFor(file, table)
      if (line === undefined) return [`${file} is in no line of the table`]
      const allowed = table.get(line) ?? []
      return imported
        .filter(to => !allowed.some(place => isIn(to, place)) && to !== 'package.json')
        .map(to => `${file} imports ${to}, which ${line} may not`)
    })
    expect(wrong).toEqual([])
  })

  it('HOUSE-2 the table allows nothing that nobody does', () => {
    const table = readTable()
    const used = new Set(
      [...graph].flatMap(([file, imported]) =>
        imported.flatMap(to => {
          const line = lineFor(file, table) ?? ''
          return (table.get(line) ?? []).filter(place => isIn(to, place)).map(place => `${line} → ${place}`)
        }),
      ),
    )
    const allowed = [...table].flatMap(([line, places]) => places.map(place => `${line} → ${place}`))
    expect(allowed.filter(pair => !used.has(pair))).toEqual([])
  })

  it('HOUSE-2 no file imports itself by way of others', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b'])
    expect(findCycle(graph)).toBeUndefined()
  })

  it('HOUSE-3 no file only passes on what others export, and no folder is named for nothing', () => {
    const barrels = files.filter(file => {
      const statements = (textOf.get(file) ?? '')
        .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .replace(/^export\s[^'"]*?\bfrom\s*['"][^'"]+['"];?$/gm, '')
      return statements.trim() === '' || /(^|\/)index\.tsx?$/.test(file)
    })
    expect(barrels).toEqual([])
    expect(
      files.filter(file =>
        dirname(file)
          .split('/')
          .some(part => FORBIDDEN_FOLDERS.has(part)),
      ),
    ).toEqual([])
  })

  it('HOUSE-4 packages we have decided against are not used', () => {
    const wrong = files.flatMap(file =>
      importsOf(textOf.get(file) ?? '')
        .filter(name => FORBIDDEN_PACKAGES.some(pack => isIn(name, pack)))
        .map(name => `${file} imports ${name}`),
    )
    expect(wrong).toEqual([])
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const declared = Object.keys({ ...dependencies, ...devDependencies })
    expect(declared.filter(name => FORBIDDEN_PACKAGES.includes(name))).toEqual([])
  })

  it('HOUSE-3 no source file is longer than 400 lines', () => {
    const long = files
      .map(file => ({ file, lines: (textOf.get(file) ?? '').split('\n').length - 1 }))
      .filter(({ lines }) => lines > LONGEST)
    expect(long).toEqual([])
  })
})

/** The files of one cycle, the first again at the end; undefined when there is none. */
function findCycle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const next of imports.get(file) ?? []) {
      const cycle = visit(next, [...path, file])
      if (cycle !== undefined) return cycle
    }
    done.add(file)
    return undefined
  }
  for (const file of imports.keys()) {
    const cycle = visit(file, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}
