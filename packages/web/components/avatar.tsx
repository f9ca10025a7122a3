import { useState } from 'react'
import { classes } from './classes.ts'
import { initialOf } from './initial.ts'

interface Props {
  name: string
  url?: string | null | undefined
  /** A sandbox account has a hatched edge. */
  sandbox?: boolean | undefined
  size?: 'small' | 'normal' | undefined
}

/** A face, or the first letter of the name. */
export function Avatar({ name, url, sandbox, size = 'normal' }: Props) {
  const [broken, setBroken] = useState(false)
  const box = size === 'small' ? 'size-6 text-caption' : 'size-8 text-body'
  return (
    <span aria-hidden className={classes('inline-flex shrink-0 rounded-full p-0.5', sandbox && 'sandbox-edge')}>
      {url && !broken ? (
        <img
          src={url}
          alt=""
          className={classes('rounded-full bg-sunken object-cover', box)}
          onError={() => setBroken(true)}
        />
      ) : (
        <span
          className={classes(
            'inline-flex items-center justify-center rounded-full bg-sunken font-medium text-ink-2',
            box,
          )}
        >
          {initialOf(name)}
        </span>
      )}
    </span>
  )
}
