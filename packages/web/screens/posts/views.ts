/** The saved views of the posts list. */
import type { PostSummary, State } from '../../app/api.ts'

export const views = ['all', 'drafts', 'scheduled', 'needs_you', 'published', 'failed'] as const
export type View = (typeof views)[number]
export const isView = (text: string | null): text is View => views.some((view) => view === text)

/** What a view asks the server for. */
export function queryOf(view: View): { readonly state?: State; readonly unplanned?: 'true' } {
  switch (view) {
    case 'all':
      return {}
    case 'drafts':
      return { unplanned: 'true' }
    default:
      return { state: view }
  }
}

/** The time that matters: the next one to come, else the last one that was. */
export function nextTimeOf({ publications, at }: PostSummary, now: number): string | null {
  const times = publications.filter((one) => one.state !== 'cancelled').map((one) => one.dueAt)
  const coming = times.filter((time) => Date.parse(time) > now).sort()
  return coming[0] ?? times.sort().at(-1) ?? at
}
