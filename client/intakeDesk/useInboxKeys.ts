import { useEffect, useRef } from 'react'

export interface InboxKeys {
  /** Another line, so many further. */
  readonly move: (by: 1 | -1) => void
  readonly accept: () => void
  /** To the likeliest row it may be about: leads the eye there, a click decides. */
  readonly attach: () => void
  readonly reject: () => void
  readonly spam: () => void
  readonly undo: () => void
  readonly choose: () => void
}

const KEYS: Readonly<Record<string, (keys: InboxKeys) => void>> = {
  j: keys => keys.move(1),
  k: keys => keys.move(-1),
  a: keys => keys.accept(),
  e: keys => keys.attach(),
  x: keys => keys.reject(),
  m: keys => keys.spam(),
  z: keys => keys.undo(),
  ' ': keys => keys.choose(),
}

/** One key a decision, on the page wherever nobody types (INTAKE-13). */
export function useInboxKeys(keys: InboxKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target, key } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
      if (!(target instanceof Element) || target.closest('input, textarea, select, [role="dialog"], [role="combobox"]'))
        return
      // A focused button is pressed by the space bar.
      if (key === ' ' && target.closest('button, a')) return
      const act = KEYS[key.toLowerCase()]
      if (act === undefined) return
      event.preventDefault()
      act(latest.current)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
