import { useEffect, useState } from 'react'

/** Gives the focus to a card in its new place, once it is drawn there. */
export function useFollow(): (card: string) => void {
  const [wanted, want] = useState<string>()
  useEffect(() => {
    if (wanted === undefined) return undefined
    const look = (): boolean => {
      const found = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(wanted)}"]`)
      found?.focus({ preventScroll: false })
      return found !== null
    }
    // The question closes first and gives the focus back; the card follows it.
    const timer = setTimeout(() => {
      if (!look()) observer.observe(document.body, { childList: true, subtree: true })
    }, 200)
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect()
    })
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [wanted])
  return want
}
