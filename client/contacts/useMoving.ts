import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { cellKey } from '../../shared/sheet/cell.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useServices } from '../app/services.ts'
import { type MoveOutcome, moveStray } from './moveStray.ts'
import type { Stray } from './StrayWatch.ts'

/** Why a number is still in its cell, or that it is on its way. */
export type Trouble =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | Exclude<MoveOutcome, { readonly kind: 'moved' }>

export interface Moving {
  /** What is known of a stray; undefined while nobody has tried. */
  readonly trouble: (stray: Stray) => Trouble | undefined
  readonly busy: boolean
  /** Moves one after the other. `replace`: what is kept may be given up. Resolves to how many went. */
  readonly move: (strays: readonly Stray[], replace?: boolean) => Promise<number>
}

const keyOf = ({ row, column, text }: Stray): string => `${cellKey(row, column)} ${text}`

/** Moves strays into the vault, and remembers why one stayed. */
export function useMoving({ view, sheet, strays: watch }: OpenSheet): Moving {
  const { api } = useServices()
  const client = useQueryClient()
  const [troubles, setTroubles] = useState<ReadonlyMap<string, Trouble>>(new Map())
  const [busy, setBusy] = useState(false)
  const note = (stray: Stray, trouble: Trouble): void => setTroubles(known => new Map(known).set(keyOf(stray), trouble))
  const one = async (stray: Stray, replace: boolean): Promise<boolean> => {
    note(stray, { kind: 'busy' })
    try {
      const outcome = await moveStray(stray, { api, session: view.session, watch, sheet: sheet.id }, replace)
      if (outcome.kind !== 'moved') {
        note(stray, outcome)
        return false
      }
      client.setQueryData(['contact', sheet.id, stray.row], outcome.now)
      return true
    } catch (error) {
      note(stray, { kind: 'failed', error })
      return false
    }
  }
  return {
    trouble: stray => troubles.get(keyOf(stray)),
    busy,
    async move(strays, replace = false) {
      setBusy(true)
      let moved = 0
      // One at a time: two cells of a row may hold two numbers, and the second has to see the first.
      for (const stray of strays) if (watch.isThere(stray) && (await one(stray, replace))) moved++
      setBusy(false)
      return moved
    },
  }
}
