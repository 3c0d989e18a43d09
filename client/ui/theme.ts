/**
 * Every colour, size and font of the page, once: antd's tokens, the grid's parameters and the page's own CSS variables are all made
 * from one palette, so that they cannot drift apart (docs/adr/0005-page-theme-and-grid-binding.md, PAGE-2).
 */
import { type ThemeConfig, theme } from 'antd'

export type Mode = 'light' | 'dark'

/** Colours by what they mean. Each text colour reaches 4.5:1 on `ground` and on `panel`. */
export interface Palette {
  readonly ground: string
  readonly panel: string
  readonly text: string
  readonly quiet: string
  readonly line: string
  readonly hover: string
  /** The one accent: what can be pressed, what is selected, where the focus is. */
  readonly accent: string
  readonly accentWash: string
  readonly onAccent: string
  /** Lost or urgent. */
  readonly lost: string
  /** Waiting or stale. */
  readonly waiting: string
  /** Saved, verified, delivered. */
  readonly good: string
  /** Proposed, not decided. */
  readonly proposed: string
}

const PALETTES: Record<Mode, Palette> = {
  light: {
    ground: '#ffffff',
    panel: '#f6f7f8',
    text: '#1c2328',
    quiet: '#5a656d',
    line: '#e1e5e8',
    hover: '#f1f5f6',
    accent: '#0b6478',
    accentWash: '#e3f0f3',
    onAccent: '#ffffff',
    lost: '#b42318',
    waiting: '#8f5a00',
    good: '#1a6d3b',
    proposed: '#1d5fae',
  },
  dark: {
    ground: '#15191c',
    panel: '#1c2225',
    text: '#e4e8ea',
    quiet: '#a8b3ba',
    line: '#2f373c',
    hover: '#20282c',
    accent: '#5bb8cd',
    accentWash: '#1c3a43',
    onAccent: '#0d1518',
    lost: '#ff8a7d',
    waiting: '#e5b04a',
    good: '#6cc48d',
    proposed: '#7fb4ff',
  },
}

/** System fonts only: nothing is fetched, and Chinese comes first where both scripts are in one font. */
const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
const FONT_SIZE = 13
const ROW_HEIGHT = 30
const RADIUS = 4

/** The palette of a mode. */
export const palette = (mode: Mode): Palette => PALETTES[mode]

/** Whether things may move on screen; `still` for people whose device asks for less motion. */
export type Motion = 'moving' | 'still'

/** antd's theme for a mode. */
export function antdTheme(mode: Mode, motion: Motion): ThemeConfig {
  const p = PALETTES[mode]
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: p.accent,
      colorInfo: p.accent,
      colorLink: p.accent,
      colorError: p.lost,
      colorWarning: p.waiting,
      colorSuccess: p.good,
      colorBgBase: p.ground,
      colorTextBase: p.text,
      colorTextSecondary: p.quiet,
      colorTextTertiary: p.quiet,
      colorTextLightSolid: p.onAccent,
      colorBorder: p.line,
      controlItemBgActive: p.accentWash,
      controlItemBgActiveHover: p.accentWash,
      controlItemBgHover: p.hover,
      colorBorderSecondary: p.line,
      fontFamily: FONT,
      fontSize: FONT_SIZE,
      borderRadius: RADIUS,
      controlHeight: 30,
      controlHeightSM: 26,
      controlHeightLG: 36,
      fontSizeLG: 14,
      fontSizeSM: 12,
      motion: motion === 'moving',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      // The dark algorithm dims the accent below what can be read on the wash of what is selected.
      Dropdown: { colorPrimary: p.accent },
      Tooltip: { colorBgSpotlight: mode === 'dark' ? '#39434a' : '#2a3338', colorTextLightSolid: '#ffffff' },
    },
  }
}

const gridColours = (p: Palette) => ({
  backgroundColor: p.ground,
  foregroundColor: p.text,
  accentColor: p.accent,
  borderColor: p.line,
  chromeBackgroundColor: p.panel,
  headerBackgroundColor: p.panel,
  headerTextColor: p.quiet,
  rowHoverColor: p.hover,
  selectedRowBackgroundColor: p.accentWash,
  invalidColor: p.lost,
})

/** The grid's parameters for a mode; client/grid/gridTheme.ts gives them to the grid. */
export const gridParameters = (mode: Mode) => ({
  fontFamily: FONT,
  fontSize: FONT_SIZE,
  headerFontSize: FONT_SIZE,
  headerFontWeight: 600,
  rowHeight: ROW_HEIGHT,
  headerHeight: 32,
  spacing: 5,
  cellHorizontalPadding: 8,
  borderRadius: RADIUS,
  wrapperBorderRadius: 0,
  wrapperBorder: false,
  columnBorder: true,
  headerColumnBorder: true,
  oddRowBackgroundColor: 'transparent',
  browserColorScheme: mode,
  ...gridColours(PALETTES[mode]),
})

/** The page's own CSS variables (`--gj-…`) for a mode; the style sheets read them. */
export function cssVariables(mode: Mode): Record<string, string> {
  const variables: Record<string, string> = {
    '--gj-font': FONT,
    '--gj-size': `${FONT_SIZE}px`,
    '--gj-radius': `${RADIUS}px`,
  }
  for (const [name, colour] of Object.entries(PALETTES[mode])) variables[`--gj-${name}`] = String(colour)
  return variables
}
