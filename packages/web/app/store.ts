import { useSyncExternalStore } from 'react'

/** A value outside React that components may watch. */
export interface Store<T> {
  get: () => T
  set: (value: T) => void
  watch: (listener: () => void) => () => void
}

export function createStore<T>(first: T): Store<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A store that this browser remembers; unreadable memory falls back. */
export function createKeptStore<T extends string>(name: string, allowed: readonly T[], fallback: T): Store<T> {
  const kept = localStorage.getItem(name)
  const store = createStore<T>(allowed.find((value) => value === kept) ?? fallback)
  store.watch(() => localStorage.setItem(name, store.get()))
  return store
}

export const useStore = <T>(store: Store<T>): T => useSyncExternalStore(store.watch, store.get)
