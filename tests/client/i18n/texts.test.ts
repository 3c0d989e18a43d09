import { describe, expect, it } from 'vitest'
import { en } from '../../../client/i18n/en.ts'
import { zhCN } from '../../../client/i18n/zhCN.ts'

type Tree = { readonly [key: string]: string | Tree }

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  )
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? '').sort()

describe('the texts of the page', () => {
  const chinese = new Map(flat(zhCN))
  const english = new Map(flat(en))

  it('PAGE-3 every text is there in both languages, with the same holes', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('')
      expect(english.get(key)?.trim(), key).not.toBe('')
      expect(holes(english.get(key) ?? ''), key).toEqual(holes(text))
    }
  })

  it('PAGE-3 no English text is left in Chinese', () => {
    const chineseLeft = [...english].filter(([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'app.fullName')
    expect(chineseLeft).toEqual([])
  })
})
