import type { ReactNode, RefObject } from 'react'
import { useNarrow } from '../../app/narrow.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Popover } from '../../components/popover.tsx'

interface Props {
  title: string
  anchor: HTMLElement
  onClose: () => void
  focusFirst?: RefObject<HTMLElement | null> | undefined
  children: ReactNode
}

/** Beside the card it is about; a dialog on a phone, where there is no beside. */
export function Anchored({ title, anchor, onClose, focusFirst, children }: Props) {
  if (useNarrow())
    return (
      <Dialog open onClose={onClose} title={title} focusFirst={focusFirst}>
        {children}
      </Dialog>
    )
  return (
    <Popover
      open
      onOpenChange={(open) => !open && onClose()}
      anchor={anchor}
      title={title}
      showTitle
      focusFirst={focusFirst}
      focusAfter={{ current: anchor }}
      className="w-96"
    >
      <div className="px-3 pb-3">{children}</div>
    </Popover>
  )
}
