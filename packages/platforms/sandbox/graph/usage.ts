/** How many calls were made in a rolling window, and the headers in which Graph tells it, in percent. */

export function createMeter(now: () => number) {
  const calls = new Map<string, number[]>()
  return {
    /** Counts this call and answers how many there were in the window, this one included. */
    count(key: string, windowSeconds: number): number {
      const from = now() - windowSeconds * 1000
      const times = calls.get(key) ?? []
      const old = times.findIndex((time) => time > from)
      if (old !== 0) times.splice(0, old < 0 ? times.length : old)
      times.push(now())
      calls.set(key, times)
      return times.length
    },
    /** Minutes until the window has room again. */
    minutes(key: string, windowSeconds: number): number {
      const oldest = calls.get(key)?.[0] ?? now()
      return Math.max(1, Math.ceil((oldest + windowSeconds * 1000 - now()) / 60_000))
    },
  }
}
export type Meter = ReturnType<typeof createMeter>

export const percent = (count: number, max: number): number => Math.floor((100 * count) / Math.max(1, max))

const costs = (share: number) => ({ total_cputime: Math.floor(share * 0.24), total_time: Math.floor(share * 0.26) })

/** Of calls with a person's or an application's token. */
export const appUsage = (share: number): Record<string, string> => ({
  'x-app-usage': JSON.stringify({ call_count: share, ...costs(share) }),
})

/** Of calls for a business object: `type` is what kind it is: `pages`. `minutes`: until it may call again; 0: it may. */
export const businessUsage = (id: string, type: string, share: number, minutes = 0): Record<string, string> => ({
  'x-business-use-case-usage': JSON.stringify({
    [id]: [{ type, call_count: share, ...costs(share), estimated_time_to_regain_access: minutes }],
  }),
})
