import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { zhCN } from '../../client/i18n/zhCN.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CLIENT = join(ROOT, 'client')
const sources = readdirSync(CLIENT, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.startsWith('i18n'))
  .map(file => ({
    file: relative(ROOT, join(CLIENT, file)),
    // Comments are for whoever reads the source.
    code: readFileSync(join(CLIENT, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*\/\/.*$/gm, ''),
  }))

type Tree = { readonly [key: string]: string | Tree }
const keysOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  )

/** What is written the same in every language: a language's own name, signs of text matching, separators of names. */
const OWN_NAMES = /'中文'|'中'|'、'|'（'|'）'|"English"|"https:\/\/"/g

describe('the sources of the page', () => {
  it('REACH-3 no source has Chinese of its own: every word on screen has its place in the texts', () => {
    const offending = sources
      .filter(({ file }) => file.endsWith('.tsx'))
      .flatMap(({ file, code }) =>
        code
          .replace(OWN_NAMES, '')
          .split('\n')
          .filter(line => /\p{Script=Han}/u.test(line.replace(/\/[^/\n]*\/[a-z]*/g, '')))
          .map(line => `${file}: ${line.trim()}`),
      )
    expect(offending).toEqual([])
  })

  it('REACH-3 no English sentence stands between tags or in a label', () => {
    const offending = sources
      .filter(({ file }) => file.endsWith('.tsx'))
      .flatMap(({ file, code }) =>
        [
          ...code
            .replace(OWN_NAMES, '""')
            .matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"{}]*[A-Za-z]{3,}[^"{}]*)"/g),
          ...code.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+[.!?]?)\s*<\//g),
        ].map(([found]) => `${file}: ${found}`),
      )
    expect(offending).toEqual([])
  })

  it('REACH-3 every text is used', () => {
    const all = sources.map(({ code }) => code).join('\n')
    // `t(`row.${state}`)` uses every key that begins so.
    const prefixes = [...all.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.[a-zA-Z]*)\$\{/g)].map(([, prefix]) => prefix ?? '')
    const unused = keysOf(zhCN).filter(
      key =>
        !all.includes(`'${key}'`) &&
        !prefixes.some(prefix => key.startsWith(prefix)) &&
        // i18next's plural forms are asked for without their ending.
        !all.includes(`'${key.replace(/_(?:one|other)$/, '')}'`),
    )
    expect(unused).toEqual([])
  })
})
