// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { antdTheme, cssVariables, gridParameters, type Mode, palette } from '../../../client/ui/theme.ts'

const channel = (part: string): number => {
  const c = Number.parseInt(part, 16) / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}
const luminance = (color: string): number => {
  const [, r = '', g = '', b = ''] = /^#(..)(..)(..)$/.exec(color) ?? []
  return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
}
const contrast = (a: string, b: string): number => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}
const MODES: readonly Mode[] = ['light', 'dark']

describe('the theme', () => {
  it.each(MODES)('PAGE-2 every text colour reads on ground and panel (%s)', mode => {
    const p = palette(mode)
    for (const text of [p.text, p.quiet, p.accent, p.lost, p.waiting, p.good, p.proposed])
      for (const under of [p.ground, p.panel, p.hover, p.accentWash])
        expect(contrast(text, under), `${text} on ${under}`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(p.onAccent, p.accent)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(MODES)('PAGE-2 antd, the grid and our own rules get the same colours and sizes (%s)', mode => {
    const p = palette(mode)
    const { token } = antdTheme(mode, 'moving')
    const grid = gridParameters(mode)
    const css = cssVariables(mode)
    expect([token?.colorPrimary, grid.accentColor, css['--gj-accent']]).toEqual([p.accent, p.accent, p.accent])
    expect([token?.colorBgBase, grid.backgroundColor, css['--gj-ground']]).toEqual([p.ground, p.ground, p.ground])
    expect([token?.fontSize, grid.fontSize, css['--gj-size']]).toEqual([13, 13, '13px'])
    expect(token?.fontFamily).toBe(grid.fontFamily)
  })

  it('PAGE-2 a device that asks for less motion gets none', () => {
    expect(antdTheme('light', 'still').token?.motion).toBe(false)
    expect(antdTheme('light', 'moving').token?.motion).toBe(true)
  })
})
