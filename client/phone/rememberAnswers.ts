/**
 * Who is signed in and which sheets there are, kept on this device so that the page starts without a network (PHONE-9). Only for the member
 * signed in last; gone with the sign-out, in every open tab (PHONE-11).
 */
import type { QueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { me, sheetList } from '../../shared/protocol/http.ts'

const NAME = 'gongji-known'
const known = z.object({ me, sheets: sheetList.shape.items.optional() })
type Known = z.infer<typeof known>

/** Puts what is kept into the query client as answers to be asked again, and keeps every newer answer. Returns how to stop. */
export function rememberAnswers(client: QueryClient): () => void {
  const kept = read()
  if (kept !== undefined) {
    client.setQueryData(['me'], kept.me)
    if (kept.sheets !== undefined) client.setQueryData(['sheets'], kept.sheets)
    void client.invalidateQueries({ refetchType: 'none' })
  }
  const stopCache = client.getQueryCache().subscribe(event => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    const [name] = event.query.queryKey
    if (name === 'me' || name === 'sheets') write(client)
  })
  const onStorage = (event: StorageEvent): void => {
    // Signed out in another tab: this one has nothing left to show either.
    if (event.key === NAME && event.newValue === null) client.setQueryData(['me'], null)
  }
  addEventListener('storage', onStorage)
  return () => {
    stopCache()
    removeEventListener('storage', onStorage)
  }
}

function read(): Known | undefined {
  try {
    return known.safeParse(JSON.parse(localStorage.getItem(NAME) ?? 'null')).data
  } catch {
    return undefined
  }
}

function write(client: QueryClient): void {
  const who = client.getQueryData<Known['me'] | null>(['me'])
  // Not asked yet is no answer.
  if (who === undefined) return
  try {
    if (who === null) return localStorage.removeItem(NAME)
    const sheets = client.getQueryData<Known['sheets']>(['sheets'])
    const before = read()
    const same = before?.me.member.id === who.member.id ? before.sheets : undefined
    localStorage.setItem(NAME, JSON.stringify({ me: who, sheets: sheets ?? same }))
  } catch {
    // Storage is full or forbidden: the page then starts with a network only, nothing else depends on it.
  }
}
