import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(width < 35rem)')
const watch = (listener: () => void) => {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** True where there is one column and a bar at the bottom. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => query.matches)
