import type { ReactNode } from 'react'

/** Nothing here: one sentence, one thing to do. */
export function EmptyState({ says, action }: { says: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 py-8">
      <p className="max-w-prose text-ink-2">{says}</p>
      {action}
    </div>
  )
}
