import type { TFunction } from 'i18next'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetSession } from '../sync/session.ts'
import { readSetting, writeSetting } from './localSetting.ts'
import { followRemoteEdits, type RemoteEdits } from './remoteEdits.ts'
import { createValueStore, useStoreValue } from './valueStore.ts'

const telling = createValueStore(readSetting('tellEdits') !== 'no')

/** Whether colleagues' edits are read out, followed. */
export const useTelling = (): boolean => useStoreValue(telling)

/** Remembers on this device whether they are read out. */
export function chooseTelling(tell: boolean): void {
  writeSetting('tellEdits', tell ? undefined : 'no')
  telling.set(tell)
}

/** Colleagues' edits for those who do not see them happen: one polite sentence at a time, in a place only screen readers visit (REACH-2). */
export function RemoteEditsRegion({ session }: { readonly session: SheetSession }) {
  const { t } = useTranslation()
  const tell = useTelling()
  const [edits, setEdits] = useState<RemoteEdits>()
  useEffect(() => {
    setEdits(undefined)
    return tell ? followRemoteEdits(session, setEdits) : undefined
  }, [session, tell])
  return (
    <div className="visually-hidden" role="log" aria-live="polite" aria-label={t('reach.remote')}>
      {edits === undefined ? null : sentenceOf(edits, t)}
    </div>
  )
}

/** Names told at most; more are "and others". */
const NAMED = 2

function sentenceOf({ names, cells, rows }: RemoteEdits, t: TFunction): string {
  const known = names.slice(0, NAMED).join(t('reach.and'))
  const who = known === '' ? t('reach.somebody') : names.length > NAMED ? t('reach.andOthers', { names: known }) : known
  const what = [
    ...(rows > 0 ? [t('reach.rows', { count: rows })] : []),
    ...(cells > 0 ? [t('reach.cells', { count: cells })] : []),
  ]
  return t('reach.sentence', { who, what: what.join(t('reach.and')) })
}
