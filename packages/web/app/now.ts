import { createStore, useStore } from './store.ts'

const minute = createStore(Date.now())

// One timer for the whole page, on the minute, so that all clocks on a screen turn together.
const wait = (): void => {
  setTimeout(
    () => {
      minute.set(Date.now())
      wait()
    },
    60_000 - (Date.now() % 60_000),
  )
}
wait()

/** The present time in milliseconds, renewed every minute. */
export const useNow = (): number => useStore(minute)
