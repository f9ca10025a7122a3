import { useEffect, useState } from 'react'

/** By then the question has closed and given the focus back. */
const closedMilliseconds = 200

/**
 * Gives the focus to the first that is on the page of what it is told, such as a card in its new place or, where that
 * is folded away, its cell.
 */
export function useFollow(): (selectors: readonly string[]) => void {
  const [wanted, want] = useState<readonly string[]>([])
  useEffect(() => {
    const timer = setTimeout(() => {
      const found = wanted.map((one) => document.querySelector<HTMLElement>(one)).find((one) => one !== null)
      found?.focus()
    }, closedMilliseconds)
    return () => clearTimeout(timer)
  }, [wanted])
  return want
}
