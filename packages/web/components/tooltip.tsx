import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { showKeys } from '../app/hotkeys.ts'

/** The name of a control that shows only an icon, with its key. Never holds words that are needed. */
export function Tooltip({
  label,
  keys,
  children,
}: {
  label: string
  keys?: string | undefined
  children: ReactElement
}) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={400} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} collisionPadding={8}>
          <Base.Popup className="float px-2 py-1 text-caption">
            {label}
            {keys !== undefined && <kbd className="kbd ms-2">{showKeys(keys)}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
