/** The machine's Chromium, as the browser tests drive it. Software rendering: a screen with a graphics card is faster. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PROGRAMS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts it; undefined where there is none. */
export function launchChromium(): Promise<Browser> | undefined {
  const executablePath = PROGRAMS.find(path => path !== undefined && existsSync(path))
  if (executablePath === undefined) return undefined
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}
