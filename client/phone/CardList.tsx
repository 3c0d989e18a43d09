import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

/** Height of a card with the gap under it, px. All are alike, so that a list of 100,000 is only as long as what is on screen. */
export const CARD_HEIGHT = 112
/** Cards kept in the page above and below the screen. */
const AROUND = 6

interface Props {
  readonly rows: readonly string[]
  readonly label: string
  readonly children: (row: string, place: number) => ReactNode
}

/** A long list of cards of which only those near the screen are in the page (PHONE-7). What is being read stays where it is when rows come and go above. */
export function CardList({ rows, label, children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 800 })
  const anchor = useRef<{ row: string; place: number } | undefined>(undefined)
  const look = (): void => {
    const element = box.current
    if (element === null) return
    const { scrollTop: top, clientHeight: height } = element
    const place = Math.floor(top / CARD_HEIGHT)
    const row = rows[place]
    anchor.current = row === undefined || place === 0 ? undefined : { row, place }
    setSeen(now => (now.top === top && now.height === height ? now : { top, height }))
  }
  useLayoutEffect(() => {
    const held = anchor.current
    const place = held === undefined || rows[held.place] === held.row ? -1 : rows.indexOf(held.row)
    if (held !== undefined && place >= 0 && box.current !== null)
      box.current.scrollTop += (place - held.place) * CARD_HEIGHT
  }, [rows])
  useLayoutEffect(() => {
    look()
    const element = box.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  })
  const first = Math.max(0, Math.floor(seen.top / CARD_HEIGHT) - AROUND)
  const shown = rows.slice(first, Math.ceil((seen.top + seen.height) / CARD_HEIGHT) + AROUND)
  return (
    <div ref={box} className="card-list" id="sheet" tabIndex={-1} onScroll={look}>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul role="list" aria-label={label} style={{ height: rows.length * CARD_HEIGHT }}>
        {shown.map((row, i) => (
          <li
            key={row}
            aria-posinset={first + i + 1}
            aria-setsize={rows.length}
            style={{ top: (first + i) * CARD_HEIGHT, height: CARD_HEIGHT }}
          >
            {children(row, first + i)}
          </li>
        ))}
      </ul>
    </div>
  )
}
