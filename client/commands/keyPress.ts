/** Key presses as people write them and as a browser reports them, compared in one normal form: `ctrl+alt+shift+key`. */

const MODIFIERS = ['ctrl', 'alt', 'shift'] as const

/** Signs by their place on the keyboard: with an input method or Alt the letter that comes out is another one. */
const BY_CODE: Readonly<Record<string, string>> = {
  Semicolon: ';',
  Quote: "'",
  Slash: '/',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  BracketLeft: '[',
  BracketRight: ']',
  Space: 'space',
}

const nameOf = (key: string): string => (key === ' ' ? 'space' : key.toLowerCase())

const placeOf = (code: string): string | undefined => {
  const [, sign] = /^(?:Key|Digit)(.)$/.exec(code) ?? []
  return sign?.toLowerCase() ?? BY_CODE[code]
}

const normal = (held: { readonly [M in (typeof MODIFIERS)[number]]: boolean }, key: string): string =>
  [...MODIFIERS.filter(name => held[name]), key].join('+')

/** `Ctrl+Shift+Z` → `ctrl+shift+z`. */
export function parseKeys(text: string): string {
  const parts = text.split('+').map(part => part.toLowerCase())
  const key = parts.at(-1) ?? ''
  const has = (name: string): boolean => parts.slice(0, -1).includes(name)
  return normal({ ctrl: has('ctrl'), alt: has('alt'), shift: has('shift') }, key)
}

/**
 * What a key press may mean, likeliest first: by the letter it types, by its place on the keyboard (⌥H types ˙ on a Mac, Ctrl+; types ；
 * in a Chinese layout), and a sign without the Shift it took to type it. Cmd counts as Ctrl.
 */
export function pressesOf(event: KeyboardEvent): readonly string[] {
  const held = { ctrl: event.ctrlKey || event.metaKey, alt: event.altKey, shift: event.shiftKey }
  const key = nameOf(event.key)
  const place = placeOf(event.code)
  const isLetter = /^[a-z]$/.test(key)
  const isSign = /^[!-/:-@[-`{-~]$/.test(key)
  return [
    normal(held, key),
    ...(place !== undefined && !isLetter ? [normal(held, place)] : []),
    ...(isSign && held.shift ? [normal({ ...held, shift: false }, key)] : []),
  ]
}

const MAC_SIGNS: Readonly<Record<string, string>> = { ctrl: '⌘', alt: '⌥', shift: '⇧' }
const SHOWN: Readonly<Record<string, string>> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  contextmenu: 'Menu',
}

/** Whether this keyboard has a Cmd key. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)

/** A key press as it is shown: `Ctrl+Shift+Z`, on a Mac `⌥⇧⌘Z`. */
export function shownKeys(text: string, mac: boolean): string {
  const parts = text.split('+')
  const last = parts.at(-1) ?? ''
  const key = SHOWN[last.toLowerCase()] ?? last
  const held = parts.slice(0, -1)
  if (!mac) return [...held, key].join('+')
  const signs = ['alt', 'shift', 'ctrl'].filter(name => held.some(part => part.toLowerCase() === name))
  return signs.map(name => MAC_SIGNS[name] ?? '').join('') + key
}
