/** Where to go after signing in: a path of this app and nothing else, whatever the address says. */
export function safePath(then: string | null): string {
  if (then === null || !then.startsWith('/') || then.startsWith('//') || then.includes('\\')) return '/'
  return then
}
