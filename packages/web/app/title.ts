import { useEffect } from 'react'

/** The title of the page: what is on screen · where · Posthorn. */
export function useTitle(...words: readonly string[]): void {
  const title = [...words, 'Posthorn'].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
