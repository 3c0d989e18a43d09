import { Dropdown } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { cellOf, returnToCell } from '../grid/cellFocus.ts'
import { isComposing } from '../grid/editors/startKey.ts'
import { isTyping } from '../grid/keyboard.ts'
import { COMMANDS } from './all.ts'
import { choose, groupedItems } from './menuItems.tsx'

/** Milliseconds a finger rests on a cell before its menu opens. */
const LONG_PRESS = 550
/** Pixels a finger may tremble meanwhile. */
const TREMBLE = 10

interface Place {
  readonly x: number
  readonly y: number
  readonly of: 'rows' | 'header'
}

/** The menu of a cell, a row number or a column's header: right click, Shift+F10, the menu key, a long press (KEY-4). */
export function ContextMenu({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const [place, setPlace] = useState<Place>()
  const latest = useRef(open)
  latest.current = open
  useEffect(() => listen(latest, setPlace), [])
  // However the menu went away, the keyboard it took along is given back.
  useEffect(() => {
    if (place === undefined) return undefined
    return () => {
      const { grid, cell } = latest.current.view
      if (document.activeElement === document.body) returnToCell(grid.get(), cell.get())
    }
  }, [place])
  if (place === undefined) return null
  const commands = COMMANDS.filter(command => (place.of === 'header' ? command.header : command.context) === true)
  return (
    <Dropdown
      key={`${place.x} ${place.y}`}
      open
      trigger={[]}
      autoFocus
      destroyOnHidden
      menu={{
        items: groupedItems(commands, open, t),
        'aria-label': t('keys.contextMenu'),
        className: 'command-menu context-menu',
        onClick: ({ key }) => {
          setPlace(undefined)
          choose(key, open)
        },
      }}
      onOpenChange={shown => {
        if (!shown) setPlace(undefined)
      }}
    >
      <span className="context-anchor" style={{ left: place.x, top: place.y }} aria-hidden />
    </Dropdown>
  )
}

function listen(latest: { readonly current: OpenSheet }, show: (place: Place | undefined) => void): () => void {
  let press: ReturnType<typeof setTimeout> | undefined
  let from = { x: 0, y: 0 }
  const lift = (): void => clearTimeout(press)
  const openAt = (target: EventTarget | null, x: number, y: number): boolean => {
    const of = takeUp(target, latest.current)
    if (of !== undefined) show({ x, y, of })
    return of !== undefined
  }
  const onMenu = (event: MouseEvent): void => {
    lift()
    if (openAt(event.target, event.clientX, event.clientY)) event.preventDefault()
  }
  const onKey = (event: KeyboardEvent): void => {
    const asked = event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')
    if (!asked || isComposing(event) || isTyping(event.target) || !(event.target instanceof Element)) return
    const box = event.target.getBoundingClientRect()
    if (!openAt(event.target, box.left + Math.min(24, box.width / 2), box.bottom - 2)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const onDown = (event: PointerEvent): void => {
    lift()
    if (event.pointerType !== 'touch') return
    from = { x: event.clientX, y: event.clientY }
    press = setTimeout(() => openAt(event.target, from.x, from.y), LONG_PRESS)
  }
  const onMove = (event: PointerEvent): void => {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > TREMBLE) lift()
  }
  const onOutside = (event: MouseEvent): void => {
    if (!(event.target instanceof Element && event.target.closest('.ant-dropdown') !== null)) show(undefined)
  }
  addEventListener('contextmenu', onMenu)
  addEventListener('keydown', onKey, true)
  addEventListener('pointerdown', onDown)
  addEventListener('pointermove', onMove)
  addEventListener('pointerup', lift)
  addEventListener('pointercancel', lift)
  addEventListener('mousedown', onOutside, true)
  return () => {
    lift()
    removeEventListener('contextmenu', onMenu)
    removeEventListener('keydown', onKey, true)
    removeEventListener('pointerdown', onDown)
    removeEventListener('pointermove', onMove)
    removeEventListener('pointerup', lift)
    removeEventListener('pointercancel', lift)
    removeEventListener('mousedown', onOutside, true)
  }
}

/** Goes to the cell or column asked about, unless it is part of what is selected; says which menu it has. */
function takeUp(target: EventTarget | null, { view, shown: columns }: OpenSheet): Place['of'] | undefined {
  if (!(target instanceof Element) || target.closest('#sheet') === null || isTyping(target)) return undefined
  const now = view.cell.get()
  const header = target.closest('.ag-header-cell')?.getAttribute('col-id')
  if (typeof header === 'string') {
    const row = now?.row ?? view.range.displayed().rowAt(0)
    if (row === undefined || !columns.some(({ id }) => id === header)) return undefined
    view.enter({ row, column: header })
    return 'header'
  }
  const place = cellOf(target)
  if (place === undefined) return undefined
  const isColumn = columns.some(({ id }) => id === place.column)
  const column = isColumn ? place.column : (now?.column ?? columns[0]?.id)
  // The menu of a selection is asked for anywhere in it.
  if (column !== undefined && !view.range.has({ row: place.row, column })) view.reveal({ row: place.row, column })
  return 'rows'
}
