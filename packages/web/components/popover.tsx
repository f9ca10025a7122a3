import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { classes } from './classes.ts'

interface Props {
  /** The button that opens it; left out where `anchor` and `open` are given. */
  trigger?: ReactElement | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  anchor?: Element | RefObject<Element | null> | null | undefined
  title: string
  /** Shows the title; otherwise it is only heard. */
  showTitle?: boolean | undefined
  focusFirst?: RefObject<HTMLElement | null> | undefined
  focusAfter?: RefObject<HTMLElement | null> | undefined
  className?: string | undefined
  children: ReactNode
}

/** Something small anchored at what it is about. Focus goes in and returns. */
export function Popover({
  trigger,
  open,
  onOpenChange,
  anchor,
  title,
  showTitle,
  focusFirst,
  focusAfter,
  className,
  children,
}: Props) {
  return (
    <Base.Root {...(open !== undefined && { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Positioner anchor={anchor ?? undefined} sideOffset={6} collisionPadding={12}>
          <Base.Popup
            className={classes(
              'float max-h-(--available-height) max-w-[calc(100vw-1.5rem)] overflow-y-auto',
              className,
            )}
            initialFocus={focusFirst}
            finalFocus={focusAfter}
          >
            <Base.Title className={showTitle ? 'px-3 pt-3 pb-1 font-strong' : 'heard-only'}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
