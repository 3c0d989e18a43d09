import { useEffect, useState } from 'react'
import { namesAbove } from '../../shared/places/placeEdits.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import type { EditorAids, Places } from '../grid/editors/EditorAids.ts'
import type { SheetSession } from '../sync/session.ts'

interface Asking {
  readonly session: SheetSession
  readonly row: string
  readonly column: Column
  readonly columns: readonly Column[]
  readonly aids: EditorAids
}

/** Names offered at most: a phone's list of more is no help. */
const MOST = 80

/** What the browser offers in a field of organizations or places (PHONE-15); fetched when the person comes into the field. */
export function useOffers({ session, row, column, columns, aids }: Asking): {
  readonly names: readonly string[]
  readonly ask: () => void
} {
  const [asked, setAsked] = useState(false)
  const [names, setNames] = useState<readonly string[]>([])
  const { type } = column.kind
  useEffect(() => {
    if (!asked) return undefined
    const stop = new AbortController()
    const offer = (texts: readonly string[]): void => {
      if (!stop.signal.aborted) setNames(texts.slice(0, MOST))
    }
    if (type === 'organization')
      void aids
        .textsOf(session.sheet, column.id, stop.signal)
        .then(texts => offer([...new Set([...aids.organizations, ...texts])]))
    if (type === 'place')
      void aids.loadPlaces().then(places => {
        const value = (id: string): Scalar => session.sheet.value(row, id)
        if (places !== undefined) offer(placesInside(places, column, namesAbove(columns, column, value)))
      })
    return () => stop.abort()
  }, [asked, type, session, row, column, columns, aids])
  return { names, ask: () => setAsked(true) }
}

function placesInside(places: Places, column: Column, above: ReturnType<typeof namesAbove>): readonly string[] {
  if (column.kind.type !== 'place') return []
  const { level } = column.kind
  const within = (['city', 'province'] as const).flatMap(at =>
    above[at] === undefined || above[at] === '' ? [] : (places.divisionNamed(at, above) ?? []),
  )[0]
  return places
    .divisionsUnder(within)
    .filter(place => place.level === level)
    .map(({ name }) => name)
}
