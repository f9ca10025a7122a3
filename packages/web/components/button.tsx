import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'
import { classes } from './classes.ts'

export type Look = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-final'

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-ink text-surface border-ink hover:bg-ink-2 hover:border-ink-2',
  secondary: 'bg-surface text-ink border-ctrl hover:bg-sunken',
  quiet: 'text-ink border-transparent hover:bg-sunken',
  danger: 'text-failed border-transparent hover:bg-failed-soft',
  'danger-final': 'bg-failed text-surface border-failed hover:opacity-90',
}
const sizes = {
  small: 'min-h-7 px-2 text-row pointer-coarse:min-h-11',
  normal: 'min-h-9 px-3 text-body pointer-coarse:min-h-11',
  icon: 'size-9 pointer-coarse:size-11',
  'small-icon': 'size-7 pointer-coarse:size-11',
} as const

interface Shared {
  look?: Look | undefined
  size?: keyof typeof sizes | undefined
}
const shape = ({ look = 'secondary', size = 'normal' }: Shared, more?: string): string =>
  classes(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap no-underline select-none hover:no-underline aria-disabled:opacity-55',
    looks[look],
    sizes[size],
    more,
  )

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'>, Shared {
  /** Something is under way: width and name stay, pressing again does nothing. */
  busy?: boolean | undefined
  /** Why it cannot be pressed now. It stays reachable, so that one can learn the reason. */
  reason?: string | undefined
  /** Key that does the same, as in `hotkeys`. */
  keys?: string | undefined
}

/** A button. Its label is a verb and an object. */
export function Button({
  look,
  size,
  busy,
  reason,
  keys,
  className,
  onClick,
  children,
  type,
  title,
  ...rest
}: ButtonProps) {
  const off = busy === true || reason !== undefined
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys?.replace('mod', 'Control')}
      title={reason ?? title}
      className={classes('relative', shape({ look, size }, className))}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? (
        <>
          <span className="invisible contents">
            <span className="invisible inline-flex items-center gap-1.5">{children}</span>
          </span>
          <LoaderCircle aria-hidden size={16} className="absolute animate-spin" />
        </>
      ) : (
        children
      )}
    </button>
  )
}

interface LinkButtonProps extends Shared {
  href: string
  children: ReactNode
  className?: string | undefined
  'aria-label'?: string | undefined
  /** A whole page load: to another program, or to another origin. */
  outside?: boolean | undefined
}

/** A link that looks like a button, for what opens something. */
export function LinkButton({ href, look, size, className, outside, children, ...rest }: LinkButtonProps) {
  const style = shape({ look, size }, className)
  if (outside)
    return (
      <a href={href} className={style} {...rest}>
        {children}
      </a>
    )
  return (
    <Link href={href} className={style} {...rest}>
      {children}
    </Link>
  )
}
