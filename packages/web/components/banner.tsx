import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

const kinds = {
  info: { icon: Info, look: 'bg-sunken text-ink' },
  warning: { icon: TriangleAlert, look: 'bg-waiting-soft text-ink' },
  failed: { icon: CircleAlert, look: 'bg-failed-soft text-ink' },
} as const

interface Props {
  kind: keyof typeof kinds
  children: ReactNode
  action?: ReactNode
  className?: string | undefined
}

/** One line that is true of the whole page or card, with the one thing to do. */
export function Banner({ kind, children, action, className }: Props) {
  const { icon: Icon, look } = kinds[kind]
  return (
    <div
      role={kind === 'failed' ? 'alert' : 'status'}
      className={classes('flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5', look, className)}
    >
      <Icon
        aria-hidden
        size={16}
        className={classes('shrink-0', kind === 'failed' && 'text-failed', kind === 'warning' && 'text-waiting')}
      />
      <p className="min-w-0 flex-1">{children}</p>
      {action}
    </div>
  )
}
