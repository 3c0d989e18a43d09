/** Keys that move and edit inside the rows and are no commands: the grid and its editors answer them. The help sheet lists them. */
import type { TFunction } from 'i18next'

type Name = keyof typeof GRID_KEY_TEXTS

const GRID_KEY_TEXTS = {
  move: 'keys.grid.move',
  next: 'keys.grid.next',
  ends: 'keys.grid.ends',
  page: 'keys.grid.page',
  edge: 'keys.grid.edge',
  extend: 'keys.grid.extend',
  open: 'keys.grid.open',
  leave: 'keys.grid.leave',
  newLine: 'keys.grid.newLine',
  type: 'keys.grid.type',
  menu: 'keys.grid.menu',
  copy: 'keys.grid.copy',
} as const

const GRID_KEYS: readonly { readonly name: Name; readonly keys: readonly string[] }[] = [
  { name: 'move', keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] },
  { name: 'next', keys: ['Tab', 'Shift+Tab'] },
  { name: 'edge', keys: ['Ctrl+ArrowUp', 'Ctrl+ArrowDown', 'Ctrl+ArrowLeft', 'Ctrl+ArrowRight'] },
  { name: 'extend', keys: ['Shift+ArrowDown', 'Ctrl+Shift+ArrowDown'] },
  { name: 'ends', keys: ['Home', 'End', 'Ctrl+Home', 'Ctrl+End'] },
  { name: 'page', keys: ['PageUp', 'PageDown'] },
  { name: 'open', keys: ['F2', 'Enter'] },
  { name: 'leave', keys: ['Enter', 'Shift+Enter', 'Escape'] },
  { name: 'newLine', keys: ['Alt+Enter'] },
  { name: 'type', keys: [] },
  { name: 'copy', keys: ['Ctrl+C', 'Ctrl+X', 'Ctrl+V'] },
  { name: 'menu', keys: ['Shift+F10', 'ContextMenu'] },
]

/** The keys of the rows with what they do, in the language on screen. */
export const gridKeys = (t: TFunction): readonly { readonly label: string; readonly keys: readonly string[] }[] =>
  GRID_KEYS.map(({ name, keys }) => ({ label: t(GRID_KEY_TEXTS[name]), keys }))
