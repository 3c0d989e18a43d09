/** Cards or grid (PHONE-5): by the device, unless the person chose otherwise. */
import { useSyncExternalStore } from 'react'
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import { createValueStore, useStoreValue } from '../ui/valueStore.ts'

export const LAYOUT_CHOICES = ['auto', 'cards', 'grid'] as const
/** `auto`: cards where the screen is narrow and touched by a finger. */
export type LayoutChoice = (typeof LAYOUT_CHOICES)[number]

const isChoice = (value: string | undefined): value is LayoutChoice => LAYOUT_CHOICES.some(choice => choice === value)

const PHONE = '(max-width: 700px) and (pointer: coarse)'

const kept = readSetting('layout')
const choice = createValueStore<LayoutChoice>(isChoice(kept) ? kept : 'auto')

/** Remembers the choice on this device; every open part of the page follows. */
export function chooseLayout(next: LayoutChoice): void {
  writeSetting('layout', next === 'auto' ? undefined : next)
  choice.set(next)
}

/** What the person chose. */
export const useLayoutChoice = (): LayoutChoice => useStoreValue(choice)

/** What is to be shown. */
export function useLayout(): 'cards' | 'grid' {
  const chosen = useLayoutChoice()
  const phone = useSyncExternalStore(followWidth, () => matchMedia(PHONE).matches)
  if (chosen !== 'auto') return chosen
  return phone ? 'cards' : 'grid'
}

function followWidth(listener: () => void): () => void {
  const query = matchMedia(PHONE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
