import { setTimeout as wait } from 'node:timers/promises'

/** Waits for something that only asking can tell; gives up after `patienceMs`. */
export async function until(
  isSo: () => Promise<boolean>,
  { everyMs = 25, patienceMs = 20_000, what = 'what was waited for' } = {},
): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${patienceMs / 1000} s`)
    await wait(everyMs)
  }
}
