import { useSyncExternalStore } from 'react'

/** One value that changes outside React; only those who read it render again. */
export interface ReadableStore<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

export interface ValueStore<T> extends ReadableStore<T> {
  /** Stores a value and tells the readers, unless it is the one that is there. */
  set(value: T): void
}

/** A store holding `initial`. */
export function createValueStore<T>(initial: T): ValueStore<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The store's value, followed. */
export const useStoreValue = <T>(store: ReadableStore<T>): T => useSyncExternalStore(store.subscribe, store.get)
