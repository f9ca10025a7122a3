/** Paths and versions of Graph: `//v26.0//555/feed` is `/555/feed`, asked of v26.0. */

/** Versions and the day each ends. */
const versions: readonly (readonly [name: string, ends: string])[] = [
  ['v21.0', '2027-01-21'],
  ['v22.0', '2027-05-20'],
  ['v23.0', '2027-10-08'],
  ['v24.0', '2028-02-18'],
  ['v25.0', '2028-07-29'],
  ['v26.0', '9999-12-31'],
]

/** Clients double slashes; Graph does not mind. The version is taken off; `prefix` is where the network stands. */
export function graphPath(path: string, prefix: string): string {
  const rest = path.slice(prefix.length).replaceAll(/\/{2,}/g, '/')
  return prefix + (rest.replace(/^\/v\d+\.\d+(?=\/|$)/, '').replace(/(?<=.)\/$/, '') || '/')
}

/** The version that answers: a dead or unknown one is served by the oldest that lives, none by the newest. */
export function servedVersion(path: string, now: number): string {
  const living = versions.filter(([, ends]) => Date.parse(ends) > now).map(([name]) => name)
  const asked = /\/(v\d+\.\d+)(?:\/|$)/.exec(path)?.[1]
  if (asked === undefined) return living.at(-1) ?? 'v26.0'
  return living.includes(asked) ? asked : (living[0] ?? 'v26.0')
}
