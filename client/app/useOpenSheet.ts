import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { type Me, type SheetInfo, sheetList } from '../../shared/protocol/http.ts'
import { type FollowingDesk, followingDesk } from '../desk/followingDesk.ts'
import { SheetView } from '../grid/SheetView.ts'
import { guardedSession } from '../guard/guardedSession.ts'
import { useGuardDesk } from '../guard/useGuardDesk.tsx'
import { mayI } from './rights.ts'
import { useServices } from './services.ts'

/** The address of the sync socket on the page's own origin. */
export const syncUrl = ({ protocol, host }: Location): string =>
  `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sync`

/** Opens a sheet for as long as it is on screen. `view` is undefined for the first moment; `reopen` begins anew after the server ended it. */
export function useOpenSheet(
  sheet: SheetInfo,
  me: Me,
): { readonly view: SheetView | undefined; readonly reopen: () => void } {
  const { api, openSession, openDesk } = useServices()
  const client = useQueryClient()
  const [attempt, setAttempt] = useState(0)
  const [view, setView] = useState<SheetView>()
  const [told, setTold] = useState<FollowingDesk>()
  const { id, operation } = sheet
  const member = me.member.id
  const readOnly = !mayI(me, 'sheet.edit', operation) || sheet.archived === true
  const desk = useGuardDesk(sheet, me)
  const sheetChanged = useCallback(
    (what: 'sheet' | 'suggestions') => {
      void client.invalidateQueries({ queryKey: what === 'sheet' ? ['sheets'] : ['suggestions', id] })
      // It is told after a connection came back too: what one may do can be another thing by then (JOIN-10).
      if (what === 'sheet') void client.invalidateQueries({ queryKey: ['me'] })
    },
    [client, id],
  )
  const askName = useCallback(async () => {
    const { items } = await api.get('sheets', sheetList)
    client.setQueryData(['sheets'], items)
    return items.find(item => item.id === id)?.document
  }, [api, client, id])
  // The session follows a renaming by itself: only another sheet, another person or another attempt opens a new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what reopening is; the session and the desk follow a new name by themselves
  useEffect(() => {
    const session = guardedSession(
      openSession({
        document: sheet.document,
        member,
        readOnly,
        url: syncUrl(location),
        renamed: askName,
        sheetChanged,
      }),
      desk,
    )
    const told = followingDesk(document => openDesk({ document, url: syncUrl(location) }), sheet.desk)
    setTold(told)
    const opened = new SheetView(session, told)
    setView(opened)
    return () => {
      opened.destroy()
      told.destroy()
      session.destroy()
    }
  }, [id, member, readOnly, openSession, openDesk, askName, desk, sheetChanged, attempt])
  useEffect(() => told?.follow(sheet.desk), [told, sheet.desk])
  const reopen = useCallback(() => {
    void client.refetchQueries({ queryKey: ['sheets'] }).then(() => setAttempt(times => times + 1))
  }, [client])
  return { view, reopen }
}
