import { describe, expect, it } from 'vitest'
import { mentionedIn, piecesOf } from '../../../client/notes/mentions.ts'

const PEOPLE = [
  { id: '1', name: '李' },
  { id: '2', name: '李梅' },
  { id: '3', name: 'Ann' },
  { id: '4', name: 'a.b(c' },
]

describe('names in a comment', () => {
  it('NOTE-22 mean who is named, the longer of two that begin alike', () => {
    expect(mentionedIn('@李梅 请看', PEOPLE)).toEqual(['2'])
    expect(mentionedIn('@李 和 @李梅', PEOPLE)).toEqual(['2', '1'])
    expect(mentionedIn('mail@Annex, 李梅', PEOPLE)).toEqual(['3'])
    expect(mentionedIn('nobody', PEOPLE)).toEqual([])
    expect(mentionedIn('@a.b(c!', PEOPLE)).toEqual(['4'])
  })

  it('NOTE-22 mean both of two people who are called alike', () => {
    const both = [...PEOPLE, { id: '5', name: '李梅' }]
    expect(mentionedIn('@李梅', both).sort()).toEqual(['2', '5'])
  })

  it('NOTE-22 are shown as names, web addresses as links, and nothing else as either', () => {
    expect(piecesOf('@李梅：见 https://a.org/x?y=1，谢谢', ['李梅'])).toEqual([
      { kind: 'name', text: '@李梅' },
      { kind: 'text', text: '：见 ' },
      { kind: 'link', text: 'https://a.org/x?y=1' },
      { kind: 'text', text: '，谢谢' },
    ])
    const harmless = 'javascript:alert(1) <a href=x> @李 data:text/html,x ftp://a'
    expect(piecesOf(harmless, ['李梅'])).toEqual([{ kind: 'text', text: harmless }])
    expect(piecesOf('https://', [])).toEqual([{ kind: 'text', text: 'https://' }])
  })

  it('NOTE-22 nothing of the text is lost', () => {
    for (const text of ['@李@李梅@Ann https://a.b/c https://d', '@@李梅', ' ', ''])
      expect(
        piecesOf(text, ['李', '李梅', 'Ann'])
          .map(piece => piece.text)
          .join(''),
      ).toBe(text)
  })
})
