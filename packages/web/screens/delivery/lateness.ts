/** Above this a publication was late in a way that people notice. */
export const lateAboveMs = 60_000

/** How long after its time a publication was out: '+0.4 s', '+1 min 5 s', '+2 h 3 min'. */
export function showLateness(ms: number): string {
  const sign = ms < 0 ? '−' : '+'
  const seconds = Math.abs(ms) / 1000
  if (seconds < 60) return `${sign}${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  return hours > 0 ? `${sign}${hours} h ${minutes} min` : `${sign}${minutes} min ${rest} s`
}
