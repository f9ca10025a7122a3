import { useEffect, useState } from 'react'

/** The seconds left until an instant (milliseconds), counting down to zero. */
export function useCountdown(until: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (until <= now) return undefined
    const timer = setTimeout(() => setNow(Date.now()), Math.min(1000, until - now))
    return () => clearTimeout(timer)
  }, [until, now])
  return Math.max(0, Math.ceil((until - now) / 1000))
}
