import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import { Fragment, type ReactElement, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { showKeys } from '../app/hotkeys.ts'
import { classes } from './classes.ts'

export interface MenuItem {
  readonly label: ReactNode
  readonly icon?: LucideIcon | undefined
  readonly keys?: string | undefined
  /** Either it opens a page … */
  readonly href?: string | undefined
  /** … or does something. */
  readonly run?: (() => void) | undefined
  readonly danger?: boolean | undefined
  readonly chosen?: boolean | undefined
  /** Why it cannot be done now. */
  readonly reason?: string | undefined
}

interface Props {
  trigger: ReactElement
  /** Groups, with a line between them. */
  groups: readonly (readonly MenuItem[])[]
  align?: 'start' | 'end' | undefined
  defaultOpen?: boolean | undefined
}

/** A menu of things to do. */
export function Menu({ trigger, groups, align = 'start', defaultOpen }: Props) {
  const [, go] = useLocation()
  return (
    <Base.Root {...(defaultOpen && { defaultOpen })}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8}>
          <Base.Popup className="float min-w-48 py-1 outline-none">
            {groups
              .filter((group) => group.length > 0)
              .map((group, index) => (
                <Fragment key={index}>
                  {index > 0 && <Base.Separator className="my-1 border-t border-line" />}
                  {group.map((item, place) => (
                    <Base.Item
                      key={place}
                      disabled={item.reason !== undefined}
                      onClick={() => (item.href === undefined ? item.run?.() : go(item.href))}
                      className={classes(
                        'flex min-h-8 cursor-default items-center gap-2 px-3 py-1 text-body outline-none select-none data-highlighted:bg-sunken data-disabled:text-ink-3 pointer-coarse:min-h-11',
                        item.danger && 'text-failed',
                      )}
                    >
                      {item.icon && <item.icon aria-hidden size={16} strokeWidth={1.5} />}
                      <span className="min-w-0 flex-1">
                        {item.label}
                        {item.reason !== undefined && <span className="block text-caption">{item.reason}</span>}
                      </span>
                      {item.chosen && <Check aria-hidden size={16} />}
                      {item.keys !== undefined && <kbd className="kbd">{showKeys(item.keys)}</kbd>}
                    </Base.Item>
                  ))}
                </Fragment>
              ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
