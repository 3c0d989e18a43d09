/** A person at a browser: what they look at and what they type. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

const PROGRAMS = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** The machine's Chromium; tests/prepare.mjs has seen to it that there is one. */
export function launch(): Promise<Browser> {
  const executablePath = PROGRAMS.find(path => path !== undefined && existsSync(path))
  if (executablePath === undefined) throw new Error('no Chromium: set CHROMIUM_PATH')
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}

export interface PersonOptions {
  readonly language?: 'zh-CN' | 'en-US'
  /** Wide without: the grid draws only the columns on screen, and tests ask for those of cells behind those of the desk. */
  readonly viewport?: { readonly width: number; readonly height: number }
  /** A phone has a touch screen and two pixels for each of the page's. */
  readonly device?: 'desk' | 'phone'
  /** What the person chose to see a sheet as; by the device without. */
  readonly layout?: 'cards' | 'grid'
}

/** What a browser says of the network itself: tests cut it on purpose, and answers are looked at one by one. */
const ABOUT_NETWORK = /^Failed to load resource|^WebSocket connection to/

export class Person {
  readonly page: Page
  readonly context: BrowserContext
  /** Everything the page complained about, and every request to somewhere else. */
  readonly complaints: string[] = []

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
  }

  static async at(browser: Browser, options: PersonOptions = {}): Promise<Person> {
    const { language = 'zh-CN', viewport = { width: 1840, height: 900 }, device = 'desk' } = options
    const touch = device === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}
    const context = await browser.newContext({ locale: language, viewport, timezoneId: 'Asia/Shanghai', ...touch })
    if (options.layout !== undefined)
      await context.addInitScript(layout => localStorage.setItem('gongji.layout', layout), options.layout)
    const page = await context.newPage()
    const person = new Person(context, page)
    person.#listen()
    return person
  }

  #listen(): void {
    const { page, complaints } = this
    page.on('pageerror', error => complaints.push(`error: ${error.message}`))
    page.on('console', said => {
      if (said.type() === 'error' && !ABOUT_NETWORK.test(said.text())) complaints.push(`console: ${said.text()}`)
    })
    page.on('request', request => {
      const { hostname } = new URL(request.url())
      if (hostname !== '127.0.0.1' && hostname !== '') complaints.push(`request to ${request.url()}`)
    })
    page.on('response', answer => {
      // Whether anybody is signed in is asked by everybody.
      const { pathname } = new URL(answer.url())
      if (answer.status() >= 400 && !(answer.status() === 401 && pathname === '/api/v1/session'))
        complaints.push(`${answer.status()} for ${pathname}`)
    })
  }

  /** Follows a link into a sheet and waits for its rows. */
  async follow(link: string): Promise<void> {
    await this.page.goto(link)
    await this.page.locator('.ag-row').first().waitFor()
  }

  /** A cell of the row shown at this place, by column id. */
  cell(place: number, column: string): Locator {
    return this.page.locator(`.ag-row[row-index="${place}"] [col-id="${column}"]`)
  }

  /** Puts a text into a cell as people do: open it, replace what is there, Enter. */
  async type(place: number, column: string, text: string): Promise<void> {
    await this.cell(place, column).click()
    for (const key of ['F2', 'Control+A']) await this.page.keyboard.press(key)
    await this.page.keyboard.insertText(text)
    await this.page.keyboard.press('Enter')
  }

  /** Waits until a cell shows this text. */
  async sees(place: number, column: string, text: string): Promise<void> {
    await this.cell(place, column).filter({ hasText: text }).waitFor({ timeout: 60_000 })
  }

  /** Waits until the save badge (or anything else on screen) says these words. */
  async reads(words: string): Promise<void> {
    await this.page.getByText(words, { exact: false }).first().waitFor({ timeout: 60_000 })
  }

  /** Puts a choice into a cell: opens its list, narrows it by typing, Enter. */
  async choose(place: number, column: string, label: string): Promise<void> {
    await this.cell(place, column).dblclick()
    await this.page.locator('.choice-field').fill(label)
    await this.page.keyboard.press('Enter')
    await this.sees(place, column, label)
  }

  /** Shows only the rows in which a column has these words, and waits until every row on screen has them. */
  async find(words: string): Promise<void> {
    await this.page.keyboard.press('Control+F')
    await this.page.getByRole('searchbox').fill(words)
    await this.page.locator('.find-bar').getByRole('checkbox').nth(2).check()
    await this.page.locator('.ag-row[row-index="0"]', { hasText: words }).waitFor()
  }

  /** Waits until nothing is on its way to the server and no message hides the sheet. */
  async rest(): Promise<void> {
    await this.page.locator('.save-badge.save-good').waitFor()
    await this.page.mouse.move(0, 0)
    const over = '.ant-message-notice, .ant-tooltip:not(.ant-tooltip-hidden)'
    await this.page.waitForFunction(selector => document.querySelector(selector) === null, over)
  }

  /** Switches the page to English, on the spot. */
  async inEnglish(): Promise<void> {
    await this.page.getByTitle('English').click()
    await this.page.locator('html[lang=en]').waitFor()
  }

  /** Ticks the row shown at this place. */
  async tick(place: number): Promise<void> {
    await this.page.locator(`.ag-row[row-index="${place}"] .ag-selection-checkbox`).click()
  }

  /** Presses the button of this name. */
  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click()
  }
}
