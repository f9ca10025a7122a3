import type { ReactNode } from 'react'

interface Props {
  title: string
  count?: number | undefined
  aside?: ReactNode
  children: ReactNode
}

/** One block of the day: a heading with its count, and rows. */
export function Section({ title, count, aside, children }: Props) {
  return (
    <section className="pt-6">
      <h2 className="figures flex items-baseline gap-2 border-b border-line pb-1 text-body">
        {title}
        {count !== undefined && <span className="font-normal text-ink-3">{count}</span>}
        {aside !== undefined && <span className="ms-auto text-row font-normal text-ink-3">{aside}</span>}
      </h2>
      {children}
    </section>
  )
}
