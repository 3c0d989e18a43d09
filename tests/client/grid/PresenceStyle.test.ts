// @vitest-environment happy-dom
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lettersOn, presenceRules } from '../../../client/grid/PresenceStyle.ts'
import type { Peer } from '../../../client/sync/session.ts'

const peer = (name: string, color: string, row: string | undefined, column = 'item'): Peer => ({
  client: 1,
  name,
  color,
  cell: row === undefined ? undefined : { row, column },
})

describe('who is in which cell', () => {
  it('PAGE-13 marks a cell with the colour and the name of who is in it', () => {
    const [, border, tag] = presenceRules([peer('妇源汇', '#b42318', 'r1'), peer('壹基金', '#1a6d3b', undefined)])
    expect(border).toBe(
      '.ag-row[row-id="r1"] .ag-cell[col-id="item"] { box-shadow: inset 0 0 0 2px #b42318; overflow: clip visible; z-index: 1; }',
    )
    expect(tag).toContain('content: "妇源汇"')
    expect(tag).toContain('background: #b42318')
  })

  it('PAGE-13 several in one cell share its tag; one person in two tabs is named once', () => {
    const rules = presenceRules([peer('甲', '#b42318', 'r1'), peer('乙', '#1a6d3b', 'r1'), peer('甲', '#b42318', 'r1')])
    expect(rules).toHaveLength(3)
    expect(rules[2]).toContain('content: "甲、乙"')
  })

  it('PAGE-13 a name or an id is never more than a text in the style sheet', () => {
    const odd = fc.string({ unit: fc.constantFrom('"', '\\', '}', '{', ';', '\n', '<', '/', '*', 'a', '甲') })
    fc.assert(
      fc.property(odd, odd, odd, (name, row, color) => {
        const rules = presenceRules([peer(name, color, row)])
        expect(rules).toHaveLength(3)
        for (const rule of rules) {
          const outside = rule.replace(/"(?:[^"\\\n]|\\[0-9a-f]+ )*"/g, '')
          expect(outside).not.toMatch(/["\\\n<]/)
          expect([...outside].filter(sign => sign === '{' || sign === '}')).toEqual(['{', '}'])
        }
      }),
    )
  })

  it('PAGE-13 letters are dark on light colours and light on dark ones', () => {
    expect([lettersOn('#ffe066'), lettersOn('#0b6478'), lettersOn('#ffffff'), lettersOn('#000000')]).toEqual([
      '#000',
      '#fff',
      '#000',
      '#fff',
    ])
  })
})
