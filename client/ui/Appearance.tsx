import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useLanguage } from '../i18n/language.ts'
import { readSetting, writeSetting } from './localSetting.ts'
import { antdTheme, cssVariables, type Mode } from './theme.ts'

/** What the person chose; `system` follows the device. */
export type ModeChoice = Mode | 'system'

interface Appearance {
  readonly mode: Mode
  readonly choice: ModeChoice
  readonly choose: (choice: ModeChoice) => void
}

const Context = createContext<Appearance>({ mode: 'light', choice: 'system', choose: () => undefined })

/** The theme in force and how to change it. */
export const useAppearance = (): Appearance => use(Context)

const isChoice = (value: string | undefined): value is ModeChoice =>
  value === 'light' || value === 'dark' || value === 'system'

const DARK = '(prefers-color-scheme: dark)'
const STILL = '(prefers-reduced-motion: reduce)'
const follow =
  (media: string) =>
  (listener: () => void): (() => void) => {
    const query = matchMedia(media)
    query.addEventListener('change', listener)
    return () => query.removeEventListener('change', listener)
  }
const followSystem = follow(DARK)
const followMotion = follow(STILL)

function useMode(choice: ModeChoice): Mode {
  const dark = useSyncExternalStore(followSystem, () => matchMedia(DARK).matches)
  if (choice !== 'system') return choice
  return dark ? 'dark' : 'light'
}

/** Paints the page in the chosen theme and language (PAGE-2): antd, the grid and our own CSS from one palette. */
export function AppearanceProvider({ children }: { readonly children: ReactNode }) {
  const kept = readSetting('theme')
  const [choice, setChoice] = useState<ModeChoice>(isChoice(kept) ? kept : 'system')
  const mode = useMode(choice)
  const language = useLanguage()
  useLayoutEffect(() => {
    const { style, dataset } = document.documentElement
    for (const [name, value] of Object.entries(cssVariables(mode))) style.setProperty(name, value)
    style.colorScheme = mode
    dataset.agThemeMode = mode
  }, [mode])
  const appearance = useMemo(
    () => ({
      mode,
      choice,
      choose: (next: ModeChoice) => {
        writeSetting('theme', next)
        setChoice(next)
      },
    }),
    [mode, choice],
  )
  const motion = useSyncExternalStore(followMotion, () => (matchMedia(STILL).matches ? 'still' : 'moving'))
  const theme = useMemo(() => antdTheme(mode, motion), [mode, motion])
  return (
    <Context value={appearance}>
      <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
        <AntApp className="page" message={{ maxCount: 3 }}>
          {children}
        </AntApp>
      </ConfigProvider>
    </Context>
  )
}
